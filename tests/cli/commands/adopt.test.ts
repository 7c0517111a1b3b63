/** `adopt`: what lies in a project already gets records, and no byte on the disk changes. */
import { findCandidates } from "@skillmeat-deployments/cli/adopt/candidates.ts";
import type { DeploymentProfile } from "@skillmeat-deployments/client";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemoryDisk } from "../files/memory-disk.ts";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { REPOSITORIES } from "./repositories.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

let number = 0;
async function createProject(files: Readonly<Record<string, string>>, platforms: readonly string[], from = "") {
  const key = await service.newTenant(`adopt-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, ROOT, files);
  const named = platforms.map((platform) => ` --platform ${platform}`).join("");
  expect(await at.run(`init --yes${from}${named}`)).toMatchObject({ code: 0, err: "" });
  return { ...at, key };
}

/** The bytes of all files that are not the tool's own, and when each was written last. */
const onDisk = (disk: MemoryDisk) =>
  Object.entries(disk.dump()).flatMap(([path, text]) =>
    path.includes("/.skillmeat/") ? [] : [[path, text, disk.lstat(path.replace(/\/$/, ""))?.version]],
  );

type Listed = {
  artifacts: {
    artifact: { type: string; name: string };
    profile_id: string;
    path: string;
    match: string;
    refusal: string | null;
  }[];
};
const listed = ({ artifacts }: Listed) =>
  artifacts
    .map(({ artifact: { type, name }, profile_id, path, match }) => `${profile_id} ${type} ${name} ${path} ${match}`)
    .sort();

describe.each(REPOSITORIES)("A repository of $name", ({ files, platforms, found }) => {
  it("Every artifact of its platforms gets a record, verify is clean, and nothing on the disk changes", async () => {
    const { disk, run, json } = await createProject(files, platforms);
    const before = onDisk(disk);
    const dry = await json("adopt --dry-run");
    expect({ code: dry.code, recorded: dry.json.recorded }).toEqual({ code: 2, recorded: 0 });
    const adopted = await json("adopt --yes");
    expect(listed(adopted.json)).toEqual(found.map((each) => `${each} own`));
    expect({ code: adopted.code, problems: adopted.json.problems, recorded: adopted.json.recorded }).toEqual({
      code: 0,
      problems: [],
      recorded: dry.json.artifacts.length,
    });
    const verified = await json("verify --strict");
    expect({ code: verified.code, ...verified.json.counts }).toMatchObject({
      code: 0,
      synced: adopted.json.recorded,
      untracked: 0,
    });
    expect(await json("adopt --yes")).toMatchObject({ code: 0, json: { recorded: 0, artifacts: [] } });
    expect(onDisk(disk)).toEqual(before);
    expect(await run("verify")).toMatchObject({ code: 0, err: "" });
  });

  it("A change after adoption is found, and is that of one record", async () => {
    const { disk, run, json } = await createProject(files, platforms);
    await run("adopt --yes");
    const [first] = Object.keys(files).filter((path) => /\/(?:commands|prompts)\//.test(path));
    disk.put(`${ROOT}/${first}`, "Changed.\n");
    const { code, json: verified } = await json("verify");
    expect({ code, ...verified.counts }).toMatchObject({ code: 2, modified: 1, missing: 0 });
  });
});

describe("With a collection", () => {
  const SKILL = "---\nname: code-review\ndescription: Reviews a diff\n---\n\nRead the diff.\n";
  const COLLECTION = {
    "skills/code-review/SKILL.md": SKILL,
    "commands/release.md": "Cut a release.\n",
    "rules/style.md": "Short sentences.\n",
    ".mcp.json": JSON.stringify({ mcpServers: { github: { command: "npx" } } }),
  };
  const FILES = {
    // The collection's.
    ".claude/skills/code-review/SKILL.md": SKILL,
    ".mcp.json": '{ "mcpServers": { "github": { "command": "npx" }, "own": { "command": "own" } } }\n',
    // The collection's under another name.
    ".claude/commands/ship.md": "Cut a release.\n",
    // Changed.
    ".claude/rules/style.md": "Long sentences.\n",
    // Not in the collection.
    ".claude/agents/own.md": "Own.\n",
  };

  async function createMatched() {
    const at = await createProject(FILES, ["claude_code"], " --from ../artifacts");
    put(at.disk, `${HOME}/artifacts`, COLLECTION);
    return at;
  }

  it("Artifacts are matched by place and content, then by hash; what differs is recorded as modified", async () => {
    const { disk, json } = await createMatched();
    const before = onDisk(disk);
    const adopted = await json("adopt --yes");
    expect(listed(adopted.json)).toEqual([
      "claude_code agent own .claude/agents/own.md own",
      "claude_code command release .claude/commands/ship.md renamed",
      "claude_code mcp github .mcp.json same",
      "claude_code mcp own .mcp.json own",
      "claude_code rule_file style .claude/rules/style.md changed",
      "claude_code skill code-review .claude/skills/code-review/SKILL.md same",
    ]);
    const { json: status } = await json("verify");
    expect(status.counts).toMatchObject({ synced: 5, modified: 1, untracked: 0 });
    expect(onDisk(disk)).toEqual(before);
  });

  it("What was adopted and changed is not overwritten by apply, and what is not in the collection survives prune", async () => {
    const { disk, run, json } = await createMatched();
    await run("adopt --yes");
    const { json: applied } = await json("apply --yes");
    const style = applied.places.find((place: { path: string }) => place.path === ".claude/rules/style.md");
    expect(style.action).toBe("conflict");
    expect(disk.dump()[`${ROOT}/.claude/rules/style.md`]).toBe(`644 ${FILES[".claude/rules/style.md"]}`);
    expect(await run("prune --yes")).toMatchObject({ code: 0 });
    expect(disk.dump()).toMatchObject(
      Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`${ROOT}/${path}`, `644 ${text}`])),
    );
  });

  it("What two profiles have in one folder, and is not there, is recorded for neither", async () => {
    const { disk, json } = await createProject({}, ["codex", "amp"], " --from ../artifacts");
    put(disk, `${HOME}/artifacts`, COLLECTION);
    expect(await json("adopt --yes")).toMatchObject({ code: 0, json: { recorded: 0, artifacts: [] } });
    put(disk, ROOT, { ".agents/skills/code-review/SKILL.md": SKILL });
    expect(listed((await json("adopt --yes")).json)).toEqual([
      "amp skill code-review .agents/skills/code-review/SKILL.md same",
      "codex skill code-review .agents/skills/code-review/SKILL.md same",
    ]);
  });

  it("Without a terminal and without --yes nothing is recorded, and on a terminal the answer decides", async () => {
    const { json, run } = await createMatched();
    expect(await json("adopt")).toMatchObject({ code: 1, json: { error: { code: "not-confirmed" } } });
    const terminal = { canAsk: true, hasOutput: false, hasErrors: true, out() {}, err() {}, readInput: async () => "" };
    const answering = (answer: string) => ({ terminal: { ...terminal, ask: async () => answer } });
    expect(await run("adopt", answering("n"))).toMatchObject({ code: 1 });
    expect((await json("status")).json.records).toEqual([]);
    expect(await run("adopt", answering("y"))).toMatchObject({ code: 0 });
    expect((await json("status")).json.records).toHaveLength(6);
  });
});

describe("What was adopted and is in no collection", () => {
  const FILES = {
    ".claude/agents/own.md": "Own.\n",
    ".mcp.json": '{ "mcpServers": { "own": { "command": "own" } } }\n',
  };
  const COLLECTION = { "rules/style.md": "Short sentences.\n" };
  const own = (disk: MemoryDisk) =>
    Object.keys(FILES).map((path) => disk.dump()[`${ROOT}/${path}`]?.slice("644 ".length));
  const KEPT = Object.values(FILES);
  const DELETED = [undefined, '{ "mcpServers": {} }\n'];

  async function createAdopted() {
    const at = await createProject(FILES, ["claude_code"], " --from ../artifacts");
    put(at.disk, `${HOME}/artifacts`, COLLECTION);
    expect(await at.run("adopt --yes")).toMatchObject({ code: 0 });
    return at;
  }

  it("Stays when its record is removed, because nobody else has its text; --force deletes it", async () => {
    const { disk, json, run } = await createAdopted();
    const { code, json: removed } = await json("remove --yes");
    expect({ code, places: removed.places }).toMatchObject({
      code: 0,
      places: [
        { action: "keep", record_removed: true },
        { action: "keep", record_removed: true },
      ],
    });
    expect(own(disk)).toEqual(KEPT);
    expect((await json("status")).json.records).toEqual([]);
    await run("adopt --yes");
    expect(await run("remove --yes --force")).toMatchObject({ code: 0 });
    expect(own(disk)).toEqual(DELETED);
  });

  it("Survives a prune, also where another project registered an artifact of that name", async () => {
    const { disk, key, run } = await createAdopted();
    for (const type of ["agent", "mcp"])
      await service.call("POST", "/artifacts", { key, body: { type, name: "own", content_hash: "1".repeat(64) } });
    expect(await run("prune --yes")).toMatchObject({ code: 0, out: "Everything that is recorded is still wanted.\n" });
    expect(own(disk)).toEqual(KEPT);
  });

  it("Is not overwritten by an artifact of that name with another text, nor are the hooks of the user by those of a collection", async () => {
    const hooks = { hooks: { Stop: [{ hooks: [{ type: "command", command: "mine" }] }] } };
    const files = { ...FILES, ".claude/settings.json": `${JSON.stringify(hooks)}\n` };
    const { disk, json, run } = await createProject(files, ["claude_code"], " --from ../artifacts");
    put(disk, `${HOME}/artifacts`, COLLECTION);
    await run("adopt --yes");
    put(disk, `${HOME}/artifacts`, {
      "agents/own.md": "Another.\n",
      ".mcp.json": JSON.stringify({ mcpServers: { own: { command: "another" } } }),
      "hooks/hooks.json": JSON.stringify({ hooks: { Stop: [{ hooks: [{ type: "command", command: "theirs" }] }] } }),
    });
    const { code, json: applied } = await json("apply --yes");
    const conflicts = applied.places.filter(({ action }: { action: string }) => action === "conflict");
    expect({ code, conflicts: conflicts.length }).toEqual({ code: 2, conflicts: 2 });
    expect(own(disk)).toEqual(KEPT);
    const settings = disk.dump()[`${ROOT}/.claude/settings.json`];
    expect([settings?.includes("mine"), settings?.includes("theirs")]).toEqual([true, true]);
  });

  it("Is adopted again after a change, and is told apart from an artifact of the same name", async () => {
    const { disk, json, run } = await createAdopted();
    put(disk, ROOT, { ".claude/agents/own.md": "Changed.\n" });
    put(disk, HOME, { "summary.md": "" });
    expect(await run("verify --summary /home/ana/summary.md")).toMatchObject({ code: 2, err: "" });
    expect(disk.dump()[`${HOME}/summary.md`]).toContain("skillmeat\\-deploy adopt");
    expect(await json("adopt --yes")).toMatchObject({ code: 0, json: { recorded: 1 } });
    put(disk, `${HOME}/artifacts`, { "agents/own.md": "Another.\n" });
    expect(await json("verify --strict")).toMatchObject({ code: 0, json: { counts: { outdated: 0, synced: 2 } } });
  });

  it("Is this tool's as soon as it is in the collection and applied, also in a fresh clone", async () => {
    const { disk, run } = await createAdopted();
    put(disk, `${HOME}/artifacts`, { "agents/own.md": "Own.\n", ".mcp.json": FILES[".mcp.json"] });
    expect(await run("apply --yes")).toMatchObject({ code: 0 });
    for (const path of ["agents/own.md", ".mcp.json"]) disk.unlink(`${HOME}/artifacts/${path}`);
    disk.unlink(`${ROOT}/.skillmeat/state.json`);
    expect(await run("prune --yes")).toMatchObject({ code: 0 });
    expect(own(disk)).toEqual(DELETED);
  });
});

it("A malformed shared file is named, and all else is adopted", async () => {
  const { json } = await createProject({ ".mcp.json": "{ no", ".claude/commands/a.md": "A\n" }, ["claude_code"]);
  const { code, json: adopted } = await json("adopt --yes");
  expect({ code, listed: listed(adopted) }).toEqual({
    code: 2,
    listed: ["claude_code command a .claude/commands/a.md own"],
  });
  expect(adopted.problems).toEqual([expect.stringContaining(".mcp.json")]);
});

it("A link in a platform's folder that leads out of the project is not adopted", async () => {
  const { disk, json } = await createProject({ ".claude/commands/a.md": "A\n" }, ["claude_code"]);
  put(disk, HOME, { "secret.md": "secret\n" });
  disk.symlink("../../../secret.md", `${ROOT}/.claude/commands/b.md`);
  const { json: adopted } = await json("adopt --yes");
  expect(listed(adopted)).toEqual(["claude_code command a .claude/commands/a.md own"]);
});

it("Where a file's name is all that its type has, neither the files of skills nor those with an extension are of it", async () => {
  const files = {
    ".xum/init": "#!/bin/sh\n",
    ".xum/mcp.jsonc": "{}\n",
    ".xum/skills/a/SKILL.md": "---\nname: a\ndescription: A\n---\n",
    ".xum/skills/a/more/check": "x\n",
  };
  const { json } = await createProject(files, ["xum"]);
  const { json: before } = await json("verify --strict");
  expect(before.counts.untracked).toBe(2);
  expect(listed((await json("adopt --yes")).json)).toEqual([
    "xum hook init .xum/init own",
    "xum skill a .xum/skills/a own",
  ]);
  expect(await json("verify --strict")).toMatchObject({ code: 0, json: { counts: { synced: 2, untracked: 0 } } });
});

it("A text in a block between markers is the user's too: it stays when it is removed", async () => {
  const agents = "<!-- skillmeat:begin style -->\nMine.\n<!-- skillmeat:end style -->\n";
  const { disk, run } = await createProject({ "AGENTS.md": agents }, ["codex"]);
  await run("adopt --yes");
  expect(await run("remove --yes")).toMatchObject({ code: 0 });
  expect(disk.dump()[`${ROOT}/AGENTS.md`]).toContain("Mine.");
});

it("Of two types of one folder, an artifact is one, and a skill that is one file has its file", async () => {
  const skill = "---\nname: t\ndescription: T\n---\n\nT.\n";
  const devin = await createProject({ ".devin/skills/t/SKILL.md": skill }, ["devin"]);
  expect(listed((await devin.json("adopt --yes")).json)).toEqual(["devin skill t .devin/skills/t own"]);
  const takt = await createProject({ ".takt/facets/knowledge/a.md": "A\n", ".takt/facets/knowledge/b.md": "B\n" }, [
    "takt",
  ]);
  expect(listed((await takt.json("adopt --yes")).json)).toEqual([
    "takt skill a .takt/facets/knowledge/a.md own",
    "takt skill b .takt/facets/knowledge/b.md own",
  ]);
  for (const { json } of [devin, takt]) expect(await json("verify --strict")).toMatchObject({ code: 0 });
});

it("A name that is not in NFC is named, because nothing would find its file again", async () => {
  const { json } = await createProject({ ".claude/commands/cafe\u0301.md": "C\n", ".claude/commands/a.md": "A\n" }, [
    "claude_code",
  ]);
  const { code, json: adopted } = await json("adopt --yes");
  expect({ code, listed: listed(adopted) }).toEqual({
    code: 2,
    listed: ["claude_code command a .claude/commands/a.md own"],
  });
  expect(adopted.problems).toEqual([expect.stringContaining("is not in NFC")]);
  expect((await json("verify")).json.counts).toMatchObject({ synced: 1, missing: 0 });
});

it("Of more artifacts than one run records, a second run finds the rest", async () => {
  const files = Object.fromEntries(["a", "b", "c"].map((name) => [`.claude/commands/${name}.md`, `${name}\n`]));
  const { disk, key } = await createProject(files, ["claude_code"]);
  const profiles = (await service.call("GET", "/projects/web-shop/profiles", { key })).json as DeploymentProfile[];
  const none = { isRecorded: () => false, isSame: () => false };
  const first = await findCandidates(disk, ROOT, profiles, none, 2);
  expect([first.found.map(({ name }) => name), first.problems.length]).toEqual([["a", "b"], 1]);
  const ids = new Set(first.found.map(({ id }) => id));
  const second = await findCandidates(disk, ROOT, profiles, { ...none, isSame: (id) => ids.has(id) }, 2);
  expect([second.found.map(({ name }) => name), second.problems]).toEqual([["c"], []]);
});

it("Blocks between our markers are adopted by the names in the markers", async () => {
  const agents = "# Ours\n\n<!-- skillmeat:begin style -->\nShort sentences.\n<!-- skillmeat:end style -->\n";
  const { disk, run, json } = await createProject({ "AGENTS.md": agents }, ["codex"]);
  const before = onDisk(disk);
  expect(listed((await json("adopt --yes")).json)).toEqual(["codex rule_file style AGENTS.md own"]);
  expect(await run("verify")).toMatchObject({ code: 0 });
  disk.put(`${ROOT}/AGENTS.md`, agents.replace("Short", "Long"));
  expect(await run("verify")).toMatchObject({ code: 2 });
  disk.put(`${ROOT}/AGENTS.md`, agents);
  expect(onDisk(disk).map(([path, text]) => [path, text])).toEqual(before.map(([path, text]) => [path, text]));
});

it("Files whose names the service refuses are named, and all others are adopted", async () => {
  const odd = ["a\u0001b", " x", "y ", "z\u202e", "n".repeat(300), "b\\c", "~h", "c:d", "CON", "ü", "q?x%2F#"];
  const files = Object.fromEntries(odd.map((name) => [`.claude/commands/${name}.md`, `${name}\n`]));
  const { disk, run, json } = await createProject({ ...files, ".claude/commands/plain.md": "P\n" }, ["claude_code"]);
  const before = onDisk(disk);
  const { code, json: adopted } = await json("adopt --yes");
  const refused = (adopted as Listed).artifacts.filter(({ refusal }) => refusal);
  expect({ code, all: adopted.artifacts.length + adopted.problems.length }).toEqual({ code: 2, all: odd.length + 1 });
  expect(adopted.recorded).toBe(adopted.artifacts.length - refused.length);
  expect((await json("verify")).json.counts).toMatchObject({ synced: adopted.recorded, error: 0, missing: 0 });
  expect(onDisk(disk)).toEqual(before);
  const { out } = await run("adopt --dry-run");
  expect(["\u0001", "\u202e"].filter((character) => out.includes(character))).toEqual([]);
  expect(refused.map(({ artifact }) => artifact.name)).toEqual(["a\u0001b", "n".repeat(300), "z\u202e"]);
  expect(adopted.problems).toEqual([expect.stringContaining("is not a path below the project")]);
});
