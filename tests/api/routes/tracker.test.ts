/** Importing and exporting SkillMeat's tracker files (TOML). */
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const project = async (id: string) => {
  await service.call("POST", "/projects", { body: { project_id: id } });
  return `/projects/${id}/deployments`;
};
const importInto = (path: string, text: string) =>
  service.call("POST", `${path}/import`, { text, headers: { "content-type": "application/toml" } });
const exported = async (path: string, query = "") =>
  service.call("GET", path + query, { headers: { accept: "application/toml" } });

/**
 * A tracker as SkillMeat writes it: a name with a space, times with and without a zone, rows with and without profile
 * fields and lineage.
 */
const TRACKER = `
[[deployed]]
artifact_name = "Design Principles"
artifact_type = "skill"
from_collection = "default"
deployed_at = "2026-01-09T14:03:41.312919"
artifact_path = "skills/Design Principles"
content_hash = "b399"
local_modifications = false
version_lineage = [
    "a111",
    "b399",
]
merge_base_snapshot = "b399"
deployment_profile_id = "claude_code"
platform = "claude_code"
profile_root_dir = ".claude"
collection_sha = "b399"

[[deployed]]
artifact_name = "prd-writer.md"
artifact_type = "agent"
from_collection = "default"
deployed_at = "2026-01-09T14:32:10.550083+01:00"
artifact_path = "agents/pm/prd-writer.md"
content_hash = "4c1d"
local_modifications = true
collection_sha = "4c00"
`;

describe("Importing a tracker", () => {
  it("An import stores its rows as they are, legacy ones with three nulls, and importing them again changes nothing", async () => {
    const path = await project("import");
    const first = await importInto(path, TRACKER);
    expect(first.json).toMatchObject({ created: 2, updated: 0, unchanged: 0, superseded: 0 });
    const records = (await service.call("GET", path)).json as Record<string, unknown>[];
    expect(records).toMatchObject([
      {
        deployment_id: "claude_code:agent:prd-writer",
        artifact_name: "prd-writer.md",
        deployed_at: "2026-01-09T14:32:10.550083+01:00",
        deployment_profile_id: null,
        platform: null,
        profile_root_dir: null,
        local_modifications: true,
        collection_sha: "4c00",
        version_lineage: ["4c1d"],
      },
      {
        deployment_id: "claude_code:skill:Design Principles",
        deployed_at: "2026-01-09T14:03:41.312919",
        deployment_profile_id: "claude_code",
        version_lineage: ["a111", "b399"],
      },
    ]);
    expect((await importInto(path, TRACKER)).json).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      superseded: 0,
    });
    const edited = await importInto(path, TRACKER.replace('content_hash = "4c1d"', 'content_hash = "ffff"'));
    expect(edited.json).toMatchObject({ created: 0, updated: 1, unchanged: 1, superseded: 0 });
    await service.drain();
    expect((await service.call("GET", "/projects/import/events")).json).toHaveLength(3);
  });

  it("An import keeps the newest 64 hashes of a row's lineage; without Content-Type a tracker is no JSON", async () => {
    const path = await project("lineage");
    const hashes = Array.from({ length: 70 }, (_, i) => `"h${i}"`).join(", ");
    const row = `[[deployed]]\nartifact_name = "a"\nartifact_type = "skill"\nartifact_path = "s"\ncontent_hash = "h"\nversion_lineage = [${hashes}]\n`;
    await importInto(path, row);
    const [record] = (await service.call("GET", path)).json as { version_lineage: string[] }[];
    expect([record?.version_lineage.length, record?.version_lineage[0], record?.version_lineage.at(-1)]).toEqual([
      64,
      "h6",
      "h69",
    ]);
    const untyped = new Request(`http://service${path}/import`, {
      method: "POST",
      body: new TextEncoder().encode(row),
      headers: { authorization: `Bearer ${service.key}` },
    });
    expect((await service.app.fetch(untyped)).status).toBe(400);
  });

  it("Of several rows with one identity, an import keeps the last and counts the others as superseded", async () => {
    const path = await project("twice");
    const rows = ["a.md", "a", "a.json"].map(
      (name, i) =>
        `[[deployed]]\nartifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "s"\ncontent_hash = "${i}"\n`,
    );
    expect((await importInto(path, rows.join(""))).json).toMatchObject({
      created: 1,
      updated: 0,
      unchanged: 0,
      superseded: 2,
    });
    expect((await service.call("GET", path)).json).toMatchObject([{ content_hash: "2" }]);
  });

  it("Unknown keys and values are kept and exported again with the same values", async () => {
    const path = await project("unknown");
    const row = `[[deployed]]
artifact_name = "a"
artifact_type = "skill"
artifact_path = "s/a"
collection_sha = "h"
platform = "tomorrow"
new_flag = true
count = 3
ratio = 1.0
when = 2026-01-02T03:04:05Z

[deployed.meta]
tags = [ "x", "y" ]
`;
    expect((await importInto(path, row)).json).toMatchObject({ created: 1 });
    const { text } = await exported(path);
    for (const line of [
      'platform = "tomorrow"',
      "new_flag = true",
      "count = 3\n",
      "ratio = 1.0\n",
      "when = 2026-01-02T03:04:05",
      "[deployed.meta]",
      'tags = [ "x", "y" ]',
      'content_hash = "h"',
    ]) {
      expect(text).toContain(line);
    }
    expect((await importInto(path, text)).json).toMatchObject({ unchanged: 1, created: 0, updated: 0 });
    const other = await project("unknown2");
    await importInto(other, text);
    expect((await exported(other)).text).toBe(text);
  });

  it("An import checks the whole file first: a bad row answers 422 with a pointer, and nothing is written", async () => {
    const path = await project("bad");
    const good =
      '[[deployed]]\nartifact_name = "a"\nartifact_type = "skill"\nartifact_path = "s/a"\ncontent_hash = "h"\n';
    const bad = [
      good,
      good.replace("skill", "a tool"),
      good.replace("s/a", "../a"),
      good.replace('content_hash = "h"\n', ""),
      good.replace('"a"', "7"),
      good.replace('artifact_path = "s/a"\n', ""),
      `${good}constructor = "x"\n`.replace('constructor = "x"', 'local_modifications = "yes"'),
      `${good}deployment_profile_id = "a b"\nprofile_root_dir = "/abs"\n`,
      `${good}deployed_at = 2026-01-01T00:00:00\n`,
    ].join("\n");
    const reply = await importInto(path, bad);
    expect(problemOf(reply)).toEqual({
      status: 422,
      code: "validation-failed",
      places: [
        "/deployed/1/artifact_type",
        "/deployed/2/artifact_path",
        "/deployed/3/content_hash",
        "/deployed/4/artifact_name",
        "/deployed/5/artifact_path",
        "/deployed/6/local_modifications",
        "/deployed/7/deployment_profile_id",
        "/deployed/7/profile_root_dir",
        "/deployed/8/deployed_at",
      ],
    });
    expect((await service.call("GET", path)).json).toEqual([]);
  });

  it("An import checks the size of each row before it writes, and lists a pointer for each of 3,000 bad rows", async () => {
    const path = await project("sizes");
    const row = (name: string, more = "") =>
      `[[deployed]]\nartifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "s"\ncontent_hash = "h"\n${more}`;
    const good = Array.from({ length: 30 }, (_, i) => row(`n${i}`));
    const large = row("large", `note = "${"x".repeat(150_000)}"\n`);
    expect(problemOf(await importInto(path, [...good, large].join("\n")))).toEqual({
      status: 422,
      code: "validation-failed",
      places: ["/deployed/30"],
    });
    const bad = Array.from({ length: 3_000 }, () => '[[deployed]]\nartifact_type = "tool"\n').join("");
    const reply = await importInto(path, bad);
    expect(problemOf(reply).places).toEqual(
      Array.from({ length: 3_000 }, (_, i) => expect.stringMatching(`^/deployed/${i}/`)),
    );
    expect(reply.text.length).toBeLessThan(1_000_000);
    const keys = (length: number) => Array.from({ length }, (_, i) => `k${i} = 1\n`).join("");
    expect(problemOf(await importInto(path, keys(900))).places).toHaveLength(100);
    expect(problemOf(await importInto(path, keys(200_000))).places).toEqual([""]);
    expect((await service.call("GET", path)).json).toEqual([]);
  });

  it("A body that is not a tracker is refused with a reason, and no key is dropped silently", async () => {
    const path = await project("none");
    const code = async (text: string) => problemOf(await importInto(path, text));
    expect(await code("[[deployed]\n")).toMatchObject({ status: 400, code: "malformed-toml" });
    expect(await code("deployed = 1\n")).toEqual({ status: 422, code: "validation-failed", places: ["/deployed"] });
    expect(await code("deployed = [ 1 ]\n")).toEqual({
      status: 422,
      code: "validation-failed",
      places: ["/deployed/0"],
    });
    expect(await code('version = "2"\n')).toEqual({ status: 422, code: "validation-failed", places: ["/version"] });
    expect(await code("[[deployed]]\n__proto__ = 1\n[deployed.x]\nconstructor = 2\n")).toEqual({
      status: 422,
      code: "validation-failed",
      places: ["/deployed/0/__proto__", "/deployed/0/x/constructor"],
    });
    expect(await code("[[deployed]]\n".repeat(5_001))).toMatchObject({ status: 413, code: "too-large" });
    expect((await importInto(path, "")).json).toMatchObject({ created: 0, updated: 0, unchanged: 0, superseded: 0 });
    const wrong = await service.call("POST", `${path}/import`, { text: "", headers: { "content-type": "text/csv" } });
    expect(problemOf(wrong)).toMatchObject({ status: 415, code: "unsupported-media-type" });
    expect((await importInto("/projects/ghost/deployments", "")).status).toBe(404);
    const big = await importInto(path, `# ${"x".repeat(4 * 1024 * 1024)}\n`);
    expect(problemOf(big)).toMatchObject({ status: 413, code: "too-large" });
  });
});

describe("Exporting a tracker", () => {
  it("An export imported into an empty project gives equal records and exports the same bytes", async () => {
    const path = await project("from");
    const legacy = { artifact_type: "skill", artifact_name: "posted", content_hash: "h" };
    await importInto(path, TRACKER);
    await service.call("POST", path, { body: legacy });
    await service.call("POST", "/projects/from/profiles", { body: { profile_id: "codex", platform: "codex" } });
    await service.call("POST", path, { body: { ...legacy, deployment_profile_id: "codex" } });
    const original = await exported(path);
    const copy = await project("to");
    expect((await importInto(copy, original.text)).json).toMatchObject({ created: 4 });
    expect((await exported(copy)).text).toBe(original.text);
    const withoutStamps = async (p: string) =>
      ((await service.call("GET", p)).json as Record<string, unknown>[]).map(
        ({ created_at: _c, updated_at: _u, version: _v, ...rest }) => rest,
      );
    expect(await withoutStamps(copy)).toEqual(await withoutStamps(path));
    expect((await importInto(path, original.text)).json).toMatchObject({ unchanged: 4, created: 0, updated: 0 });
  });

  it("The pages of an export concatenate to the whole export", async () => {
    const path = await project("pages");
    const row = (i: number) =>
      `[[deployed]]\nartifact_name = "n${i}"\nartifact_type = "skill"\nartifact_path = "s/${i}"\ncontent_hash = "${i}"\ndeployed_at = "x"\n`;
    await importInto(path, Array.from({ length: 25 }, (_, i) => row(i)).join(""));
    let text = "";
    let next: string | undefined = `${path}?limit=10`;
    let pages = 0;
    while (next) {
      const reply = await exported(next);
      text += reply.text;
      next = /<(.*)>/.exec(reply.headers.get("link") ?? "")?.[1];
      pages++;
    }
    expect(pages).toBe(3);
    expect(text).toBe((await exported(path)).text);
  });

  it("An export holds up to 4 MiB in one answer and continues with its Link header", { timeout: 120_000 }, async () => {
    const path = await project("large");
    const hashes = Array.from({ length: 64 }, (_, i) => `"${String(i).padEnd(1000, "x")}"`).join(",");
    for (let part = 0; part < 2; part++) {
      const rows = Array.from(
        { length: 40 },
        (_, i) =>
          `[[deployed]]\nartifact_name = "n${part}-${i}"\nartifact_type = "skill"\nartifact_path = "s"\ncontent_hash = "h"\nversion_lineage = [${hashes}]\n`,
      );
      expect((await importInto(path, rows.join(""))).status).toBe(200);
    }
    const first = await exported(path);
    const next = /<(.*)>/.exec(first.headers.get("link") ?? "")?.[1] as string;
    expect(Buffer.byteLength(first.text)).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(Buffer.byteLength(first.text)).toBeGreaterThan(4 * 1024 * 1024 - 70_000);
    const second = await exported(next);
    expect(second.headers.get("link")).toBeNull();
    expect((first.text + second.text).match(/\[\[deployed]]/g)).toHaveLength(80);
  });
});
