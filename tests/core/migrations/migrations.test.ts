/** The migration to profiles: up, down, interrupted, and while the service writes. */
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { MIGRATIONS } from "@skillmeat-deployments/core/migrations/list.ts";
import type { Direction, Migration } from "@skillmeat-deployments/core/migrations/migration.ts";
import { isApplied, migrate, readState } from "@skillmeat-deployments/core/migrations/runner.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
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
    on = service,
    table = on.table,
    scan,
    now = new Date(),
    page = 40,
    ...options
  }: {
    on?: Service;
    table?: Table;
    scan?: (inner: ScanPage) => ScanPage;
    now?: Date;
    page?: number;
    dryRun?: boolean;
    rate?: number;
    recorderTimeoutMs?: number;
  } = {},
) => {
  const inner = createScan(on.client, on.table.name, profiles.prefix, page);
  return migrate({ table, scan: scan ? scan(inner) : inner, now: () => now }, profiles, direction, options);
};
const rows = (on = service) => dump(on.client, on.table.name);
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);
/** Deletes the markers that TTL would have deleted by that day. */
async function deleteExpiredMarkers(day: Date) {
  for (const marker of await dump(service.client, service.table.name, "Z#MARK")) {
    if ((marker.ttl as number) * 1_000 > day.getTime()) continue;
    const Key = { pk: { S: marker.pk }, sk: { S: marker.sk } };
    await service.client.send(new DeleteItemCommand({ TableName: service.table.name, Key }));
  }
}
/** A scan that fails after the given number of pages. */
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

/**
 * The shape before profiles: records without a profile, in projects without profiles, not yet recorded by a recorder.
 */
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
/** The current shape. */
async function currentShape() {
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

describe("The migration to profiles", () => {
  it("Up gives legacy records their inferred profile and creates the profiles that the records name", async () => {
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

  it("The migration makes no event, up or down, whenever the stream is read", async () => {
    await legacy();
    const eventIds = await feeds();
    await run("up");
    expect(await feeds()).toEqual(eventIds);
    await run("down");
    expect(await feeds()).toEqual(eventIds);
    expect(service.deadLetters).toEqual([]);
  });

  it("The migration makes no event for changes whose markers have expired", async () => {
    await legacy();
    const eventIds = await feeds();
    const now = inDays(98);
    await deleteExpiredMarkers(now);
    await run("up", { now });
    expect(await feeds()).toEqual(eventIds);
    await run("down", { now });
    expect(await feeds()).toEqual(eventIds);
  });

  it("A row whose change is not recorded yet waits for the recorder, so that no event is lost", async () => {
    await unrecorded();
    const migrating = run("up");
    await new Promise((done) => setTimeout(done, 400));
    // One project, one artifact and five records.
    const eventIds = await feeds();
    expect(new Set(eventIds).size).toBe(7);
    expect(eventIds).toHaveLength(7);
    expect(await migrating).toMatchObject({ changed: 5, kept: 0 });
    expect(await feeds()).toEqual(eventIds);
    await run("down");
    expect(await feeds()).toEqual(eventIds);
  });

  // A stream keeps a change for a day, the failure bucket for ninety days, and a local engine until it is read.
  it.each([0, 2, 96])(
    "A change that is unrecorded for %i days stops the migration with a message, and a later run completes it",
    async (days) => {
      await unrecorded();
      const now = inDays(days);
      await expect(run("up", { now, recorderTimeoutMs: 100 })).rejects.toThrow(
        "is not recorded yet: wait, or redrive the dead letters, then run the migration again",
      );
      const eventIds = await feeds();
      expect(eventIds).toHaveLength(7);
      await run("up", { now });
      expect((await owners()).every(([, profile]) => profile !== null)).toBe(true);
      expect(await feeds()).toEqual(eventIds);
    },
  );

  it("The migration makes no event when a marker expires before the recorder has seen the change", async () => {
    await legacy();
    const eventIds = await feeds();
    await run("up");
    await run("down");
    const now = inDays(96.9);
    await run("up", { now });
    await deleteExpiredMarkers(inDays(98));
    expect(await feeds()).toEqual(eventIds);
    await run("down", { now });
    await deleteExpiredMarkers(inDays(98));
    expect(await feeds()).toEqual(eventIds);
  });

  it("A row is tried again when its change is recorded just before the row moves", async () => {
    await unrecorded();
    const now = inDays(98);
    let drained: Promise<void> | undefined;
    let refused = 0;
    const transact: Table["transact"] = async (writes) => {
      // The migration has looked for the markers and found none.
      if (writes.length > 2) {
        drained ??= service.drain();
        await drained;
      }
      const result = await service.table.transact(writes);
      if (writes.length > 2 && !result.done) refused++;
      return result;
    };
    expect(await run("up", { table: { ...service.table, transact }, now })).toMatchObject({ changed: 5, kept: 0 });
    // All records but the one that keeps its key.
    expect(refused).toBe(4);
    expect(await feeds()).toHaveLength(7);
  });

  it.each([
    ["the old shape", () => legacy()],
    ["an empty table", async () => {}],
    ["the current shape", currentShape],
    ["both shapes", () => legacy().then(currentShape)],
  ])("Up and down again on %s restore every byte", async (_name, make) => {
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

  it("Rows of the current shape stay as they are", async () => {
    await currentShape();
    const stored = await rows();
    expect((await run("up")).changed).toBe(0);
    expect(await rows()).toEqual(stored);
  });

  it("Down does not revert rows that were changed after the migration", async () => {
    await legacy();
    await run("up");
    await service.call("PATCH", "/projects/old/profiles/codex", { body: { description: "changed since" } });
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

  it("A legacy record stays as it is when its profile already has a record of that artifact", async () => {
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
    // The run that completes interrupted ones reports the record, too.
    do await expect(run("up", { scan: stopping(1), page: 4 })).rejects.toThrow("stopped");
    while (!(await readState(service.table, 1))?.kept);
    expect(await run("up")).toMatchObject({ changed: 4, kept: 1 });
    const ids = (await owners()).map(([id]) => id);
    expect(ids).toEqual(expect.arrayContaining(["claude_code:skill:in-codex", "codex:skill:in-codex"]));
  });

  it("A dry run counts the changes and writes nothing", async () => {
    await legacy();
    const stored = await rows();
    expect(await run("up", { dryRun: true })).toMatchObject({ changed: 5 });
    expect(await rows()).toEqual(stored);
    expect(await readState(service.table, 1)).toBeUndefined();
  });

  it("An interrupted run continues where it stopped and ends like an uninterrupted one", async () => {
    const text = Array.from({ length: 300 }, (_, i) => row(`n${i}`, `${i % 3 ? "" : ".codex/"}skills/n${i}`)).join(
      "\n",
    );
    await service.call("POST", "/projects", { body: { project_id: "old" } });
    await importInto("old", text);
    await service.drain();
    const other = await createService();
    await load(other.client, other.table.name, await dump(service.client, service.table.name, ""));
    const { seen } = await run("up");
    const expected = await rows();
    let stops = 0;
    for (let finished = false; !finished; ) {
      finished = await run("up", { on: other, ...(stops < 5 ? { scan: stopping(1) } : {}) }).then(
        () => true,
        () => false,
      );
      if (!finished) stops++;
    }
    expect(stops).toBe(5);
    expect(await rows(other)).toEqual(expected);
    // No row was read twice: each run began where the one before had stopped.
    expect(await readState(other.table, 1)).toMatchObject({ done: true, seen });
    await other.close();
  });

  it("What the service writes during the migration is kept, up and down", async () => {
    await legacy();
    const at = "/projects/old/deployments";
    const concurrent = { body: { parent_hash: "concurrent" } };
    /** Between the read and the write of a row, another writer changes it and the recorder sees that change. */
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
      await service.call("PATCH", `${at}/claude_code:skill:plain`, concurrent);
      await service.call("PATCH", `${at}/claude_code:skill:rooted`, concurrent);
      await service.call("DELETE", `${at}/claude_code:skill:in-codex`);
    });
    await run("up", { scan: up });
    for (const id of ["claude_code:skill:plain", "gemini:skill:rooted"]) {
      expect((await service.call("GET", `${at}/${id}`)).json).toMatchObject({ parent_hash: "concurrent" });
    }
    const ids = (await owners()).map(([id]) => id);
    expect(ids).toEqual(["agents:skill:shared", "claude_code:skill:plain", "cursor:skill:half", "gemini:skill:rooted"]);
    const down = meanwhile("shared", async () => {
      await service.call("PATCH", `${at}/agents:skill:shared`, concurrent);
      await service.call("PATCH", "/projects/old/profiles/cursor", { body: { description: "concurrent" } });
    });
    await run("down", { scan: down });
    expect((await service.call("GET", `${at}/agents:skill:shared`)).json).toMatchObject({ parent_hash: "concurrent" });
    expect((await service.call("GET", "/projects/old/profiles/cursor")).json).toMatchObject({
      description: "concurrent",
    });
    expect((await service.call("GET", "/projects/old/profiles/agents")).status).toBe(404);
  });

  it("Down reverts an interrupted up from its beginning", async () => {
    await legacy();
    await currentShape();
    await service.drain();
    const stored = await rows();
    const { scanned } = await run("up", { dryRun: true });
    // Far enough that the row that keeps its key has been changed, but not all rows.
    const changed = async () => (await rows()).find((r) => r.sk.endsWith("plain"))?.migrated !== undefined;
    do await expect(run("up", { scan: stopping(1), page: 2 })).rejects.toThrow("stopped");
    while (!(await changed()));
    expect((await readState(service.table, 1))?.scanned).toBeLessThan(scanned);
    await run("down");
    expect(await rows()).toEqual(stored);
  });

  it("A profile gets the platform and root that its records name; where they differ, the first record decides", async () => {
    await service.call("POST", "/projects", { body: { project_id: "old" } });
    const texts = [
      row("mine", "skills/mine", 'deployment_profile_id = "mine"\nplatform = "codex"'),
      row("b", "skills/b", 'deployment_profile_id = "two"\nplatform = "codex"'),
      row("a", "skills/a", 'deployment_profile_id = "two"\nprofile_root_dir = ".other"'),
      row("inferred", ".gemini/x/inferred", 'deployment_profile_id = "g"'),
      // The folder of a platform's skills is not its root, and a shared folder belongs to no platform.
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

  it("Rows that the migration itself writes do not wait for the recorder, whatever the clock says", async () => {
    await legacy();
    const now = new Date("2026-02-08T00:00:00Z");
    expect(await run("up", { now, recorderTimeoutMs: 100 })).toMatchObject({ changed: 5 });
  });

  it("Only one run of the migration is active at a time", async () => {
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

  it("The migration reads no more rows a second than the given rate", async () => {
    await legacy();
    const started = performance.now();
    const { seen, scanned } = await run("up", { rate: 40, dryRun: true });
    // An upper bound on the speed. Rows of other kinds are read as well and count a tenth.
    const counted = seen + (scanned - seen) / 10;
    expect((counted / (performance.now() - started)) * 1_000).toBeLessThanOrEqual(41);
    expect(seen).toBe((await rows()).length);
    expect(scanned).toBe((await dump(service.client, service.table.name, "")).length);
    expect(scanned).toBeGreaterThan(2 * seen);
  });
});
