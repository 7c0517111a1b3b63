/** SkillMeat's trackers: real ones are imported and found missing, and every byte of others' rows is kept. */
import { recordId } from "@skillmeat-deployments/cli/deploy/names.ts";
import { parseTracker } from "@skillmeat-deployments/cli/deploy/tracker-file.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { REAL_TRACKERS } from "@skillmeat-deployments/testing/trackers.ts";
import { parse } from "smol-toml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryWorld, put, ROOT } from "./memory.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const ROW = { artifact_name: "new", artifact_type: "skill", artifact_path: "skills/new", content_hash: "a".repeat(64) };
const ROW_ID = recordId("codex", "skill", "new");
const added = { ...ROW, deployment_profile_id: "codex" };

describe.each(REAL_TRACKERS)("The tracker $name", ({ name, text }) => {
  it("Each row that is imported, and each row of the file itself, is missing on an empty disk", async () => {
    const project = name.replace(".toml", "");
    const { disk, run, json } = memoryWorld(service.key, { fetch: fetchOf(service) });
    expect(await run(`init --project ${project}`)).toMatchObject({ code: 0 });
    const headers = { "content-type": "application/toml" };
    const imported = await service.call("POST", `/projects/${project}/deployments/import`, { text, headers });
    const { created } = imported.json as { created: number };
    const { code, json: status } = await json("status --all");
    expect({ code, ...status.counts }).toMatchObject({
      code: created > 0 ? 2 : 0,
      missing: created,
      synced: 0,
      error: 0,
    });
    put(disk, `${ROOT}/.claude`, { ".skillmeat-deployed.toml": text });
    const offline = await json("verify --offline", {
      fetch: () => Promise.reject(new Error("no request is expected")),
    });
    expect(offline.json.counts).toEqual(status.counts);
    const idsOf = ({ records }: { records: { deployment_id: string }[] }) => records.map((r) => r.deployment_id).sort();
    expect(idsOf(offline.json)).toEqual(idsOf(status));
  });

  it("A row that is added and removed leaves every byte as it was", async () => {
    const { edited, rows } = await parseTracker(text, name);
    const more = edited(new Map([[ROW_ID, added]])) as string;
    expect(parse(more).deployed).toHaveLength(((parse(text).deployed ?? []) as unknown[]).length + 1);
    if (rows.size > 0) expect(more.startsWith(text.trimEnd())).toBe(true);
    const again = (await parseTracker(more, name)).edited(new Map([[ROW_ID, null]]));
    expect(again?.trimEnd() ?? "deployed = []").toBe(text.trimEnd());
  });

  it("A row that is replaced keeps the keys that this tool does not know, and all other rows stay", async () => {
    const tracker = await parseTracker(text, name);
    const tables = tablesOf(text);
    for (const [n, id] of tables.map(idOf).entries()) {
      if (n % 20 !== 0) continue;
      const next = tracker.edited(new Map([[id, { content_hash: "b".repeat(64), odd: null }]])) as string;
      const wanted = tables.map((table) => (idOf(table) === id ? { ...table, content_hash: "b".repeat(64) } : table));
      expect(tablesOf(next)).toEqual(wanted);
    }
  });
});

type Table = Record<string, unknown>;
const tablesOf = (text: string) => (parse(text, { integersAsBigInt: true }).deployed ?? []) as Table[];
const idOf = ({ deployment_profile_id: profile, artifact_type: type, artifact_name: name }: Table) =>
  recordId(profile as string | undefined, String(type), String(name));

describe("A tracker", () => {
  const OTHER =
    '# By hand\n\n[[deployed]]\nartifact_name = "x"\nartifact_type = "skill"\nartifact_path = "skills\\\\x"\ncontent_hash = "c"\nodd = 1.0\n';

  it("Comments, unknown keys and line ends are kept", async () => {
    for (const text of [OTHER, OTHER.replaceAll("\n", "\r\n")]) {
      const { edited, rows } = await parseTracker(text, "x");
      expect([...rows.values()]).toMatchObject([{ artifact_path: "skills/x", artifact_path_base: "root" }]);
      const more = edited(new Map([[ROW_ID, added]])) as string;
      expect(more.startsWith(text)).toBe(true);
      expect(more.includes("\r\n")).toBe(text.includes("\r\n"));
      expect(edited(new Map([[recordId(null, "skill", "x"), { content_hash: "d" }]]))).toContain("odd = 1.0");
    }
  });

  it("Rows in brackets on one line are kept, and an empty list gives way to the first row", async () => {
    const inline =
      'deployed = [{ artifact_name = "x", artifact_type = "skill", artifact_path = "s/x", content_hash = "c" }]\n';
    const tracker = await parseTracker(inline, "x");
    const more = parse(tracker.edited(new Map([[ROW_ID, added]])) as string);
    expect(more.deployed).toMatchObject([{ artifact_name: "x" }, added]);
    const empty = await parseTracker("deployed = []\n", "x");
    expect(parse(empty.edited(new Map([[ROW_ID, added]])) as string)).toEqual({ deployed: [added] });
  });

  it("One that is not valid is left alone and named with line and column", async () => {
    await expect(parseTracker("[[deployed]]\nx = = 1\n", "t.toml")).rejects.toThrow("t.toml: line 2, column 5: ");
    await expect(parseTracker("deployed = 1\n", "t.toml")).rejects.toThrow("no list of tables");
  });
});
