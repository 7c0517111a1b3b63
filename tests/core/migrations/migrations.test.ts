import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { MIGRATIONS } from "@skillmeat-deployments/core/migrations/list.ts";
import type { Direction, Migration } from "@skillmeat-deployments/core/migrations/migration.ts";
import { isApplied, migrate, readState } from "@skillmeat-deployments/core/migrations/runner.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/event-type.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { createScan, type ScanPage } from "@skillmeat-deployments/core/storage/scan.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { dump, load } from "@skillmeat-deployments/testing/dump.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const [profiles] = MIGRATIONS as [Migration];
let service: Service;
beforeEach(async () => {
  service = await createService();
});
afterEach(() => service.close());

const run = (
  direction: Direction,
  {
    of = service,
    table = of.table,
    scan,
    now = new Date(),
    page = 40,
    ...options
  }: {
    of?: Service;
    table?: Table;
    scan?: (inner: ScanPage) => ScanPage;
    now?: Date;
    page?: number;
    dryRun?: boolean;
    rate?: number;
    patience?: number;
  } = {},
) => {
  const inner = createScan(of.client, of.table.name, profiles.prefix, page);
  return migrate({ table, scan: scan ? scan(inner) : inner, now: () => now }, profiles, direction, options);
};
const rows = (of = service) => dump(of.client, of.table.name);
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);
/** As TTL would, by that day. */
async function expireMarks(day: Date) {
  for (const mark of await dump(service.client, service.table.name, "Z#MARK")) {
    if ((mark.ttl as number) * 1_000 > day.getTime()) continue;
    const Key = { pk: { S: mark.pk }, sk: { S: mark.sk } };
    await service.client.send(new DeleteItemCommand({ TableName: service.table.name, Key }));
  }
}
/** A scan that ends in an error after so many pages. */
const stopping =
  (pages: number) =>
  (inner: ScanPage): ScanPage => {
    let read = 0;
    return async (after) => {
      if (++read > pages) throw new Error("stopped");
      return inner(after);
    };
  };

const row = (name: string, path: string, more = "") =>
  `[[deployed]]\nartifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "${path}"\ncontent_hash = "h-${name}"\n${more}\n`;
const importInto = async (project: string, text: string) =>
  expect(
    (
      await service.call("POST", `/projects/${project}/deployments/import`, {
        text,
        headers: { "content-type": "application/toml" },
      })
    ).status,
  ).toBe(200);

/** The shape before profiles: records that name none, in projects that have none; no recorder has seen them yet. */
async function unrecorded(project = "old") {
  await service.call("POST", "/projects", { body: { project_id: project } });
  await service.call("POST", "/artifacts", { body: { type: "skill", name: `${project}-artifact` } });
  await importInto(
    project,
    [
      row("plain", "skills/plain"),
      row("in-codex", ".codex/skills/in-codex", 'colour = "kept"'),
      row("rooted", "skills/rooted", 'profile_root_dir = ".gemini"'),
      row("shared", ".agents/skills/shared"),
      row("half", "skills/half", 'platform = "cursor"'),
    ].join("\n"),
  );
}
async function legacy() {
  await unrecorded();
  await service.drain();
}
/** Today's shape beside it. */
async function today() {
  await service.call("POST", "/projects", { body: { project_id: "new" } });
  await service.call("POST", "/projects/new/profiles", { body: { profile_id: "mine", platform: "codex" } });
  const body = { artifact_type: "skill", artifact_name: "s", content_hash: "h", deployment_profile_id: "mine" };
  await service.call("POST", "/projects/new/deployments", { body });
}
const feeds = async () => {
  await service.drain();
  const read = async (path: string) => (await service.call("GET", `${path}?limit=100`)).json as CloudEvent[];
  return [...(await read("/events")), ...(await read("/projects/old/events"))].map((e) => e.id);
};
const owners = async () =>
  ((await service.call("GET", "/projects/old/deployments")).json as Record<string, string>[]).map((d) => [
    d.deployment_id,
    d.deployment_profile_id,
    d.platform,
    d.profile_root_dir,
  ]);

describe("the migration to profiles", () => {
  it("gives records of before them their profile, by the contract's order, and projects what they name", async () => {
    await legacy();
    const { changed, kept } = await run("up");
    expect([changed, kept]).toEqual([5, 0]);
    expect(await owners()).toEqual([
      ["agents:skill:shared", "agents", "other", ".agents"],
      ["claude_code:skill:plain", "claude_code", "claude_code", ".claude"],
      ["codex:skill:in-codex", "codex", "codex", ".codex"],
      ["cursor:skill:half", "cursor", "cursor", ".cursor"],
      ["gemini:skill:rooted", "gemini", "gemini", ".gemini"],
    ]);
    const made = (await service.call("GET", "/projects/old/profiles")).json as Record<string, unknown>[];
    expect(made.map((p) => [p.profile_id, p.platform, p.root_dir])).toEqual([
      ["agents", "other", ".agents"],
      ["claude_code", "claude_code", ".claude"],
      ["codex", "codex", ".codex"],
      ["cursor", "cursor", ".cursor"],
      ["gemini", "gemini", ".gemini"],
    ]);
    expect(isApplied(await readState(service.table, 1))).toBe(true);
  });

  it("makes no event, up or down, whenever the stream is read", async () => {
    await legacy();
    const told = await feeds();
    await run("up");
    expect(await feeds()).toEqual(told);
    await run("down");
    expect(await feeds()).toEqual(told);
    expect(service.deadLetters).toEqual([]);
  });

  it("makes none either of changes so old that their marks are gone", async () => {
    await legacy();
    const told = await feeds();
    const now = inDays(98);
    await expireMarks(now);
    await run("up", { now });
    expect(await feeds()).toEqual(told);
    await run("down", { now });
    expect(await feeds()).toEqual(told);
  });

  it("takes no event away: a row whose change is not recorded yet waits for the recorder", async () => {
    await unrecorded();
    const migrating = run("up");
    await new Promise((done) => setTimeout(done, 400));
    // One project, one artifact, five records.
    const told = await feeds();
    expect(new Set(told).size).toBe(7);
    expect(told).toHaveLength(7);
    expect(await migrating).toMatchObject({ changed: 5, kept: 0 });
    expect(await feeds()).toEqual(told);
    await run("down");
    expect(await feeds()).toEqual(told);
  });

  // A stream holds a change for a day, a failure bucket for ninety, and a local engine until it is read.
  it.each([0, 2, 96])("waits for a change of %i days, says so, and goes on when run again", async (days) => {
    await unrecorded();
    const now = inDays(days);
    await expect(run("up", { now, patience: 100 })).rejects.toThrow(
      "is not recorded yet: wait, or redrive the dead letters, then run the migration again",
    );
    const told = await feeds();
    expect(told).toHaveLength(7);
    await run("up", { now });
    expect((await owners()).every(([, profile]) => profile !== null)).toBe(true);
    expect(await feeds()).toEqual(told);
  });

  it("makes none either where a mark expires before the recorder has seen what it stands for", async () => {
    await legacy();
    const told = await feeds();
    await run("up");
    await run("down");
    const now = inDays(96.9);
    await run("up", { now });
    await expireMarks(inDays(98));
    expect(await feeds()).toEqual(told);
    await run("down", { now });
    await expireMarks(inDays(98));
    expect(await feeds()).toEqual(told);
  });

  it("tries a row again whose change is recorded just before it moves", async () => {
    await unrecorded();
    const now = inDays(98);
    let drained: Promise<void> | undefined;
    let refused = 0;
    const transact: Table["transact"] = async (writes) => {
      // It has looked for the marks, and found none.
      if (writes.length > 2) {
        drained ??= service.drain();
        await drained;
      }
      const result = await service.table.transact(writes);
      if (writes.length > 2 && !result.done) refused++;
      return result;
    };
    expect(await run("up", { table: { ...service.table, transact }, now })).toMatchObject({ changed: 5, kept: 0 });
    // All but the one that keeps its place.
    expect(refused).toBe(4);
    expect(await feeds()).toHaveLength(7);
  });

  it.each([
    ["that shape", () => legacy()],
    ["an empty table", async () => {}],
    ["today's shape", today],
    ["both", () => legacy().then(today)],
  ])("goes up and back on %s, and loses no byte", async (_name, make) => {
    await make();
    await service.drain();
    const stored = await rows();
    await run("up");
    await run("up");
    await run("down");
    expect(await rows()).toEqual(stored);
    await run("up");
    await run("down");
    expect(await rows()).toEqual(stored);
  });

  it("leaves what is of today's shape as it is", async () => {
    await today();
    const stored = await rows();
    expect((await run("up")).changed).toBe(0);
    expect(await rows()).toEqual(stored);
  });

  it("takes nothing back that was changed since", async () => {
    await legacy();
    await run("up");
    await service.call("PATCH", "/projects/old/profiles/codex", { body: { description: "mine by now" } });
    await service.call("PATCH", "/projects/old/deployments/codex:skill:in-codex", {
      body: { local_modifications: true },
    });
    await run("down");
    expect((await service.call("GET", "/projects/old/profiles")).json).toMatchObject([{ profile_id: "codex" }]);
    const found = (await service.call("GET", "/projects/old/deployments/codex:skill:in-codex")).json;
    expect(found).toMatchObject({
      local_modifications: true,
      deployment_profile_id: "codex",
      extra_toml: 'colour = "kept"\n',
    });
  });

  it("leaves both where a record of that profile stands there already", async () => {
    await legacy();
    await service.call("POST", "/projects/old/profiles", { body: { profile_id: "codex", platform: "codex" } });
    const body = {
      artifact_type: "skill",
      artifact_name: "in-codex",
      content_hash: "new",
      deployment_profile_id: "codex",
    };
    await service.call("POST", "/projects/old/deployments", { body });
    await service.drain();
    // It is told also by the run that ends what others began.
    do await expect(run("up", { scan: stopping(1), page: 4 })).rejects.toThrow("stopped");
    while (!(await readState(service.table, 1))?.kept);
    expect(await run("up")).toMatchObject({ changed: 4, kept: 1 });
    const ids = (await owners()).map(([id]) => id);
    expect(ids).toEqual(expect.arrayContaining(["claude_code:skill:in-codex", "codex:skill:in-codex"]));
  });

  it("says what it would do, and does nothing, in a dry run", async () => {
    await legacy();
    const stored = await rows();
    expect(await run("up", { dryRun: true })).toMatchObject({ changed: 5 });
    expect(await rows()).toEqual(stored);
    expect(await readState(service.table, 1)).toBeUndefined();
  });

  it("goes on where it was stopped, and ends as one that was not", async () => {
    const text = Array.from({ length: 300 }, (_, i) => row(`n${i}`, `${i % 3 ? "" : ".codex/"}skills/n${i}`)).join(
      "\n",
    );
    await service.call("POST", "/projects", { body: { project_id: "old" } });
    await importInto("old", text);
    await service.drain();
    const other = await createService();
    await load(other.client, other.table.name, await dump(service.client, service.table.name, ""));
    const { seen } = await run("up");
    const whole = await rows();
    let stops = 0;
    for (let finished = false; !finished; ) {
      finished = await run("up", { of: other, ...(stops < 5 ? { scan: stopping(1) } : {}) }).then(
        () => true,
        () => false,
      );
      if (!finished) stops++;
    }
    expect(stops).toBe(5);
    expect(await rows(other)).toEqual(whole);
    // No more rows were looked at than by one run: each began where the one before was stopped.
    expect(await readState(other.table, 1)).toMatchObject({ done: true, seen });
    await other.close();
  });

  it("keeps what the service writes meanwhile, up and down", async () => {
    await legacy();
    const at = "/projects/old/deployments";
    const theirs = { body: { parent_hash: "theirs" } };
    /** Between a row's being read and its being written, somebody else changes it, and the recorder sees that. */
    const meanwhile =
      (row: string, change: () => Promise<unknown>) =>
      (inner: ScanPage): ScanPage =>
      async (after) => {
        const page = await inner(after);
        if (page.rows.some((r: Row) => r.sk.endsWith(row))) {
          await change();
          await service.drain();
        }
        return page;
      };
    const up = meanwhile("plain", async () => {
      await service.call("PATCH", `${at}/claude_code:skill:plain`, theirs);
      await service.call("PATCH", `${at}/claude_code:skill:rooted`, theirs);
      await service.call("DELETE", `${at}/claude_code:skill:in-codex`);
    });
    await run("up", { scan: up });
    for (const id of ["claude_code:skill:plain", "gemini:skill:rooted"]) {
      expect((await service.call("GET", `${at}/${id}`)).json).toMatchObject({ parent_hash: "theirs" });
    }
    const ids = (await owners()).map(([id]) => id);
    expect(ids).toEqual(["agents:skill:shared", "claude_code:skill:plain", "cursor:skill:half", "gemini:skill:rooted"]);
    const down = meanwhile("shared", async () => {
      await service.call("PATCH", `${at}/agents:skill:shared`, theirs);
      await service.call("PATCH", "/projects/old/profiles/cursor", { body: { description: "theirs" } });
    });
    await run("down", { scan: down });
    expect((await service.call("GET", `${at}/agents:skill:shared`)).json).toMatchObject({ parent_hash: "theirs" });
    expect((await service.call("GET", "/projects/old/profiles/cursor")).json).toMatchObject({ description: "theirs" });
    expect((await service.call("GET", "/projects/old/profiles/agents")).status).toBe(404);
  });

  it("takes back one that was stopped on the way up, from its beginning", async () => {
    await legacy();
    await today();
    await service.drain();
    const stored = await rows();
    const { scanned } = await run("up", { dryRun: true });
    // Far enough that a row that keeps its place has been changed, and not all.
    const changed = async () => (await rows()).find((r) => r.sk.endsWith("plain"))?.migrated !== undefined;
    do await expect(run("up", { scan: stopping(1), page: 2 })).rejects.toThrow("stopped");
    while (!(await changed()));
    expect((await readState(service.table, 1))?.scanned).toBeLessThan(scanned);
    await run("down");
    expect(await rows()).toEqual(stored);
  });

  it("makes a profile of the platform and the root that its records name; where they differ, the first's", async () => {
    await service.call("POST", "/projects", { body: { project_id: "old" } });
    const texts = [
      row("mine", "skills/mine", 'deployment_profile_id = "mine"\nplatform = "codex"'),
      row("b", "skills/b", 'deployment_profile_id = "two"\nplatform = "codex"'),
      row("a", "skills/a", 'deployment_profile_id = "two"\nprofile_root_dir = ".other"'),
      row("inferred", ".gemini/x/inferred", 'deployment_profile_id = "g"'),
      // Where a platform's skills lie is not where its root is; what is shared is nobody's own.
      row("skill", ".agents/skills/x", 'deployment_profile_id = "codex"'),
      row("mine-too", ".agents/skills/y", 'deployment_profile_id = "own"\nplatform = "codex"'),
      row("shared", ".agents/skills/z", 'platform = "gemini"'),
      row("rooted", "skills/r", 'deployment_profile_id = "cursor"\nprofile_root_dir = ".elsewhere"'),
      row("remote", "skills/q", 'deployment_profile_id = "remote_git"\nplatform = "gemini"'),
    ];
    await importInto("old", texts.join("\n"));
    await service.drain();
    await run("up");
    const made = (await service.call("GET", "/projects/old/profiles")).json as Record<string, unknown>[];
    expect(made.map((p) => [p.profile_id, p.platform, p.root_dir])).toEqual([
      ["agents", "other", ".agents"],
      ["codex", "codex", ".codex"],
      ["cursor", "cursor", ".elsewhere"],
      ["g", "gemini", ".gemini"],
      ["mine", "codex", ".codex"],
      ["own", "codex", ".codex"],
      ["remote_git", "gemini", ".gemini"],
      ["two", "other", ".other"],
    ]);
    const maps = new Map(made.map((p) => [p.profile_id, Object.keys(p.artifact_path_map as object)]));
    expect([maps.get("mine"), maps.get("agents")]).toEqual([maps.get("codex"), []]);
    expect(maps.get("codex")).toContain("agent");
  });

  it("waits for no recorder to see what it makes itself, whatever the clock says", async () => {
    await legacy();
    const now = new Date("2026-02-08T00:00:00Z");
    expect(await run("up", { now, patience: 100 })).toMatchObject({ changed: 5 });
  });

  it("is run by one at a time", async () => {
    await legacy();
    let second: Promise<unknown> | undefined;
    const first = run("up", {
      scan: (inner) => async (after) => {
        second ??= run("up");
        await second.catch(() => {});
        return inner(after);
      },
    });
    await expect(first).rejects.toThrow("Another run");
    await run("up");
    expect((await owners()).every(([, profile]) => profile !== null)).toBe(true);
  });

  it("looks at no more rows a second than it is told", async () => {
    await legacy();
    const started = performance.now();
    const { seen, scanned } = await run("up", { rate: 40, dryRun: true });
    // Not a speed that is asserted, but one that it must not have. What is not of its kind is read all the same.
    const counted = seen + (scanned - seen) / 10;
    expect((counted / (performance.now() - started)) * 1_000).toBeLessThanOrEqual(41);
    expect(seen).toBe((await rows()).length);
    expect(scanned).toBe((await dump(service.client, service.table.name, "")).length);
    expect(scanned).toBeGreaterThan(2 * seen);
  });
});
