/** A project's status: what was edited, what is out of date, by platform and by profile. */
import {
  projectStatus,
  STATUS_LISTED,
  STATUS_RECORDS,
  type Status,
  statusOf,
} from "@skillmeat-deployments/core/reports/status.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

async function project(id: string, platforms: readonly string[] = []): Promise<string> {
  await service.call("POST", "/projects", { body: { project_id: id } });
  for (const platform of platforms) {
    await service.call("POST", `/projects/${id}/profiles`, { body: { profile_id: platform, platform } });
  }
  return `/projects/${id}`;
}
const register = async (type: string, name: string, content_hash: string | null) =>
  expect((await service.call("POST", "/artifacts", { body: { type, name, content_hash } })).status).toBe(201);
async function record(at: string, artifact_name: string, more: object = {}): Promise<void> {
  const body = { artifact_type: "skill", artifact_name, content_hash: "h1", ...more };
  const reply = await service.call("POST", `${at}/deployments`, { body });
  expect([reply.status < 300, reply.text]).toEqual([true, reply.text]);
}
async function load(at: string, rows: readonly string[]): Promise<void> {
  const text = rows.map((row) => `[[deployed]]\n${row}\n`).join("\n");
  const headers = { "content-type": "application/toml" };
  const reply = await service.call("POST", `${at}/deployments/import`, { text, headers });
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
}
const row = (name: string, more = "") =>
  `artifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "skills/x"\ncontent_hash = "h"\ndeployed_at = "x"\n${more}`;
async function status(at: string): Promise<Status> {
  const reply = await service.call("GET", `${at}/status`);
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
  return reply.json as Status;
}
/** Each record's state, by its id. */
const states = ({ profiles }: Status) =>
  Object.fromEntries(profiles.flatMap((p) => p.deployments.map((d) => [d.deployment_id, d.status])));
const counts = (synced: number, modified: number, outdated: number) => ({
  total: synced + modified + outdated,
  synced,
  modified,
  outdated,
});
const NONE = counts(0, 0, 0);

describe("the state of a deployment", () => {
  it("is modified before it is outdated, and outdated before it is synced", async () => {
    const at = await project("states", ["codex"]);
    await register("skill", "known", "h2");
    for (const [name, more] of [
      ["known", { content_hash: "h1" }],
      ["unknown", {}],
    ] as const) {
      await record(at, name, { ...more, deployment_profile_id: "codex" });
    }
    expect(states(await status(at))).toEqual({ "codex:skill:known": "outdated", "codex:skill:unknown": "synced" });
    await record(at, "known", { content_hash: "h2", deployment_profile_id: "codex" });
    expect(states(await status(at))["codex:skill:known"]).toBe("synced");
    const edit = (id: string, body: object) =>
      service.call("PATCH", `${at}/deployments/${encodeURIComponent(id)}`, { body });
    await edit("codex:skill:known", { local_modifications: true });
    expect(states(await status(at))["codex:skill:known"]).toBe("modified");
    await service.call("PATCH", "/artifacts/skill:known", { body: { content_hash: "h3" } });
    expect(states(await status(at))["codex:skill:known"]).toBe("modified");
    await edit("codex:skill:known", { local_modifications: false });
    expect(states(await status(at))["codex:skill:known"]).toBe("outdated");
    // A local edit needs no registered artifact.
    await edit("codex:skill:unknown", { local_modifications: true });
    expect(states(await status(at))["codex:skill:unknown"]).toBe("modified");
    await service.call("DELETE", "/artifacts/skill:known");
    expect(states(await status(at))["codex:skill:known"]).toBe("synced");
  });

  it("compares what the collection had then: collection_sha, else content_hash", async () => {
    const at = await project("hashes");
    for (const name of ["same", "moved", "only", "stale", "empty"]) await register("skill", `h-${name}`, "now");
    await load(at, [
      row("h-same", 'collection_sha = "now"\n'),
      row("h-moved", 'collection_sha = "then"\n').replace('content_hash = "h"', 'content_hash = "now"'),
      row("h-only").replace('content_hash = "h"', 'content_hash = "now"'),
      row("h-stale"),
      row("h-empty", 'collection_sha = ""\n').replace('content_hash = "h"', 'content_hash = "now"'),
    ]);
    expect(states(await status(at))).toEqual({
      "claude_code:skill:h-same": "synced",
      "claude_code:skill:h-moved": "outdated",
      "claude_code:skill:h-only": "synced",
      "claude_code:skill:h-stale": "outdated",
      "claude_code:skill:h-empty": "synced",
    });
  });

  it("knows an artifact by its type and its name without suffix", async () => {
    const at = await project("names", ["codex"]);
    await register("skill", "review.md", "new");
    await register("agent", "planner", "new");
    await register("skill", "Cafe\u0301", "new");
    await record(at, "review", { deployment_profile_id: "codex" });
    await record(at, "planner.yaml", { artifact_type: "agent", deployment_profile_id: "codex" });
    // Of another type, or another name that begins alike, it is another artifact.
    await record(at, "planner", { deployment_profile_id: "codex" });
    await record(at, "reviewer", { deployment_profile_id: "codex" });
    await record(at, "Caf\u00e9", { deployment_profile_id: "codex" });
    expect(states(await status(at))).toEqual({
      "codex:agent:planner": "outdated",
      "codex:skill:Caf\u00e9": "outdated",
      "codex:skill:planner": "synced",
      "codex:skill:review": "outdated",
      "codex:skill:reviewer": "synced",
    });
    // Two artifacts of one name: either may be newer.
    await register("skill", "review", "h1");
    expect(states(await status(at))["codex:skill:review"]).toBe("outdated");
    await service.call("PATCH", "/artifacts/skill:review.md", { body: { content_hash: "h1" } });
    expect(states(await status(at))["codex:skill:review"]).toBe("synced");
    await service.call("PATCH", "/artifacts/skill:review", { body: { content_hash: "newer" } });
    expect(states(await status(at))["codex:skill:review"]).toBe("outdated");
  });

  it("does not ask an artifact without a hash, nor another tenant's", async () => {
    const at = await project("unhashed", ["codex"]);
    await register("skill", "bare", null);
    await record(at, "bare", { deployment_profile_id: "codex" });
    const key = await service.newTenant("neighbour");
    await service.call("POST", "/artifacts", { body: { type: "skill", name: "private", content_hash: "new" }, key });
    await record(at, "private", { deployment_profile_id: "codex" });
    expect(states(await status(at))).toEqual({ "codex:skill:bare": "synced", "codex:skill:private": "synced" });
    await service.call("PATCH", "/artifacts/skill:bare", { body: { content_hash: "new" } });
    expect(states(await status(at))["codex:skill:bare"]).toBe("outdated");
  });
});

describe("a status", () => {
  it("of an empty project is all zeros; profiles without records are told with none", async () => {
    const at = await project("empty");
    expect(await status(at)).toEqual({ counts: NONE, platforms: {}, profiles: [] });
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "p", platform: "gemini" } });
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "a", platform: "codex" } });
    const bare = { exists: true, counts: NONE, deployments: [] };
    expect(await status(at)).toEqual({
      counts: NONE,
      platforms: {},
      profiles: [
        { profile_id: "a", platform: "codex", ...bare },
        { profile_id: "p", platform: "gemini", ...bare },
      ],
    });
  });

  it("counts by platform and by profile, and both add up to the whole", async () => {
    const at = await project("sums");
    for (const [profile_id, platform] of [
      ["one", "codex"],
      ["two", "codex"],
      ["three", "gemini"],
    ]) {
      await service.call("POST", `${at}/profiles`, { body: { profile_id, platform } });
    }
    await register("skill", "s-old", "new");
    for (const [i, profile] of ["one", "two", "three"].entries()) {
      const deployment_profile_id = profile;
      for (let n = 0; n <= i; n++) await record(at, `n${n}`, { deployment_profile_id });
      await record(at, "s-old", { deployment_profile_id });
    }
    await record(at, "n0", { deployment_profile_id: "two", local_modifications: true });
    const all = await status(at);
    expect(all.counts).toEqual(counts(5, 1, 3));
    expect(all.platforms).toEqual({ codex: counts(2, 1, 2), gemini: counts(3, 0, 1) });
    expect(all.profiles.map((p) => [p.profile_id, p.counts])).toEqual([
      ["one", counts(1, 0, 1)],
      ["three", counts(3, 0, 1)],
      ["two", counts(1, 1, 1)],
    ]);
    for (const { counts: c, deployments } of all.profiles) {
      expect(c.total).toBe(deployments.length);
      expect(c.modified).toBe(deployments.filter((d) => d.status === "modified").length);
    }
    expect(JSON.stringify(all)).not.toContain("truncated");
    expect((await service.call("GET", `${at}/status`)).text).toBe(JSON.stringify(all));
  });

  it("counts records from before profiles as claude_code's, whether or not there is a profile of that name", async () => {
    const at = await project("legacy");
    await record(at, "old");
    const deployments = [{ deployment_id: "claude_code:skill:old", status: "synced" }];
    const legacy = { profile_id: "claude_code", platform: "claude_code", counts: counts(1, 0, 0), deployments };
    const before = await status(at);
    expect(before.profiles).toEqual([{ ...legacy, exists: false }]);
    expect(before.platforms).toEqual({ claude_code: counts(1, 0, 0) });
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "claude_code", platform: "claude_code" } });
    expect((await status(at)).profiles).toEqual([{ ...legacy, exists: true }]);
  });

  it("tells of a profile that was deleted: its records stay, and it exists no more", async () => {
    const at = await project("outlived", ["gemini", "codex"]);
    await record(at, "a", { deployment_profile_id: "gemini" });
    await service.call("DELETE", `${at}/profiles/gemini`);
    await service.call("DELETE", `${at}/profiles/codex`);
    const deployments = [{ deployment_id: "gemini:skill:a", status: "synced" }];
    const left = { profile_id: "gemini", platform: "gemini", exists: false, counts: counts(1, 0, 0), deployments };
    expect((await status(at)).profiles).toEqual([left]);
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "gemini", platform: "gemini" } });
    expect((await status(at)).profiles).toEqual([{ ...left, exists: true }]);
    await service.call("DELETE", `${at}/deployments/gemini:skill:a`);
    expect(await status(at)).toMatchObject({ counts: NONE, platforms: {}, profiles: [{ counts: NONE }] });
  });

  it("takes a platform and a profile that nobody knows, whatever they are called", async () => {
    const at = await project("odd");
    const names = ["tomorrow", "constructor", "toString"];
    await load(
      at,
      names.map((name) =>
        row(name, `deployment_profile_id = "${name}"\nplatform = "${name}"\nprofile_root_dir = ".t"\n`),
      ),
    );
    const all = await status(at);
    expect(all.counts).toEqual(counts(3, 0, 0));
    expect(Object.keys(all.platforms).sort()).toEqual([...names].sort());
    for (const name of names) expect(all.platforms[name]).toEqual(counts(1, 0, 0));
    await load(at, [row("p", 'deployment_profile_id = "p"\nplatform = "__proto__"\nprofile_root_dir = ".t"\n')]);
    expect(Object.keys((await status(at)).platforms)).toContain("__proto__");
  });

  it("is of this project alone, and of its present life", async () => {
    const at = await project("lives", ["codex"]);
    await project("lives2", ["gemini"]);
    await record("/projects/lives2", "a", { deployment_profile_id: "gemini" });
    await record(at, "a", { deployment_profile_id: "codex" });
    expect(Object.keys(states(await status(at)))).toEqual(["codex:skill:a"]);
    // Left by a former project of the id, a record and a profile are not there.
    const old = { parent: "0".repeat(26) };
    const left = [
      keys.deployment(service.tenant, "lives", "codex:skill:a"),
      keys.profile(service.tenant, "lives", "codex"),
    ] as const;
    for (const key of left) {
      const row = (await service.table.get(key)) as Row;
      await service.table.put({ ...row, ...old, sk: `${key.sk}-old` }, { is: "absent" });
    }
    const { profiles, counts: all } = await status(at);
    expect([profiles.map((p) => p.profile_id), all.total]).toEqual([["codex"], 1]);
    await service.call("DELETE", at);
    expect((await service.call("GET", `${at}/status`)).status).toBe(404);
    await service.drain();
    await project("lives");
    expect(await status(at)).toEqual({ counts: NONE, platforms: {}, profiles: [] });
  });

  it("is 404 where the project is not there or another tenant's, and needs deployments:read", async () => {
    const key = await service.newTenant("rival");
    await service.call("POST", "/projects", { body: { project_id: "theirs" }, key });
    for (const id of ["ghost", "theirs"]) {
      const reply = await service.call("GET", `/projects/${id}/status`);
      expect(problemOf(reply)).toEqual({ status: 404, code: "not-found", places: [] });
      expect((reply.json as { detail: string }).detail).toBe(`Project '${id}' not found`);
    }
    const made = await service.call("POST", "/keys", {
      body: { name: "k", scopes: ["profiles:read", "projects:read"] },
    });
    const narrow = (made.json as { key: string }).key;
    expect((await service.call("GET", "/projects/empty/status", { key: narrow })).status).toBe(403);
  });
});

describe("a status of very much", () => {
  const rows = (profile: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) =>
      row(
        `n${String(from + i).padStart(5, "0")}`,
        `deployment_profile_id = "${profile}"\nplatform = "codex"\nprofile_root_dir = ".codex"\n`,
      ),
    );

  it("tells of 1,000 records one by one and counts all, and says of which profile it left out some", async () => {
    const at = await project("large");
    await load(at, [...rows("a", 0, 700), ...rows("b", 0, 300)]);
    const full = await status(at);
    expect(full.profiles.map((p) => [p.profile_id, p.deployments.length])).toEqual([
      ["a", 700],
      ["b", 300],
    ]);
    expect(JSON.stringify(full)).not.toContain("truncated");
    await load(at, [...rows("b", 300, 340), ...rows("c", 0, 10)]);
    const cut = await status(at);
    expect(cut.counts).toEqual(counts(1_050, 0, 0));
    expect(cut.platforms).toEqual({ codex: counts(1_050, 0, 0) });
    expect(cut.profiles.map((p) => [p.profile_id, p.counts.total, p.deployments.length, p.truncated])).toEqual([
      ["a", 700, 700, undefined],
      ["b", 340, 300, true],
      ["c", 10, 0, true],
    ]);
    // No record was left uncounted.
    expect(cut.truncated).toBeUndefined();
    const ids = (cut.profiles[1]?.deployments ?? []).map((d) => d.deployment_id);
    expect([ids[0], ids.at(-1)]).toEqual(["b:skill:n00000", "b:skill:n00299"]);
  });

  it("cuts at 1,000 in all, whatever the order of the records", () => {
    const of = (deployment_profile_id: string, i: number) =>
      ({ deployment_profile_id, platform: "codex", deployment_id: `${deployment_profile_id}:skill:${i}` }) as never;
    const records = Array.from({ length: 2 * STATUS_LISTED }, (_, i) => of(i % 2 ? "a" : "b", i));
    const { profiles, counts: all } = statusOf([], records, () => "synced");
    expect(all.total).toBe(2 * STATUS_LISTED);
    expect(profiles.map((p) => [p.counts.total, p.deployments.length, p.truncated])).toEqual([
      [STATUS_LISTED, STATUS_LISTED / 2, true],
      [STATUS_LISTED, STATUS_LISTED / 2, true],
    ]);
  });

  it("looks at 10,000 records, and says so where there are more", async () => {
    const at = await project("huge");
    await load(at, rows("p", 0, 1));
    const id = (n: number) => `p:skill:n${String(n).padStart(5, "0")}`;
    const stored = (await service.table.get(keys.deployment(service.tenant, "huge", id(0)))) as Row;
    /** The project as if it had so many records like its one: writing them would take half a minute. */
    const statusWith = (size: number) => {
      const query: Table["query"] = async (q) => {
        if (q.prefix !== PREFIX.deployment) return service.table.query(q);
        const from = q.after === undefined ? 0 : Number(q.after.slice(-5)) + 1;
        const some = Array.from({ length: Math.min(q.limit, size - from) }, (_, i) => id(from + i));
        const found = some.map((one) => ({ ...stored, sk: PREFIX.deployment + one, deployment_id: one }));
        const last = found.at(-1)?.sk;
        return { rows: found, ...(from + found.length < size && last ? { last } : {}) };
      };
      return projectStatus({ ...service.ctx, table: { ...service.table, query } }, "huge");
    };
    const full = await statusWith(STATUS_RECORDS);
    expect([full.counts.total, full.truncated]).toEqual([STATUS_RECORDS, undefined]);
    const cut = await statusWith(STATUS_RECORDS + 1);
    expect([cut.counts.total, cut.truncated]).toEqual([STATUS_RECORDS, true]);
    expect([cut.profiles[0]?.deployments.length, cut.profiles[0]?.truncated]).toEqual([STATUS_LISTED, true]);
    expect(cut.profiles[0]?.deployments.at(-1)?.deployment_id).toBe(id(STATUS_LISTED - 1));
  });

  it("looks at so many rows, be they records or what is left of some", async () => {
    const at = await project("left");
    await load(at, rows("p", 0, 1));
    const id = "p:skill:n00000";
    const stored = (await service.table.get(keys.deployment(service.tenant, "left", id))) as Row;
    let read = 0;
    let queries = 0;
    const query: Table["query"] = async (q) => {
      if (q.prefix !== PREFIX.deployment) return service.table.query(q);
      queries++;
      const some = Array.from({ length: q.limit }, () => ({ ...stored, deleted: read++ % 2 === 0 }));
      return { rows: some, last: `${PREFIX.deployment}${id}` };
    };
    const status = await projectStatus({ ...service.ctx, table: { ...service.table, query } }, "left");
    expect(status.truncated).toBe(true);
    expect(read).toBeLessThan(STATUS_RECORDS + 1_100);
    expect(queries).toBeLessThanOrEqual(11);
  });

  it.each([
    ["artifacts of a type that is deployed", `${PREFIX.artifact}skill:`, true],
    ["profiles", PREFIX.profile, true],
    ["artifacts of a type that is not", `${PREFIX.artifact}hook:`, undefined],
  ])("says that it is not whole where there are more than 10,000 %s", async (name, prefix, truncated) => {
    const at = await project(name.replaceAll(" ", "-"), ["codex"]);
    await record(at, "many", { deployment_profile_id: "codex" });
    await register("skill", `of-${name}`, "h");
    const query: Table["query"] = async (q) => {
      if (q.prefix !== prefix) return service.table.query(q);
      const [one] = (await service.table.query({ ...q, after: undefined })).rows as [Row];
      return { rows: Array.from({ length: q.limit }, () => one), last: one.sk };
    };
    const ctx = { ...service.ctx, table: { ...service.table, query } };
    expect((await projectStatus(ctx, name.replaceAll(" ", "-"))).truncated).toBe(truncated);
  });
});
