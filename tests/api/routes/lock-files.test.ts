/** Importing the lock files of apm and skills: what becomes of them, and what an import promises. */
import { createHash } from "node:crypto";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { Artifact } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import type { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import {
  LOCK_FILES,
  lineOfArtifact,
  lineOfRecord,
  lockFile,
  sendLockFile,
} from "@skillmeat-deployments/testing/lock-files.ts";
import { createProject as create, type TestProject } from "@skillmeat-deployments/testing/project.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
let projects = 0;
beforeAll(async () => {
  // Two tokens of one caller, of which one has the scope for artifacts.
  const caller = { tenant: "acme", actor: "oidc:ci" as const, key_id: null, expires_at: null };
  const scopes = ["deployments:write" as const];
  service = await createService({
    app: {
      verifyToken: async (token) => {
        if (token === "artifacts") return { ...caller, scopes: [...scopes, "artifacts:write"] };
        return token === "none" ? { ...caller, scopes } : undefined;
      },
    },
  });
});
afterAll(() => service.close());

const createProject = (...profiles: Parameters<typeof create>[2] & object) =>
  create(service, `p${projects++}`, profiles);
const records = async ({ at }: TestProject) =>
  (await service.call("GET", `${at}/deployments?limit=100`)).json as Deployment[];
const idsOf = async (project: TestProject) => (await records(project)).map((record) => record.deployment_id);
const artifact = async (id: string) =>
  (await service.call("GET", `/artifacts/${encodeURIComponent(id)}`)).json as Artifact;
const send = ({ at }: TestProject, text: string, query = "", headers: Record<string, string> = {}) =>
  sendLockFile(service, at, text, { query, headers });
async function load(project: TestProject, text: string, query = ""): Promise<ImportResult> {
  const reply = await send(project, text, query);
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
  return reply.json as ImportResult;
}

/** A package of apm with one agent. Each test has names of its own, because artifacts are the tenant's. */
const apm = (
  name: string,
  { hash = "1", commit = "c".repeat(40), tree = "a", more = "" } = {},
) => `lockfile_version: '1'
dependencies:
- repo_url: acme/${name}
  host: github.com
  resolved_commit: ${commit}
  package_type: apm_package
  deployed_files:
  - .claude/agents/${name}.md
  deployed_file_hashes:
    .claude/agents/${name}.md: sha256:${hash.repeat(64)}
  content_hash: sha256:${tree.repeat(64)}
${more}`;
const skills = (entries: Record<string, object>, more: object = {}) =>
  JSON.stringify({ version: 1, skills: entries, ...more });
const skill = (hash = "1", more: object = {}) => ({
  source: "acme/skills",
  sourceType: "github",
  computedHash: hash.repeat(64),
  ...more,
});

describe("The example files", () => {
  it("have these records and artifacts, each of which was checked against what the tools write", async () => {
    const lines: string[] = [];
    for (const name of LOCK_FILES) {
      const key = await service.newTenant(`golden-${LOCK_FILES.indexOf(name)}`);
      const call: Service["call"] = (method, path, request) => service.call(method, path, { ...request, key });
      const project = await create({ call }, "golden");
      const reply = await sendLockFile({ call }, project.at, lockFile(name));
      const { left_out_rows, created, artifacts } = reply.json as ImportResult;
      const stored = (await call("GET", `${project.at}/deployments?limit=100`)).json as Deployment[];
      const registered = (await call("GET", "/artifacts?limit=100")).json as Artifact[];
      expect([stored.length, registered.length]).toEqual([created, artifacts?.created]);
      lines.push(`# ${name}`, "", ...stored.map(lineOfRecord), "", ...registered.map(lineOfArtifact), "");
      lines.push(...left_out_rows.map(({ pointer, reason }) => `${pointer}: ${reason}`), "");
    }
    expect(lines.join("\n")).toBe(lockFile("expected.txt"));
  });

  it("name in apm-folder the SHA-256 of the paths and hashes of a folder", () => {
    const text = `SKILL.md\0apm-file:${"1".repeat(64)}\n`;
    expect(lockFile("expected.txt")).toContain(`apm-folder:${createHash("sha256").update(text).digest("hex")}`);
  });

  it.each(LOCK_FILES)("%s changes nothing when it is imported again, and neither does its export", async (name) => {
    const at = await createProject();
    const first = await load(at, lockFile(name));
    expect(first).toMatchObject({ updated: 0, unchanged: 0, superseded: 0 });
    await service.drain();
    const events = async () => ((await service.call("GET", `${at.at}/events?limit=100`)).json as object[]).length;
    const before = await events();
    const count = first.artifacts as { created: number; updated: number; unchanged: number };
    expect(await load(at, lockFile(name))).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: first.created,
      artifacts: { created: 0, updated: 0, unchanged: count.created + count.updated + count.unchanged },
    });
    const exported = await at.exported();
    expect(await at.load(exported)).toMatchObject({ created: 0, updated: 0, unchanged: first.created });
    expect(await at.exported()).toBe(exported);
    await service.drain();
    expect(await events()).toBe(before);
  });
});

describe("An import of a lock file", () => {
  it("keeps the keys of a package or skill for the next export, without the lists of files and without credentials", async () => {
    const at = await createProject();
    await load(at, lockFile("apm-rows.yaml"));
    await load(at, lockFile("skills-lock.json"));
    const text = await at.exported();
    for (const line of [
      "[deployed.apm]",
      'repo_url = "acme/web-pack"',
      'constraint = "^1.5.0"',
      'owners = [ "acme/catalogue-pack", "acme/web-pack" ]',
      'resolved_url = "https://packages.example.com/acme/catalogue-pack/3.0.1/download"',
      "[deployed.skills]",
      'subagents = [ "", "reviewer" ]',
      'sourceUrl = "https://gitlab.example.com/platform/agents/skills.git"',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain("deployed_files");
    expect(text).not.toContain("secret");
  });

  it("keeps no credentials of addresses without a scheme or in a query, and registers none", async () => {
    const at = await createProject();
    const addresses = [
      "oauth2:secret@gitlab.com:a/one",
      "x-access-token:secret@h/two",
      "h.example/a/three?token=secret",
    ];
    const kept = addresses.map((source, i) => [`s${i}`, { ...skill(), source, sourceUrl: source, sourceType: "git" }]);
    await load(at, skills(Object.fromEntries(kept)));
    const packages = addresses.map(
      (url, i) => `- repo_url: ${url}\n  package_type: claude_skill\n  host: u:secret@h${i}\n`,
    );
    await load(at, `lockfile_version: 1.0\ndependencies:\n${packages.join("")}`);
    const { text } = await service.call("GET", "/artifacts?limit=100");
    for (const written of [await at.exported(), text]) {
      for (const secret of ["secret", "token"]) expect(written).not.toContain(secret);
    }
    for (const name of ["one", "two", "three"]) expect(text).toContain(`"skill:${name}"`);
  });

  it("reads a short commit such as 12e4567 as text, and a plain true as what it is", async () => {
    const at = await createProject();
    await load(at, lockFile("apm-lists.yaml"));
    const text = await at.exported();
    for (const line of ['version = "12e4567"', "port = 8443\n", "is_dev = true\n", "depth = 2\n"])
      expect(text).toContain(line);
  });

  it("has one hash for a folder, in whichever order its files are listed", async () => {
    const hashOf = async (names: string[]) => {
      const at = await createProject();
      const paths = names.map((name) => `.claude/skills/a/${name}`);
      const hashes = ["SKILL.md", "a.md", "b.md"]
        .map((name) => `  .claude/skills/a/${name}: sha256:${name}\n`)
        .join("");
      const files = `local_deployed_files: [${paths.join(", ")}]\nlocal_deployed_file_hashes:\n${hashes}`;
      await load(at, `lockfile_version: '1'\n${files}`);
      return (await records(at)).map(({ content_hash }) => content_hash);
    };
    const [hash] = await hashOf(["SKILL.md", "a.md", "b.md"]);
    expect(hash).toMatch(/^apm-folder:/);
    expect(await hashOf(["b.md", "SKILL.md", "a.md"])).toEqual([hash]);
    expect(await hashOf(["SKILL.md", "a.md"])).not.toEqual([hash]);
  });

  it("takes unknown keys, null and empty members, in YAML and JSON", async () => {
    const at = await createProject();
    const more = `  future: { list: [1, null, [x]], nothing: null, float: 1.5 }\n  port:\nfuture_top: [1]\n`;
    expect(await load(at, apm("future", { more }))).toMatchObject({ created: 1, left_out: 0 });
    const entry = skill("2", { ref: null, skillPath: "", future: [{ a: [null, 1] }], none: null });
    expect(await load(at, skills({ futuristic: entry }, { future: {} }))).toMatchObject({ created: 1, left_out: 0 });
    expect(await at.exported()).toContain('list = [ 1, [ "x" ] ]');
    for (const empty of ["lockfile_version: '2'\ndependencies:\ndeployments: []\n", skills({}), '{"skills":{}}'])
      expect(await load(at, empty)).toMatchObject({ created: 0, left_out: 0 });
  });

  it("updates what changed: the source and hash of the artifact, and of the record its hash and its lineage", async () => {
    const at = await createProject();
    service.clock.now = new Date("2026-06-01T00:00:00.000Z");
    await load(at, apm("mover"));
    await service.call("PATCH", `${at.at}/deployments/claude_code:agent:mover`, {
      body: { local_modifications: true, from_collection: "house" },
    });
    service.clock.now = new Date("2026-06-02T00:00:00.000Z");
    const next = apm("mover", { hash: "2", commit: "d".repeat(40), tree: "b" });
    expect(await load(at, next)).toMatchObject({ updated: 1, artifacts: { updated: 1 } });
    service.clock.now = undefined;
    expect(await at.read("claude_code:agent:mover")).toMatchObject({
      content_hash: `apm-file:${"2".repeat(64)}`,
      collection_sha: `apm-package:${"b".repeat(64)}`,
      version_lineage: [`apm-file:${"1".repeat(64)}`, `apm-file:${"2".repeat(64)}`],
      local_modifications: false,
      from_collection: "house",
      deployed_at: "2026-06-02T00:00:00.000Z",
    });
    expect(await artifact("agent:mover")).toMatchObject({
      source: `github.com/acme/mover@${"d".repeat(40)}`,
      content_hash: `apm-package:${"b".repeat(64)}`,
    });
  });

  it("of another version of a package makes the records of the former one outdated, whatever its files became", async () => {
    const [one, two] = [await createProject(), await createProject()];
    await load(one, apm("shared"));
    expect((await service.call("GET", `${one.at}/status`)).json).toMatchObject({ counts: { synced: 1 } });
    await load(two, apm("shared", { tree: "b" }));
    expect((await service.call("GET", `${one.at}/status`)).json).toMatchObject({ counts: { outdated: 1 } });
    expect((await service.call("GET", `${two.at}/status`)).json).toMatchObject({ counts: { synced: 1 } });
  });

  it("keeps an artifact's own SHA-256 and description, and its records are then unverified", async () => {
    const at = await createProject();
    const body = { type: "agent", name: "known", content_hash: "f".repeat(64), description: "Ours", source: "old" };
    expect((await service.call("POST", "/artifacts", { body })).status).toBe(201);
    expect(await load(at, apm("known"))).toMatchObject({ created: 1, artifacts: { updated: 1 } });
    expect(await artifact("agent:known")).toMatchObject({
      ...body,
      source: `github.com/acme/known@${"c".repeat(40)}`,
    });
    expect((await service.call("GET", `${at.at}/status`)).json).toMatchObject({ counts: { unverified: 1 } });
  });

  it("of what is a project's own leaves an artifact that the tenant has as it is", async () => {
    const [one, two] = [await createProject(), await createProject()];
    await load(one, apm("namesake"));
    const before = await artifact("agent:namesake");
    const own = "lockfile_version: '1'\nlocal_deployed_files: [.codex/agents/namesake.toml]\n";
    expect(await load(two, own)).toMatchObject({ created: 1, artifacts: { unchanged: 1 } });
    expect(await artifact("agent:namesake")).toEqual(before);
    expect((await service.call("GET", `${one.at}/status`)).json).toMatchObject({ counts: { synced: 1 } });
  });

  it("adds to the unknown keys of a record that a tracker brought, and replaces only those of an earlier lock file", async () => {
    const at = await createProject();
    const row = `[[deployed]]\nartifact_name = "both"\nartifact_type = "skill"\nartifact_path = "skills/both"\n`;
    await at.load(
      `${row}content_hash = "h"\ndeployment_profile_id = "agents"\nmine = 1.0\n[deployed.skills]\nold = true\n`,
    );
    await load(at, skills({ both: skill() }));
    const { extra_toml, content_hash, version_lineage } = await at.read("agents:skill:both");
    expect(extra_toml).toContain("mine = 1.0");
    expect(extra_toml).not.toContain("old");
    expect([content_hash, version_lineage]).toEqual([`skills:${"1".repeat(64)}`, ["h", `skills:${"1".repeat(64)}`]]);
    const exported = await at.exported();
    expect(await at.load(exported)).toMatchObject({ unchanged: 1 });
    expect(await load(at, skills({ both: skill() }))).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it("counts the rows that another path of the same artifact in the same profile supersedes", async () => {
    const at = await createProject();
    const files = "[.github/agents/twice.agent.md, .github/chatmodes/twice.chatmode.md]";
    const text = `lockfile_version: '1'\ndependencies:\n- repo_url: acme/twice\n  deployed_files: ${files}\n`;
    expect(await load(at, text)).toMatchObject({
      created: 1,
      superseded: 1,
      superseded_rows: [
        { pointer: "/dependencies/0/deployed_files/0", superseded_by: "/dependencies/0/deployed_files/1" },
      ],
    });
  });
});

describe("An import that is interrupted", () => {
  it("at any write leaves what the next one completes, with the same result as at once", async () => {
    let left = Number.POSITIVE_INFINITY;
    const fail = () => {
      if (left-- <= 0) throw new Fault("unavailable", "no storage");
    };
    const flaky = await createService({
      wrap: (table) => ({
        ...table,
        put: async (...write) => {
          fail();
          return table.put(...write);
        },
        transact: async (...writes) => {
          fail();
          return table.transact(...writes);
        },
      }),
    });
    const text = lockFile("apm-rows.yaml");
    const state = async ({ at }: TestProject, key: string) => {
      const stored = (await flaky.call("GET", `${at}/deployments?limit=100`, { key })).json as Deployment[];
      const registered = (await flaky.call("GET", "/artifacts?limit=100", { key })).json as Artifact[];
      return [...stored.map(lineOfRecord), ...registered.map(lineOfArtifact)];
    };
    let whole: string[] = [];
    let interruptions = 0;
    for (let writes = 9; writes >= 0; writes--) {
      left = Number.POSITIVE_INFINITY;
      const key = await flaky.newTenant(`w${writes}`);
      const call: Service["call"] = (method, path, request) => flaky.call(method, path, { ...request, key });
      const project = await create({ call }, "p");
      left = writes;
      const headers = { "idempotency-key": "k" };
      const first = await sendLockFile({ call }, project.at, text, { headers });
      left = Number.POSITIVE_INFINITY;
      if (first.status !== 200) interruptions++;
      expect((await sendLockFile({ call }, project.at, text, { headers })).status).toBe(200);
      const then = await state(project, key);
      if (whole.length === 0) whole = then;
      expect(then).toEqual(whole);
      expect((await sendLockFile({ call }, project.at, text)).json).toMatchObject({ created: 0, updated: 0 });
    }
    expect([whole.length, interruptions]).toEqual([8, 9]);
    await flaky.close();
  });
});

describe("The options of an import", () => {
  const BAD = apm("bad", {
    more: `- repo_url: 7
  host: [x]
- just text
- repo_url: acme/paths
  deployed_files: [../up.md, /etc/x, 'C:\\x', 7, .claude/agents/fine.md, .claude/agents/hash.md]
  deployed_file_hashes: { .claude/agents/hash.md: [] }
deployments:
- { value: '' }
- 3
`,
  });
  const PLACES = [
    "/dependencies/1/host",
    "/dependencies/2",
    "/dependencies/3/deployed_files/0",
    "/dependencies/3/deployed_files/1",
    "/dependencies/3/deployed_files/2",
    "/dependencies/3/deployed_files/3",
    "/deployments/0/value",
    "/deployments/1",
    "/dependencies/3/deployed_files/5",
  ];

  it("A bad row of apm is refused with its pointer and nothing is written; with lenient the rest is imported", async () => {
    const at = await createProject();
    expect(problemOf(await send(at, BAD))).toEqual({ status: 422, code: "validation-failed", places: PLACES });
    expect(await idsOf(at)).toEqual([]);
    expect((await service.call("GET", "/artifacts/agent:bad")).status).toBe(404);
    const result = await load(at, BAD, "?lenient=true");
    expect(result).toMatchObject({ created: 2, artifacts: { created: 2 }, left_out: 9 });
    expect(await idsOf(at)).toEqual(["claude_code:agent:bad", "claude_code:agent:fine"]);
  });

  it("A bad row of skills is refused with its pointer and nothing is written; with lenient the rest is imported", async () => {
    const at = await createProject();
    const text = skills({
      ok: skill(),
      "a/b": 7 as never,
      num: skill("1", { computedHash: 7 }),
      "": skill(),
      long: skill("1", { source: "x".repeat(2_000) }),
      keys: skill("1", { deep: JSON.parse('{"__proto__": 1}') }),
    });
    const places = ["/skills/", "/skills/a~1b", "/skills/num/computedHash", "/skills/long/source"];
    expect(problemOf(await send(at, text))).toEqual({
      status: 422,
      code: "validation-failed",
      places: [...places, "/skills/keys/deep/__proto__"],
    });
    expect(await idsOf(at)).toEqual([]);
    expect(await load(at, text, "?lenient=true")).toMatchObject({ created: 1, left_out: 5 });
    expect(await idsOf(at)).toEqual(["agents:skill:ok"]);
  });

  it("dry_run counts what the import then does, and writes neither records nor artifacts", async () => {
    const at = await createProject();
    const text = apm("dry");
    const planned = await load(at, text, "?dry_run=true");
    expect(planned).toMatchObject({ created: 1, artifacts: { created: 1 } });
    expect(await idsOf(at)).toEqual([]);
    expect((await service.call("GET", "/artifacts/agent:dry")).status).toBe(404);
    expect(await load(at, text)).toEqual(planned);
  });

  it("mirror deletes the records of the file's profiles that the file does not have, and no artifact", async () => {
    const at = await createProject();
    await load(at, skills({ stays: skill(), goes: skill() }));
    await load(at, apm("elsewhere"));
    expect(await load(at, skills({ stays: skill() }))).toMatchObject({ not_in_file: 1, deleted: 0 });
    expect(await load(at, skills({ stays: skill() }), "?mirror=true")).toMatchObject({ unchanged: 1, deleted: 1 });
    expect(await idsOf(at)).toEqual(["agents:skill:stays", "claude_code:agent:elsewhere"]);
    expect(await artifact("skill:goes")).toMatchObject({ name: "goes" });
    expect(problemOf(await send(at, skills({}), "?mirror=true"))).toMatchObject({ status: 422, places: ["?mirror"] });
  });

  it("mirror with lenient keeps the record of what was left out, and is refused if it cannot be read which that is", async () => {
    const at = await createProject();
    await load(at, skills({ a: skill(), b: skill(), c: skill() }));
    const damaged = skills({ a: skill(), b: { ...skill(), computedHash: 7 } });
    expect(await load(at, damaged, "?mirror=true&lenient=true")).toMatchObject({ unchanged: 1, deleted: 1 });
    expect(await idsOf(at)).toEqual(["agents:skill:a", "agents:skill:b"]);
    const unreadable = await send(at, skills({ a: skill(), "\u0007": skill() }), "?mirror=true&lenient=true");
    expect(problemOf(unreadable)).toMatchObject({ status: 422, places: ["/skills/\u0007"] });
    // What is no artifact is no row that could have a record.
    const shared = apm("mirrored", { more: "mcp_servers: [x]\nlocal_deployed_files: [AGENTS.md]\n" });
    expect(await load(at, shared, "?mirror=true")).toMatchObject({ created: 1, left_out: 2 });
  });

  it("profile_id gives all rows to a profile, whose map says where a skill without a path is", async () => {
    const claude = { profile_id: "mine", platform: "claude_code" };
    const at = await createProject(claude, { profile_id: "nested", platform: "codex", root_dir: "apps/web/.codex" });
    expect((await send(at, skills({ a: skill() }), "?profile_id=nope")).status).toBe(404);
    await load(at, skills({ "A B": skill() }), "?profile_id=mine");
    await load(at, skills({ "A B": skill() }), "?profile_id=nested");
    await load(at, skills({ c: skill() }, { skillsDir: "tools/skills" }), "?profile_id=mine");
    const text = "lockfile_version: '1'\nlocal_deployed_files: [.claude/agents/x.md, .github/agents/y.agent.md]\n";
    await load(at, text, "?profile_id=mine");
    const places = (await records(at)).map((record) => [
      record.deployment_id,
      record.platform,
      record.profile_root_dir,
      record.artifact_path_base,
      record.artifact_path,
    ]);
    expect(places).toEqual([
      ["mine:agent:x", "claude_code", ".claude", "root", "agents/x.md"],
      ["mine:agent:y", "claude_code", ".claude", "project", ".github/agents/y.agent.md"],
      ["mine:skill:A B", "claude_code", ".claude", "root", "skills/a-b"],
      ["mine:skill:c", "claude_code", ".claude", "project", "tools/skills/c"],
      ["nested:skill:A B", "codex", "apps/web/.codex", "project", "apps/web/.agents/skills/a-b"],
    ]);
  });

  it("backfill changes nothing, because the profile is always inferred; an unknown option is refused", async () => {
    const at = await createProject();
    await load(at, skills({ a: skill() }), "?backfill=true");
    expect(await load(at, skills({ a: skill() }), "?backfill=false")).toMatchObject({ unchanged: 1 });
    expect((await send(at, skills({}), "?tool=skills")).status).toBe(422);
  });

  it("skillsDir says where the skills are, and its root the profile", async () => {
    const at = await createProject();
    await load(at, skills({ s: skill() }, { skillsDir: ".claude/skills" }));
    await load(at, skills({ s: skill() }, { skillsDir: "tools/skills" }));
    expect((await records(at)).map(({ deployment_id, artifact_path }) => [deployment_id, artifact_path])).toEqual([
      ["claude_code:skill:s", "skills/s"],
      ["tools:skill:s", "skills/s"],
    ]);
    for (const skillsDir of ["../x", "/x", "C:\\x", ""]) {
      const reply = await send(at, skills({ s: skill() }, { skillsDir }));
      expect([skillsDir, problemOf(reply).status, problemOf(reply).places]).toEqual([skillsDir, 422, ["/skillsDir"]]);
    }
  });
});

describe("Who may import a lock file", () => {
  const keyWith = async (...scopes: string[]) => {
    const reply = await service.call("POST", "/keys", { body: { name: "import", scopes } });
    return reply.json as { key_id: string; key: string };
  };

  it("A key needs deployments:write and artifacts:write; for a tracker the first suffices", async () => {
    const { at } = await createProject();
    const narrow = (await keyWith("deployments:write")).key;
    for (const text of [apm("scoped"), skills({ scoped: skill() })]) {
      for (const query of ["", "?dry_run=true"]) {
        const reply = await sendLockFile(service, at, text, { key: narrow, query });
        expect(problemOf(reply)).toMatchObject({ status: 403, code: "missing-scope" });
        expect(reply.text).toContain("artifacts:write");
      }
      const other = (await keyWith("artifacts:write")).key;
      expect((await sendLockFile(service, at, text, { key: other })).status).toBe(403);
    }
    const typed = { "content-type": " Application/YAML; charset=utf-8" };
    expect((await sendLockFile(service, at, apm("scoped"), { key: narrow, headers: typed })).status).toBe(403);
    expect(
      (await sendLockFile(service, at, "", { key: narrow, headers: { "content-type": "application/toml" } })).status,
    ).toBe(200);
    const both = (await keyWith("deployments:write", "artifacts:write")).key;
    expect((await sendLockFile(service, at, apm("scoped"), { key: both })).status).toBe(200);
  });

  it("A caller that has lost the scope gets 403, also for a request that succeeded before", async () => {
    const { at } = await createProject();
    const headers = { "idempotency-key": "once" };
    const send = (token: string, text = skills({ kept: skill() })) =>
      sendLockFile(service, at, text, { key: token, headers });
    const first = await send("artifacts");
    expect(first.status).toBe(200);
    expect((await send("no artifacts")).status).toBe(401);
    const again = await send("artifacts");
    expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", first.text]);
    expect(problemOf(await send("none"))).toMatchObject({ status: 403, code: "missing-scope" });
    expect(problemOf(await send("artifacts", skills({})))).toMatchObject({ code: "idempotency-key-reused" });
  });

  it("A project that does not exist is 404 before the file is read", async () => {
    expect((await sendLockFile(service, "/projects/ghost", "[")).status).toBe(404);
  });
});
