/** `import`, `export` and `watch`: records from files and back, and the events of a project. */
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { parse } from "smol-toml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { OWN, SOURCE } from "./source.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

let number = 0;
async function createProject() {
  const key = await service.newTenant(`exchange-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, SOURCE);
  put(at.disk, ROOT, OWN);
  await at.run("init --yes --from ../artifacts --platform claude_code --platform codex");
  const read = (path: string) => Buffer.from(at.disk.readFile(`${ROOT}/${path}`)).toString();
  return { ...at, key, read };
}

const APM = `lockfile_version: '1'
generated_at: '2026-03-01T00:00:00Z'
apm_version: 0.8.0
dependencies:
- repo_url: acme/skills
  resolved_commit: ${"c".repeat(40)}
  deployed_files:
  - .claude/skills/deploy/SKILL.md
`;
const SKILLS_LOCK = JSON.stringify({
  version: 1,
  skills: { deploy: { source: "acme/skills", sourceType: "github", computedHash: "a".repeat(64) } },
});

describe("import", () => {
  it("The tracker that apply wrote has the records that the service has", async () => {
    const { disk, run, json } = await createProject();
    await run("apply --yes");
    const tracker = disk.dump()[`${ROOT}/.claude/.skillmeat-deployed.toml`]?.slice(4) as string;
    put(disk, ROOT, { "copy.toml": tracker });
    const { code, json: imported } = await json("import copy.toml");
    expect({ code, created: imported.created, left_out: imported.left_out }).toEqual({
      code: 0,
      created: 0,
      left_out: 0,
    });
  });

  it("Lock files of other tools are imported, with what was left out and why", async () => {
    const { disk, json } = await createProject();
    put(disk, ROOT, { "apm.lock.yaml": APM, "skills-lock.json": SKILLS_LOCK });
    for (const file of ["apm.lock.yaml", "skills-lock.json"]) {
      const dry = await json(`import ${file} --dry-run`);
      const { code, json: imported } = await json(`import ${file}`);
      expect({ file, code, created: imported.created }).toMatchObject({ file, code: 0 });
      expect(imported.created + imported.updated).toBeGreaterThan(0);
      expect(dry.json).toMatchObject({ created: imported.created });
    }
  });

  it("What cannot be imported is named in one or two lines", async () => {
    const { disk, json } = await createProject();
    put(disk, ROOT, { "bad.toml": "deployed = 1\n", "x.txt": "x" });
    for (const [line, code] of [
      ["import", "usage"],
      ["import a.toml b.toml", "usage"],
      ["import x.txt", "usage"],
      ["import absent.toml", "no-file"],
      ["import bad.toml", "validation-failed"],
    ])
      expect({ line, ...(await json(line as string)) }).toMatchObject({ line, code: 1, json: { error: { code } } });
  });
});

describe("export", () => {
  it("The trackers that are lost are written again, and verify --offline is clean with them", async () => {
    const { disk, run, json, read } = await createProject();
    await run("apply --yes");
    const paths = [".claude/.skillmeat-deployed.toml", ".codex/.skillmeat-deployed.toml"].filter(
      (path) => disk.lstat(`${ROOT}/${path}`) !== undefined,
    );
    expect(paths.length).toBe(2);
    for (const path of paths) disk.unlink(`${ROOT}/${path}`);
    const exported = await json("export");
    expect(exported.json.trackers.map((each: { path: string }) => each.path).sort()).toEqual(paths);
    const { code, json: verified } = await json("verify --offline", {
      fetch: () => Promise.reject(new Error("no request is expected")),
    });
    expect({ code, synced: verified.counts.synced }).toEqual({
      code: 0,
      synced: (await json("status --all")).json.records.length,
    });
    const before = paths.map(read);
    expect((await json("export")).json.trackers.every((each: { changed: boolean }) => !each.changed)).toBe(true);
    expect(paths.map(read)).toEqual(before);
  });

  it("Rows of others in a tracker stay, and --stdout writes no file", async () => {
    const { disk, run, read } = await createProject();
    await run("apply --yes");
    const own =
      '\n[[deployed]]\nartifact_name = "theirs"\nartifact_type = "skill"\nartifact_path = "skills/theirs"\ncontent_hash = "a"\nodd = 1\n';
    const path = ".claude/.skillmeat-deployed.toml";
    disk.appendFile(`${ROOT}/${path}`, Buffer.from(own), 0o644);
    await run("export");
    expect(read(path)).toContain(own.trim());
    const before = disk.dump();
    const { out } = await run("export --stdout --profile codex");
    const rows = parse(out).deployed as { deployment_profile_id: string }[];
    expect(new Set(rows.map((row) => row.deployment_profile_id))).toEqual(new Set(["codex"]));
    expect(disk.dump()).toEqual(before);
  });
});

describe("watch", () => {
  /** Events are recorded by the stream. */
  const settle = () => service.drain();

  it("Every event is shown once: the next start goes on where the last one stopped", async () => {
    const { run, json } = await createProject();
    await settle();
    const first = await json("watch --once");
    expect(first.json.events.map((event: { type: string }) => event.type)).toEqual([
      "skillmeat.profile.created",
      "skillmeat.profile.created",
    ]);
    expect((await json("watch --once")).json.events).toEqual([]);
    await run("apply code-review --profile claude_code --yes");
    await settle();
    const { out } = await run("watch --once");
    expect(out.split("\n")[0]).toMatch(/deployment\.created .*code-review/);
    expect((await json("watch --once --all")).json.events).toHaveLength(3);
    expect((await json("watch --once --new")).json.events).toEqual([]);
  });

  it("A command gets each event as JSON, and one that fails gets its event again", async () => {
    const { run } = await createProject();
    await settle();
    const seen: string[] = [];
    let fails = true;
    const runCommand = async (command: string, input: string) => {
      seen.push(`${command} ${(JSON.parse(input) as { sequence: string }).sequence}`);
      return seen.length === 2 && fails ? 3 : 0;
    };
    const { code, err } = await run("watch --once --exec notify", { runCommand });
    expect({ code, named: err.includes("exit code 3") }).toEqual({ code: 1, named: true });
    fails = false;
    expect(await run("watch --once --exec notify", { runCommand })).toMatchObject({ code: 0 });
    expect(seen).toHaveLength(3);
    expect(seen[2]).toBe(seen[1]);
  });

  it("After --all an event whose command fails comes again too, and with --json its command prints beside the JSON", async () => {
    const { run } = await createProject();
    await settle();
    await run("watch --once");
    const outputs: string[] = [];
    const failing = async (_: string, __: string, output: string) => outputs.push(output) * 0 + 1;
    expect(await run("watch --once --all --json --exec notify", { runCommand: failing })).toMatchObject({ code: 1 });
    expect(outputs).toEqual(["errors"]);
    expect((await run("watch --once")).out).toContain("2 events.");
  });

  it("A position that the feed does not have is an error that says what to do, and --new does it", async () => {
    const { disk, json, run } = await createProject();
    await settle();
    await run("watch --once");
    const saved = JSON.parse(Buffer.from(disk.readFile(`${ROOT}/.skillmeat/watch.json`)).toString());
    disk.unlink(`${ROOT}/.skillmeat/watch.json`);
    put(disk, `${ROOT}/.skillmeat`, { "watch.json": JSON.stringify({ ...saved, after: "9000000000000000" }) });
    const { code, err } = await run("watch --once");
    expect({ code, hint: err.includes("watch --new") }).toEqual({ code: 1, hint: true });
    expect(await json("watch --once --new")).toMatchObject({ code: 0, json: { events: [] } });
    expect(await json("watch --once")).toMatchObject({ code: 0, json: { events: [] } });
  });

  it("It waits for events until it is ended, and then knows where it was", async () => {
    const { run, world, key } = await createProject();
    await settle();
    const ended = new AbortController();
    let pauses = 0;
    const sleep = async () => {
      pauses++;
      if (pauses === 1) {
        await service.call("POST", "/projects/web-shop/profiles", {
          key,
          body: { profile_id: "gemini", platform: "gemini" },
        });
        await settle();
      } else ended.abort();
      ended.signal.throwIfAborted();
    };
    const { code, out } = await run("watch", { ...world, sleep, signal: ended.signal });
    expect({ code, lines: out.trim().split("\n").length }).toEqual({ code: 0, lines: 3 });
    expect(out).toContain("gemini");
    expect((await run("watch --once")).out).toBe("0 events.\n");
  });

  it("A damaged position, and that of another project, do not count", async () => {
    const { disk, json } = await createProject();
    await settle();
    for (const text of ["{ no", '{"api":"https://other.test","project":"web-shop","after":"5"}', "null"]) {
      put(disk, `${ROOT}/.skillmeat`, { "watch.json": text });
      expect((await json("watch --once")).json.events).toHaveLength(2);
    }
  });
});
