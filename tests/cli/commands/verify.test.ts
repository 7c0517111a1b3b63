/** `verify` in CI: reports, no key where none is needed, and few requests for many deployments. */
import { createHash } from "node:crypto";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { stringify } from "smol-toml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryDisk, type MemoryDisk } from "../files/memory-disk.ts";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { OWN, SOURCE } from "./source.ts";

let service: Service;
/** A project after `apply`, in which some files were changed. */
let changed: MemoryDisk;
beforeAll(async () => {
  service = await createService();
  const { disk, run } = memoryWorld(service.key, { fetch: fetchOf(service) });
  put(disk, `${HOME}/artifacts`, SOURCE);
  put(disk, ROOT, OWN);
  await run("init --yes --from ../artifacts --platform codex");
  await run("apply --yes");
  put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n", ".claude/commands/<b>.md": "x\n" });
  disk.put(
    `${ROOT}/AGENTS.md`,
    Buffer.from(disk.readFile(`${ROOT}/AGENTS.md`))
      .toString()
      .replace("Short", "Long"),
  );
  disk.unlink(`${ROOT}/.claude/agents/tester.md`);
  changed = disk;
});
afterAll(() => service.close());

/** A clone: without what git ignores, and without the folder of artifacts. */
function clone(): MemoryDisk {
  const disk = createMemoryDisk();
  for (const [path, text] of Object.entries(changed.dump())) {
    const isCommitted = path.startsWith(`${ROOT}/`) && !/\/\.skillmeat\/(?!config)/.test(path) && !path.endsWith("/");
    if (isCommitted) disk.put(path, text.slice(text.indexOf(" ") + 1));
  }
  return disk;
}

const EXPECTED = [
  ["missing", "claude_code:agent:tester"],
  ["modified", "claude_code:rule_file:style"],
  ["modified", "codex:rule_file:style"],
];
type Found = { records: { state: string; deployment_id: string }[] };
const differences = ({ records }: Found) =>
  records.filter(({ state }) => state !== "synced").map((record) => [record.state, record.deployment_id]);

describe("verify", () => {
  const offline = { env: {}, fetch: () => Promise.reject(new Error("no request is expected")) };
  const RULE = "A rule.\n";
  const row = (more: string) =>
    `[[deployed]]\nartifact_name = "b"\nartifact_type = "rule_file"\nartifact_path = "rules/b.md"\n${more}`;
  const hash = `content_hash = "${createHash("sha256").update(RULE).digest("hex")}"\n`;

  it("A row that lacks its hash is an error with the tracker's name, and so is a profile that no tracker has", async () => {
    const disk = createMemoryDisk();
    put(disk, ROOT, { ".claude/.skillmeat-deployed.toml": row(""), ".claude/rules/b.md": RULE });
    const { run } = memoryWorld("", { disk });
    const damaged = await run("verify --offline", offline);
    expect(damaged).toMatchObject({ code: 1, out: "" });
    expect(damaged.err).toContain(".claude/.skillmeat-deployed.toml: row 1 lacks");
    put(disk, ROOT, { ".claude/.skillmeat-deployed.toml": row(hash) });
    expect(await run("verify --offline", offline)).toMatchObject({ code: 0 });
    expect(await run("verify --offline --profile typo", offline)).toMatchObject({ code: 1 });
    expect(await run("verify --offline --strict", offline)).toMatchObject({ code: 1 });
  });

  it("The tracker of a project in a folder of another one is compared with that project's files", async () => {
    const disk = createMemoryDisk();
    const tracker = row(`${hash}profile_root_dir = ".claude"\n`);
    put(disk, `${ROOT}/examples/shop`, { ".claude/.skillmeat-deployed.toml": tracker, ".claude/rules/b.md": RULE });
    put(disk, ROOT, { ".claude/.skillmeat-deployed.toml": tracker, ".claude/rules/b.md": RULE });
    const { run } = memoryWorld("", { disk });
    expect(await run("verify --offline", offline)).toMatchObject({ code: 0 });
    put(disk, `${ROOT}/examples/shop`, { ".claude/rules/b.md": "Other.\n" });
    const { code, out } = await run("verify --offline", offline);
    expect({ code, out: out.includes("examples/shop/.claude/rules/b.md") }).toEqual({ code: 2, out: true });
  });

  it("A collection of which a part cannot be read is an error, because its artifact could be outdated", async () => {
    const { run, disk } = memoryWorld(service.key, { disk: clone(), fetch: fetchOf(service) });
    put(disk, `${HOME}/artifacts`, { ...SOURCE, ".mcp.json": "{ no" });
    for (const line of ["verify", "verify --offline"]) {
      const { code, out } = await run(line);
      expect({ code, out: out.includes("Not read: .mcp.json") }, line).toEqual({ code: 1, out: true });
    }
  });

  it("In a fresh clone it finds what was changed, with the records as with the trackers alone", async () => {
    const { json } = memoryWorld(service.key, { disk: clone(), fetch: fetchOf(service) });
    const online = await json("verify");
    expect({ code: online.code, found: differences(online.json) }).toEqual({ code: 2, found: EXPECTED });
    expect(online.json.untracked).toEqual([".claude/commands/<b>.md"]);
    const none = { env: {}, fetch: () => Promise.reject(new Error("no request is expected")) };
    const offline = await json("verify --offline", none);
    expect({ code: offline.code, found: differences(offline.json) }).toEqual({ code: 2, found: EXPECTED });
    const one = await json("verify --offline --profile codex", none);
    expect(differences(one.json)).toEqual(EXPECTED.slice(2));
  });

  it("It needs no project for trackers, and is an error without any, so that a change cannot hide drift by deleting them", async () => {
    const disk = clone();
    disk.unlink(`${ROOT}/.skillmeat/config.toml`);
    const { run } = memoryWorld("", { disk });
    expect(await run("verify --offline")).toMatchObject({ code: 2 });
    const empty = await memoryWorld("").run("verify --offline");
    expect(empty).toMatchObject({ code: 1 });
    expect(empty.err).toContain("There is no .skillmeat-deployed.toml in this project");
  });

  it("Differences are written as SARIF and as Markdown, in which names are only text", async () => {
    const disk = clone();
    put(disk, "/ci", { "summary.md": "# Job\n" });
    const { run, world } = memoryWorld(service.key, { disk, fetch: fetchOf(service) });
    const env = { ...world.env, GITHUB_STEP_SUMMARY: "/ci/summary.md" };
    expect(await run("verify --sarif out/drift.sarif", { env })).toMatchObject({ code: 2 });
    const text = (path: string) => Buffer.from(disk.readFile(path)).toString();
    const sarif = JSON.parse(text(`${ROOT}/out/drift.sarif`));
    expect(sarif).toMatchObject({ version: "2.1.0", runs: [{ tool: { driver: { name: "skillmeat-deploy" } } }] });
    type Result = {
      ruleId: string;
      level: string;
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
    };
    const results = sarif.runs[0].results as Result[];
    expect(results.map((r) => [r.ruleId, r.level, r.locations[0]?.physicalLocation.artifactLocation.uri])).toEqual([
      ["missing", "error", ".claude/agents/tester.md"],
      ["modified", "error", ".claude/rules/style.md"],
      ["modified", "error", "AGENTS.md"],
      ["untracked", "note", ".claude/commands/%3Cb%3E.md"],
    ]);
    const rules = sarif.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId } of results) expect(rules).toContain(ruleId);
    const summary = text("/ci/summary.md");
    expect(summary.startsWith("# Job\n### SkillMeat deployments\n")).toBe(true);
    expect(summary).toContain("| missing | agent tester | claude\\_code | .claude/agents/tester.md |");
    expect(summary).not.toContain("<b>");
  });

  it("Files without a record are differences only with --strict", async () => {
    const disk = clone();
    const { run } = memoryWorld(service.key, { disk, fetch: fetchOf(service) });
    expect(await run("apply --yes --from ../artifacts")).toMatchObject({ code: 1 });
    put(disk, `${HOME}/artifacts`, SOURCE);
    expect(await run("apply --yes --force")).toMatchObject({ code: 0 });
    expect(await run("verify")).toMatchObject({ code: 0 });
    expect(await run("verify --strict")).toMatchObject({ code: 2 });
  });

  it("A hash of another kind is not compared, and a tracker that leads out of the project reads nothing there", async () => {
    const row = { artifact_name: "x", artifact_type: "skill", artifact_path: "skills/x", content_hash: "git:abc" };
    const out = { ...row, artifact_name: "y", artifact_path: "../../../etc/secret", artifact_type: "command" };
    const { disk, json } = memoryWorld("");
    put(disk, ROOT, {
      ".claude/skills/x/SKILL.md": "x",
      ".claude/.skillmeat-deployed.toml": stringify({ deployed: [row, out] }),
    });
    put(disk, "/home/etc", { secret: "s" });
    const { code, json: found } = await json("verify --offline");
    expect(code).toBe(1);
    const shown = found.records.map(({ state, hash }: Record<string, unknown>) => [state, hash]);
    expect(shown).toEqual([
      ["error", null],
      ["unverified", expect.any(String)],
    ]);
  });
});

describe("Many deployments", () => {
  const COUNT = 1_000;
  const PROFILES = 12;
  const HASH = "0".repeat(64);
  const profile = (n: number) => ({
    profile_id: `p${n}`,
    platform: "claude_code",
    root_dir: `.p${n}`,
    scope: "project",
    scope_dir: "",
    artifact_path_map: { skill: "skills", rule_file: { path: `RULES${n}.md`, base: "project", kind: "block" } },
  });
  const artifacts = Array.from({ length: COUNT }, (_, n) => ({
    type: n % 2 === 0 ? "skill" : "rule_file",
    name: `a${n}`,
  }));

  /** A service with pages as large as those of the real one. */
  function largeService() {
    const requests: string[] = [];
    const rows = Array.from({ length: PROFILES }, (_, n) =>
      artifacts.map(({ type, name }) => ({
        artifact_name: name,
        artifact_type: type,
        from_collection: "default",
        deployed_at: "2026-11-29T12:00:00.000Z",
        artifact_path: type === "skill" ? `skills/${name}` : `RULES${n}.md`,
        ...(type === "skill" ? {} : { artifact_path_base: "project" }),
        content_hash: HASH,
        local_modifications: false,
        version_lineage: [HASH],
        deployment_profile_id: `p${n}`,
        platform: "claude_code",
        profile_root_dir: `.p${n}`,
        collection_sha: HASH,
      })),
    ).flat();
    const perPage = Math.floor((4 * 1024 * 1024) / Buffer.byteLength(stringify({ deployed: rows.slice(0, 1) })));
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = new URL(String(input));
      requests.push(`${init?.method} ${url.pathname}`);
      const answer = (body: unknown, next?: string, type = "application/json") =>
        new Response(type === "application/json" ? JSON.stringify(body) : String(body), {
          headers: { "content-type": type, ...(next ? { link: `<${url.pathname}?cursor=${next}>; rel="next"` } : {}) },
        });
      const from = Number(url.searchParams.get("cursor") ?? 0);
      const next = (size: number, all: number) => (from + size < all ? String(from + size) : undefined);
      if (url.pathname.endsWith("/profiles")) return answer(Array.from({ length: PROFILES }, (_, n) => profile(n)));
      if (url.pathname.endsWith("/deployments")) {
        const text = stringify({ deployed: rows.slice(from, from + perPage) });
        return answer(text, next(perPage, rows.length), "application/toml");
      }
      if (url.pathname === "/artifacts") {
        const page = artifacts.slice(from, from + 100).map((artifact) => ({ ...artifact, content_hash: HASH }));
        return answer(page, next(100, COUNT));
      }
      const body = JSON.parse(String(init?.body)) as { artifacts: typeof artifacts; profile_ids: string[] };
      expect(body.artifacts.length * body.profile_ids.length).toBeLessThanOrEqual(10_000);
      const entries = body.artifacts.flatMap((artifact) =>
        body.profile_ids.map((profile_id) => ({
          profile_id,
          artifact,
          install_name: artifact.name,
          path: `RULES${profile_id.slice(1)}.md`,
          kind: "block",
          base: "project",
          key: null,
          entry: null,
          item_name: null,
          format: "md",
          recorded: null,
          warnings: [],
        })),
      );
      return answer({ entries, collisions: [] });
    };
    return { fetch, requests };
  }

  it("1,000 artifacts on 12 platforms take at most 30 requests, and each file is read once", async () => {
    const { fetch, requests } = largeService();
    const disk = createMemoryDisk();
    for (let n = 0; n < PROFILES; n++) {
      put(disk, ROOT, {
        [`.p${n}/skills/a0/SKILL.md`]: "x\n",
        [`RULES${n}.md`]: "<!-- skillmeat:begin a1 -->\nx\n<!-- skillmeat:end a1 -->\n",
      });
    }
    put(disk, ROOT, { ".skillmeat/config.toml": 'api = "https://deployments.test"\nproject = "p"\n' });
    const reads = new Map<string, number>();
    const watched: MemoryDisk = {
      ...disk,
      readFile: (path) => {
        reads.set(path, (reads.get(path) ?? 0) + 1);
        return disk.readFile(path);
      },
    };
    const { code, json } = await memoryWorld("key", { disk: watched, fetch }).json("verify");
    expect(code).toBe(2);
    expect(json.counts).toMatchObject({ modified: 2 * PROFILES, missing: (COUNT - 2) * PROFILES });
    expect(requests.length).toBeLessThanOrEqual(30);
    expect([...reads].filter(([path, n]) => n > 1 && !path.includes("/.skillmeat/"))).toEqual([]);
  });
});
