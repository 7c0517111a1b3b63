/** The status of a project: which records are modified or outdated, by platform and by profile. */
import type { Status } from "@skillmeat-deployments/core/reports/status.schema.ts";
import {
  MAX_STATUS_LISTED,
  MAX_STATUS_RECORDS,
  projectStatus,
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
/** The state of each record, by deployment id. */
const states = ({ profiles }: Status) =>
  Object.fromEntries(profiles.flatMap((p) => p.deployments.map((d) => [d.deployment_id, d.status])));
const counts = (synced: number, modified: number, outdated: number) => ({
  total: synced + modified + outdated,
  synced,
  modified,
  outdated,
  diverged: 0,
  unverified: 0,
  observed: { synced: 0, modified: 0, missing: 0, none: synced + modified + outdated },
});
const NONE = counts(0, 0, 0);

/** All pages of a status, by following `Link`. */
async function pages(path: string): Promise<Status[]> {
  const reply = await service.call("GET", path);
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
  const next = /<([^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1];
  const { pathname = "", search = "" } = next === undefined ? {} : new URL(next, "http://service");
  return [reply.json as Status, ...(next === undefined ? [] : await pages(pathname + search))];
}

describe("The state of a deployment record", () => {
  it("A record is synced, outdated, modified, or both: diverged", async () => {
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
    expect(states(await status(at))["codex:skill:known"]).toBe("diverged");
    await edit("codex:skill:known", { local_modifications: false });
    expect(states(await status(at))["codex:skill:known"]).toBe("outdated");
    // A local modification counts without a registered artifact too.
    await edit("codex:skill:unknown", { local_modifications: true });
    expect(states(await status(at))["codex:skill:unknown"]).toBe("modified");
    await service.call("DELETE", "/artifacts/skill:known");
    expect(states(await status(at))["codex:skill:known"]).toBe("synced");
  });

  it("A record is compared by its collection_sha, or by its content_hash when collection_sha is missing or empty", async () => {
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

  it.each([
    ["sha256:ABC", "abc", "synced"],
    ["abc", "SHA256:abc", "synced"],
    ["sha256:abc", "abd", "outdated"],
    ["git:abc", "abc", "unverified"],
    ["git:ABC", "git:abc", "synced"],
    ["git:abc", "git:abd", "outdated"],
    ["sha512:abc", "sha256:abc", "unverified"],
  ])("An artifact of hash %s and a record of hash %s: %s", async (artifact, recorded, expected) => {
    const at = await project(`kinds-${artifact}-${recorded}`.replaceAll(":", "_"));
    const name = `kinds-${artifact}-${recorded}`;
    await register("skill", name, artifact);
    await record(at, name, { content_hash: recorded });
    expect(Object.values(states(await status(at)))).toEqual([expected]);
    expect((await status(at)).counts[expected as "synced"]).toBe(1);
  });

  it("Hashes of different kinds are unverified, also for a record with local modifications", async () => {
    const at = await project("kinds");
    await register("skill", "kinds", "git:abc");
    await record(at, "kinds", { content_hash: "abc", local_modifications: true });
    expect(states(await status(at))).toEqual({ "claude_code:skill:kinds": "unverified" });
  });

  it("An artifact that names a collection is compared with the records of this collection alone", async () => {
    const at = await project("collections", ["codex", "gemini"]);
    const body = { type: "skill", name: "shared", content_hash: "new", collection: "acme" };
    expect((await service.call("POST", "/artifacts", { body })).status).toBe(201);
    await record(at, "shared", { deployment_profile_id: "codex", from_collection: "acme" });
    await record(at, "shared", { deployment_profile_id: "gemini", from_collection: "core" });
    const of = (profile: string) => ({ deployment_id: `${profile}:skill:shared`, profile: "present", observed: null });
    expect((await status(at)).profiles.flatMap((p) => p.deployments)).toEqual([
      { ...of("codex"), status: "outdated", artifact: "registered" },
      { ...of("gemini"), status: "synced", artifact: "absent" },
    ]);
    await service.call("PATCH", "/artifacts/skill:shared", { body: { collection: null } });
    expect(states(await status(at))["gemini:skill:shared"]).toBe("outdated");
  });

  it("A record whose artifact is gone from the collection says so", async () => {
    const at = await project("gone", ["codex"]);
    await register("skill", "gone", "h1");
    await record(at, "gone", { deployment_profile_id: "codex" });
    const listed = async () => (await status(at)).profiles[0]?.deployments[0];
    expect(await listed()).toMatchObject({ status: "synced", artifact: "registered", profile: "present" });
    await service.call("DELETE", "/artifacts/skill:gone");
    await service.call("DELETE", `${at}/profiles/codex`);
    expect(await listed()).toMatchObject({ status: "synced", artifact: "absent", profile: "absent" });
  });

  it("A record is matched with an artifact by type and by name without document suffix", async () => {
    const at = await project("names", ["codex"]);
    await register("skill", "review.md", "new");
    await register("agent", "planner", "new");
    await register("skill", "Cafe\u0301", "new");
    await record(at, "review", { deployment_profile_id: "codex" });
    await record(at, "planner.yaml", { artifact_type: "agent", deployment_profile_id: "codex" });
    // The same name with another type, or a name that only starts the same, is another artifact.
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
    // Two artifacts have the same normalised name: either may be newer.
    await register("skill", "review", "h1");
    expect(states(await status(at))["codex:skill:review"]).toBe("outdated");
    await service.call("PATCH", "/artifacts/skill:review.md", { body: { content_hash: "h1" } });
    expect(states(await status(at))["codex:skill:review"]).toBe("synced");
    await service.call("PATCH", "/artifacts/skill:review", { body: { content_hash: "newer" } });
    expect(states(await status(at))["codex:skill:review"]).toBe("outdated");
  });

  it("An artifact without a hash, or another tenant's artifact, does not make a record outdated", async () => {
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

describe("The status of a project", () => {
  it("The status of an empty project is all zeros, and profiles without records are listed with zeros", async () => {
    const at = await project("empty");
    expect(await status(at)).toEqual({ counts: NONE, platforms: {}, profiles: [], untracked: null });
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "p", platform: "gemini" } });
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "a", platform: "codex" } });
    const withoutRecords = { exists: true, counts: NONE, deployments: [] };
    expect(await status(at)).toEqual({
      counts: NONE,
      platforms: {},
      profiles: [
        { profile_id: "a", platform: "codex", ...withoutRecords },
        { profile_id: "p", platform: "gemini", ...withoutRecords },
      ],
      untracked: null,
    });
  });

  it("The counts by platform and by profile add up to the total", async () => {
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

  it("Legacy records count as claude_code's, whether or not a profile of that name exists", async () => {
    const at = await project("legacy");
    await record(at, "old");
    const of = (profile: string) => [
      { deployment_id: "claude_code:skill:old", status: "synced", artifact: "absent", profile, observed: null },
    ];
    const legacy = { profile_id: "claude_code", platform: "claude_code", counts: counts(1, 0, 0) };
    const before = await status(at);
    expect(before.profiles).toEqual([{ ...legacy, exists: false, deployments: of("absent") }]);
    expect(before.platforms).toEqual({ claude_code: counts(1, 0, 0) });
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "claude_code", platform: "claude_code" } });
    expect((await status(at)).profiles).toEqual([{ ...legacy, exists: true, deployments: of("present") }]);
  });

  it("The records of a deleted profile stay, and the profile is listed with exists: false", async () => {
    const at = await project("outlived", ["gemini", "codex"]);
    await record(at, "a", { deployment_profile_id: "gemini" });
    await service.call("DELETE", `${at}/profiles/gemini`);
    await service.call("DELETE", `${at}/profiles/codex`);
    const of = (profile: string) => [
      { deployment_id: "gemini:skill:a", status: "synced", artifact: "absent", profile, observed: null },
    ];
    const left = { profile_id: "gemini", platform: "gemini", counts: counts(1, 0, 0) };
    expect((await status(at)).profiles).toEqual([{ ...left, exists: false, deployments: of("absent") }]);
    await service.call("POST", `${at}/profiles`, { body: { profile_id: "gemini", platform: "gemini" } });
    expect((await status(at)).profiles).toEqual([{ ...left, exists: true, deployments: of("present") }]);
    await service.call("DELETE", `${at}/deployments/gemini:skill:a`);
    expect(await status(at)).toMatchObject({ counts: NONE, platforms: {}, profiles: [{ counts: NONE }] });
  });

  it("Unknown platforms and profiles are counted, whatever their names", async () => {
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

  it("The status covers this project only, and nothing that an earlier project with the same id left", async () => {
    const at = await project("lives", ["codex"]);
    await project("lives2", ["gemini"]);
    await record("/projects/lives2", "a", { deployment_profile_id: "gemini" });
    await record(at, "a", { deployment_profile_id: "codex" });
    expect(Object.keys(states(await status(at)))).toEqual(["codex:skill:a"]);
    // A record and a profile that an earlier project with the same id left are not counted.
    const earlierProject = { parent: "0".repeat(26) };
    const leftovers = [
      keys.deployment(service.tenant, "lives", "codex:skill:a"),
      keys.profile(service.tenant, "lives", "codex"),
    ] as const;
    for (const key of leftovers) {
      const row = (await service.table.get(key)) as Row;
      await service.table.put({ ...row, ...earlierProject, sk: `${key.sk}-old` }, { is: "absent" });
    }
    const { profiles, counts: all } = await status(at);
    expect([profiles.map((p) => p.profile_id), all.total]).toEqual([["codex"], 1]);
    await service.call("DELETE", at);
    expect((await service.call("GET", `${at}/status`)).status).toBe(404);
    await service.drain();
    await project("lives");
    expect(await status(at)).toEqual({ counts: NONE, platforms: {}, profiles: [], untracked: null });
  });

  it("The status answers 404 for an unknown project or another tenant's, and needs the scope deployments:read", async () => {
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
    const otherScopes = (made.json as { key: string }).key;
    expect((await service.call("GET", "/projects/empty/status", { key: otherScopes })).status).toBe(403);
  });
});

describe("The status of a large project", () => {
  const rows = (profile: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) =>
      row(
        `n${String(from + i).padStart(5, "0")}`,
        `deployment_profile_id = "${profile}"\nplatform = "codex"\nprofile_root_dir = ".codex"\n`,
      ),
    );

  it("The status lists 1,000 records, counts all of them, and marks each profile whose list is cut as truncated", async () => {
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
    // Every record was counted.
    expect(cut.truncated).toBeUndefined();
    const ids = (cut.profiles[1]?.deployments ?? []).map((d) => d.deployment_id);
    expect([ids[0], ids.at(-1)]).toEqual(["b:skill:n00000", "b:skill:n00299"]);
    const [first, second, ...more] = await pages(`${at}/status`);
    expect([first, more]).toEqual([cut, []]);
    // The next page counts as the first one does, and lists the rest.
    expect(second?.counts).toEqual(cut.counts);
    expect(second?.profiles.map((p) => [p.profile_id, p.deployments.length, p.truncated])).toEqual([
      ["a", 0, true],
      ["b", 40, true],
      ["c", 10, undefined],
    ]);
    const listed = [cut, second as Status].flatMap((page) => Object.keys(states(page)));
    expect(new Set(listed).size).toBe(1_050);
  });

  it("A filter by state pages through the records of this state alone", async () => {
    const at = await project("filtered");
    const local = rows("p", 0, 1_500).map((text, i) => (i % 3 === 0 ? text : `${text}local_modifications = true\n`));
    await load(at, local);
    const found = await pages(`${at}/status?status=modified`);
    expect(found.map((page) => Object.keys(states(page)).length)).toEqual([1_000]);
    expect(new Set(Object.values(states(found[0] as Status)))).toEqual(new Set(["modified"]));
    expect(found[0]?.counts).toMatchObject({ total: 1_500, synced: 500, modified: 1_000 });
    expect((await pages(`${at}/status?status=synced`)).map((page) => Object.keys(states(page)).length)).toEqual([500]);
    expect((await pages(`${at}/status?status=outdated`)).map((page) => Object.keys(states(page)).length)).toEqual([0]);
  });

  it("A profile of which records are on other pages is marked as truncated, whatever the order of the records", () => {
    const recordOf = (deployment_profile_id: string, i: number) =>
      ({ deployment_profile_id, platform: "codex", deployment_id: `${deployment_profile_id}:skill:${i}` }) as never;
    const records = Array.from({ length: 20 }, (_, i) => recordOf(i % 2 ? "a" : "b", i));
    const stateOf = () => ({ status: "synced", artifact: "absent" }) as const;
    const { profiles, counts: all } = statusOf([], records, {
      listed: records.slice(0, 11),
      matches: () => true,
      stateOf,
    });
    expect(all.total).toBe(20);
    expect(profiles.map((p) => [p.profile_id, p.counts.total, p.deployments.length, p.truncated])).toEqual([
      ["a", 10, 5, true],
      ["b", 10, 6, true],
    ]);
  });

  it("The status counts up to 10,000 records and is marked truncated when there are more", async () => {
    const at = await project("huge");
    await load(at, rows("p", 0, 1));
    const id = (n: number) => `p:skill:n${String(n).padStart(5, "0")}`;
    const stored = (await service.table.get(keys.deployment(service.tenant, "huge", id(0)))) as Row;
    /** The project as if it had `size` records, all copies of its only one: writing them would take half a minute. */
    const queryOf =
      (size: number): Table["query"] =>
      async (q) => {
        if (q.prefix !== PREFIX.deployment) return service.table.query(q);
        const from = q.after === undefined ? 0 : Number(q.after.slice(-5)) + 1;
        const some = Array.from({ length: Math.min(q.limit, size - from) }, (_, i) => id(from + i));
        const found = some.map((deployment_id) => ({
          ...stored,
          sk: PREFIX.deployment + deployment_id,
          deployment_id,
        }));
        const last = found.at(-1)?.sk;
        return { rows: found, ...(from + found.length < size && last ? { last } : {}) };
      };
    const statusWith = async (size: number) => {
      const query = queryOf(size);
      return (await projectStatus({ ...service.ctx, table: { ...service.table, query } }, "huge")).status;
    };
    const full = await statusWith(MAX_STATUS_RECORDS);
    expect([full.counts.total, full.truncated]).toEqual([MAX_STATUS_RECORDS, undefined]);
    // Records beyond those that are counted are listed on their page.
    const last = await projectStatus(
      { ...service.ctx, table: { ...service.table, query: queryOf(MAX_STATUS_RECORDS + 5) } },
      "huge",
      { after: id(MAX_STATUS_RECORDS + 2) },
    );
    expect(Object.keys(states(last.status))).toEqual([id(MAX_STATUS_RECORDS + 3), id(MAX_STATUS_RECORDS + 4)]);
    expect([last.next, last.status.counts.total, last.status.truncated]).toEqual([undefined, MAX_STATUS_RECORDS, true]);
    const cut = await statusWith(MAX_STATUS_RECORDS + 1);
    expect([cut.counts.total, cut.truncated]).toEqual([MAX_STATUS_RECORDS, true]);
    expect([cut.profiles[0]?.deployments.length, cut.profiles[0]?.truncated]).toEqual([MAX_STATUS_LISTED, true]);
    expect(cut.profiles[0]?.deployments.at(-1)?.deployment_id).toBe(id(MAX_STATUS_LISTED - 1));
  });

  it("The status stops after a bounded number of rows, tombstones included", async () => {
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
    const { status } = await projectStatus({ ...service.ctx, table: { ...service.table, query } }, "left");
    expect(status.truncated).toBe(true);
    expect(read).toBeLessThan(MAX_STATUS_RECORDS + 1_100);
    expect(queries).toBeLessThanOrEqual(11);
  });

  it.each([
    ["artifacts of a type that is deployed", `${PREFIX.artifact}skill:`, true],
    ["profiles", PREFIX.profile, true],
    ["observed records", PREFIX.observed, true],
    ["artifacts of a type that is not deployed", `${PREFIX.artifact}hook:`, undefined],
  ])("With more than 10,000 %s (prefix %s), the status has truncated: %s", async (name, prefix, truncated) => {
    const at = await project(name.replaceAll(" ", "-"), ["codex"]);
    await record(at, "many", { deployment_profile_id: "codex" });
    const items = [{ deployment_id: "codex:skill:many", state: "synced" }];
    const body = { observed_at: "2026-03-10T05:16:23Z", items };
    expect((await service.call("POST", `${at}/observations`, { body })).status).toBe(200);
    await register("skill", `of-${name}`, "h");
    const query: Table["query"] = async (q) => {
      if (q.prefix !== prefix) return service.table.query(q);
      const [stored] = (await service.table.query({ ...q, after: undefined })).rows as [Row];
      return { rows: Array.from({ length: q.limit }, () => stored), last: stored.sk };
    };
    const ctx = { ...service.ctx, table: { ...service.table, query } };
    const { status: report } = await projectStatus(ctx, name.replaceAll(" ", "-"));
    expect(report.truncated).toBe(truncated);
    // What was not read is not said to be absent.
    const isUnknown = prefix === `${PREFIX.artifact}skill:`;
    const expected = isUnknown ? ["unverified", "unknown"] : ["synced", "absent"];
    const [listed] = report.profiles.flatMap((p) => p.deployments);
    expect([listed?.status, listed?.artifact]).toEqual(expected);
  });
});
