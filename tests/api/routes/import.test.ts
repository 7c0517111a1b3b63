/** Imports of files as they really are: unknown types, rows that are no artifacts, Windows paths, mirrors and dry runs. */
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import type { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import { importTracker } from "@skillmeat-deployments/core/tracker/import.ts";
import { loadToml } from "@skillmeat-deployments/core/values/documents/toml.ts";
import { createProject as create, placeOf, type TestProject } from "@skillmeat-deployments/testing/project.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { REAL_TRACKERS, SKILLMEAT_TRACKER } from "@skillmeat-deployments/testing/trackers.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const { parse } = await loadToml();
let service: Service;
let projects = 0;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const createProject = (...profiles: Parameters<typeof create>[2] & object) =>
  create(service, `p${projects++}`, profiles);
const ROW = {
  artifact_type: "skill",
  artifact_path: "skills/x",
  content_hash: "h",
  deployed_at: "2026-01-01T00:00:00",
} as const;
type Fields = Record<string, unknown>;
/** A row of a tracker. A member that is undefined is left out. */
const row = (artifact_name: string, more: Fields = {}) => table({ artifact_name, ...ROW, ...more });
const table = (fields: Fields) =>
  `[[deployed]]\n${Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join("")}`;
const BUNDLE = table({ bundle: "starter", version: "1.0.0", files: ["a.md", "b.md"] });
const ofClaude = { deployment_profile_id: "claude" };

const send = (project: TestProject, text: string, query = "", headers: Record<string, string> = {}) =>
  service.call("POST", `${project.at}/deployments/import${query}`, {
    text,
    headers: { "content-type": "application/toml", ...headers },
  });
async function ids(project: TestProject): Promise<string[]> {
  const { entries } = { entries: (await service.call("GET", `${project.at}/deployments?limit=100`)).json };
  return (entries as { deployment_id: string }[]).map((record) => record.deployment_id);
}
const NOTHING: ImportResult = {
  created: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  not_in_file: 0,
  superseded: 0,
  superseded_rows: [],
  left_out: 0,
  left_out_rows: [],
};

describe("A row that a tracker has", () => {
  it.each(["orchestration", "mcp_server", "Bundle-2.0", "x".repeat(64)])(
    "of the unknown artifact type %s is kept for the next export",
    async (artifact_type) => {
      const at = await createProject();
      const text = row("a", { artifact_type });
      expect(await at.load(text)).toEqual({ ...NOTHING, created: 1 });
      const [id] = await ids(at);
      expect(id).toBe(`claude_code:${artifact_type}:a`);
      expect(await at.read(id as string)).toMatchObject({ artifact_type, artifact_name: "a" });
      expect(parse(await at.exported())).toMatchObject({ deployed: [{ artifact_type, artifact_name: "a" }] });
      expect(await at.load(await at.exported())).toEqual({ ...NOTHING, unchanged: 1 });
      // It can be edited and deleted like any other.
      const path = `${at.at}/deployments/${encodeURIComponent(id as string)}`;
      expect((await service.call("PATCH", path, { body: { local_modifications: true } })).status).toBe(200);
      expect((await service.call("GET", `${at.at}/status`)).json).toMatchObject({ counts: { modified: 1 } });
      expect((await service.call("DELETE", path)).status).toBe(204);
    },
  );

  it.each(["", " ", "a b", "a:b", "a/b", "\u00e9", "x".repeat(65)])(
    "with the artifact type '%s', which is no word, is refused",
    async (artifact_type) => {
      const reply = await send(await createProject(), row("a", { artifact_type }));
      expect(problemOf(reply)).toMatchObject({ status: 422, places: ["/deployed/0/artifact_type"] });
    },
  );

  it("An unknown type in a POST is refused, and the answer lists the known ones", async () => {
    const at = await createProject();
    const body = { artifact_type: "orchestration", artifact_name: "a", content_hash: "h" };
    const reply = await service.call("POST", `${at.at}/deployments`, { body });
    expect(problemOf(reply)).toMatchObject({ status: 422, places: ["/artifact_type"] });
    for (const type of ["skill", "mcp", "workflow"]) expect(reply.text).toContain(type);
  });

  it("with backslashes in its paths is read with slashes, and still cannot leave its root", async () => {
    const at = await createProject();
    const windows = "artifact_path = 'skills\\team\\x'\nprofile_root_dir = 'apps\\web\\.claude'\n";
    await at.load(`${row("a", { artifact_path: undefined, ...ofClaude })}${windows}`);
    expect(await at.read("claude:skill:a")).toMatchObject({
      artifact_path: "skills/team/x",
      profile_root_dir: "apps/web/.claude",
    });
    for (const artifact_path of ["..\\x", "a\\..\\..\\x", "C:\\x", "\\x", "\\\\server\\x"]) {
      const reply = await send(at, row("b", { artifact_path }));
      expect([artifact_path, problemOf(reply)]).toMatchObject([
        artifact_path,
        { places: ["/deployed/0/artifact_path"] },
      ]);
    }
    // In JSON a backslash stays an error.
    const body = { artifact_type: "skill", artifact_name: "c", content_hash: "h", artifact_path: "a\\b" };
    expect((await service.call("POST", `${at.at}/deployments`, { body })).status).toBe(422);
  });

  it("after a byte order mark is read; only one mark, and only in TOML", async () => {
    const at = await createProject();
    expect(await at.load(`\uFEFF${row("a")}`)).toEqual({ ...NOTHING, created: 1 });
    expect((await send(at, `\uFEFF\uFEFF${row("a")}`)).status).toBe(400);
    const artifact = { text: '\uFEFFtype = "skill"\nname = "a"\n', headers: { "content-type": "application/toml" } };
    expect((await service.call("POST", "/artifacts", artifact)).status).toBe(201);
    const json = { text: '\uFEFF{"project_id": "x"}', headers: { "content-type": "application/json" } };
    expect((await service.call("POST", "/projects", json)).status).toBe(400);
  });

  it("with the identity of a later row is superseded, and the answer says by which", async () => {
    const at = await createProject();
    const text = [row("a"), row("b"), row("a.md"), row("a", { content_hash: "last" })].join("\n");
    expect(await at.load(text)).toEqual({
      ...NOTHING,
      created: 2,
      superseded: 2,
      superseded_rows: [
        { pointer: "/deployed/0", superseded_by: "/deployed/2" },
        { pointer: "/deployed/2", superseded_by: "/deployed/3" },
      ],
    });
    expect(await at.read("claude_code:skill:a")).toMatchObject({ content_hash: "last" });
  });
});

describe("A lenient import", () => {
  const FILE = [row("a"), BUNDLE, row("b", { artifact_path: "../b" }), row("c", { content_hash: undefined })].join(
    "\n",
  );

  it("imports the valid rows, and lists what it left out with a pointer and a reason", async () => {
    const at = await createProject();
    expect(problemOf(await send(at, FILE))).toMatchObject({
      status: 422,
      places: [
        "/deployed/1/artifact_name",
        "/deployed/1/artifact_type",
        "/deployed/1/artifact_path",
        "/deployed/2/artifact_path",
        "/deployed/3/content_hash",
      ],
    });
    expect(await ids(at)).toEqual([]);
    const result = await at.load(FILE, "?lenient=true");
    expect(result).toEqual({
      ...NOTHING,
      created: 1,
      left_out: 3,
      left_out_rows: [
        {
          pointer: "/deployed/1",
          reason: "artifact_name: is required; artifact_type: is required; artifact_path: is required",
        },
        { pointer: "/deployed/2", reason: "artifact_path: must not contain a '..' segment" },
        { pointer: "/deployed/3", reason: "content_hash: required (or collection_sha)" },
      ],
    });
    expect(await ids(at)).toEqual(["claude_code:skill:a"]);
  });

  it("leaves out forbidden keys, values that are no tables and keys beside the rows, and nothing else of the file", async () => {
    const at = await createProject();
    const text = `note = 1\ndeployed = [ 7, { artifact_name = "a", artifact_type = "skill", artifact_path = "a", content_hash = "h" }, { __proto__ = 1 } ]\n`;
    const { left_out_rows, ...counts } = await at.load(text, "?lenient=true");
    expect(counts).toMatchObject({ created: 1, left_out: 3 });
    expect(left_out_rows.map(({ pointer }) => pointer)).toEqual(["/note", "/deployed/0", "/deployed/2"]);
    expect((await send(at, "deployed = 1\n", "?lenient=true")).status).toBe(422);
    expect((await send(at, "deployed = [", "?lenient=true")).status).toBe(400);
  });

  it("lists at most 1,000 rows, counts all, and its answer can be kept under a key", async () => {
    const at = await createProject();
    const text = `"${"\u6f22".repeat(300)}" = 1\n${row("a")}${row("b", { artifact_path: undefined }).repeat(1_500)}`;
    const reply = await send(at, text, "?lenient=true", { "idempotency-key": "many" });
    expect(reply.json).toMatchObject({ created: 1, left_out: 1_501 });
    for (const { reason } of (reply.json as ImportResult).left_out_rows) {
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(120);
    }
    expect((reply.json as ImportResult).left_out_rows).toHaveLength(1_000);
    const again = await send(at, text, "?lenient=true", { "idempotency-key": "many" });
    expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", reply.text]);
  });
});

describe("An import into a profile", () => {
  it("gives the rows without a profile to profile_id, which must exist", async () => {
    const at = await createProject({ profile_id: "claude", platform: "claude_code", root_dir: "apps/.claude" });
    const text = [row("a"), row("b", { deployment_profile_id: "other" }), row("c", { platform: "own" })].join("\n");
    expect(problemOf(await send(at, text, "?profile_id=nope"))).toMatchObject({ status: 404 });
    expect(await ids(at)).toEqual([]);
    expect(await at.load(text, "?profile_id=claude")).toEqual({ ...NOTHING, created: 3 });
    expect(await ids(at)).toEqual(["claude:skill:a", "claude:skill:c", "other:skill:b"]);
    const fields = { deployment_profile_id: "claude", profile_root_dir: "apps/.claude" };
    expect(await at.read("claude:skill:a")).toMatchObject({ ...fields, platform: "claude_code" });
    // What the row says of itself is kept.
    expect(await at.read("claude:skill:c")).toMatchObject({ ...fields, platform: "own" });
    expect(await at.load(await at.exported(), "?profile_id=claude")).toEqual({ ...NOTHING, unchanged: 3 });
  });

  it("counts the records of the file's profiles that the file does not have", async () => {
    const at = await createProject({ profile_id: "claude", platform: "claude_code" });
    await at.load(
      [row("a", ofClaude), row("b", ofClaude), row("c"), row("d", { deployment_profile_id: "d" })].join("\n"),
    );
    expect(await at.load(row("a", ofClaude))).toEqual({ ...NOTHING, unchanged: 1, not_in_file: 1 });
    expect(await at.load(row("x"))).toEqual({ ...NOTHING, created: 1, not_in_file: 1 });
    expect(await at.load("")).toEqual(NOTHING);
    expect(await at.load("", "?profile_id=claude")).toEqual({ ...NOTHING, not_in_file: 2 });
    expect(await ids(at)).toHaveLength(5);
  });
});

describe("A mirror", () => {
  it("deletes no record of a profile whose id differs by case, or only begins with the same", async () => {
    const at = await createProject();
    const of = (profile: string) => row("a", { deployment_profile_id: profile });
    await at.load(["Team", "team", "team.b"].map(of).join("\n"));
    const counts = { created: 1, deleted: 1 };
    expect(await at.load(row("b", { deployment_profile_id: "team" }), "?mirror=true")).toEqual({
      ...NOTHING,
      ...counts,
    });
    expect(await ids(at)).toEqual(["Team:skill:a", "team.b:skill:a", "team:skill:b"]);
  });

  it("deletes the records of the file's profiles that the file no longer has, one event each, and no others", async () => {
    const at = await createProject();
    const other = row("o", { deployment_profile_id: "other" });
    await at.load([row("a", ofClaude), row("b", ofClaude), row("c", ofClaude), row("l"), other].join("\n"));
    const text = [row("a", ofClaude), row("b", { ...ofClaude, content_hash: "new" }), row("d", ofClaude)].join("\n");
    expect(await at.load(text, "?mirror=true&dry_run=true")).toMatchObject({ created: 1, updated: 1, deleted: 1 });
    expect(await ids(at)).toHaveLength(5);
    const counts = { created: 1, updated: 1, unchanged: 1, deleted: 1 };
    expect(await at.load(text, "?mirror=true")).toEqual({ ...NOTHING, ...counts });
    expect(await ids(at)).toEqual([
      "claude:skill:a",
      "claude:skill:b",
      "claude:skill:d",
      "claude_code:skill:l",
      "other:skill:o",
    ]);
    expect(await at.load(text, "?mirror=true")).toEqual({ ...NOTHING, unchanged: 3 });
    await service.drain();
    const events = (await service.call("GET", `${at.at}/events?limit=100`)).json as { type: string; subject: string }[];
    expect(events.filter(({ type }) => type.endsWith("deleted")).map(({ subject }) => subject)).toEqual([
      expect.stringContaining("claude:skill:c"),
    ]);
  });

  it("of a file without rows needs profile_id", async () => {
    const at = await createProject({ profile_id: "claude", platform: "claude_code" });
    await at.load([row("a", ofClaude), row("b")].join("\n"));
    expect(problemOf(await send(at, "deployed = []\n", "?mirror=true"))).toMatchObject({
      status: 422,
      places: ["?mirror"],
    });
    expect(await at.load("deployed = []\n", "?mirror=true&profile_id=claude")).toEqual({ ...NOTHING, deleted: 1 });
    expect(await ids(at)).toEqual(["claude_code:skill:b"]);
  });

  it("with lenient keeps the record of a row that was left out, and is refused if it cannot be read which one that is", async () => {
    const at = await createProject();
    await at.load([row("a", ofClaude), row("b", ofClaude), row("c", ofClaude)].join("\n"));
    const damaged = row("b", { ...ofClaude, artifact_path: "../b" });
    expect(await at.load(`${row("a", ofClaude)}${damaged}`, "?mirror=true&lenient=true")).toMatchObject({
      unchanged: 1,
      deleted: 1,
      left_out: 1,
    });
    expect(await ids(at)).toEqual(["claude:skill:a", "claude:skill:b"]);
    for (const unreadable of [
      BUNDLE,
      row("b", { deployment_profile_id: 7 }),
      row("b", { ...ofClaude, artifact_type: undefined }),
      table({ ...ROW, ...ofClaude }),
    ]) {
      const reply = await send(at, `${row("a", ofClaude)}${unreadable}`, "?mirror=true&lenient=true");
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: ["/deployed/1"] });
      expect(await ids(at)).toEqual(["claude:skill:a", "claude:skill:b"]);
    }
  });

  it.each(["[[deployment]]", "[[deployed_]]", "[rows.b]"])(
    "is refused if rows can be hidden below %s",
    async (header) => {
      const at = await createProject();
      await at.load([row("a", ofClaude), row("b", ofClaude)].join("\n"));
      const text = `${row("a", ofClaude)}${row("b", ofClaude).replace("[[deployed]]", header)}`;
      const key = /\w+/.exec(header)?.[0];
      const reply = await send(at, text, "?mirror=true&lenient=true");
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: [`/${key}`] });
      expect(await ids(at)).toHaveLength(2);
      // A plain value hides no row.
      expect(await at.load(`version = 1\n${row("a", ofClaude)}`, "?mirror=true&lenient=true")).toMatchObject({
        deleted: 1,
      });
    },
  );

  it("keeps every record that a damaged row without a profile can be", async () => {
    const at = await createProject();
    await at.load([row("a", ofClaude), row("b", ofClaude), row("c", ofClaude)].join("\n"));
    const misspelt = row("b", { deployment_profile: "claude", content_hash: 7 });
    const result = await at.load(`${row("a", ofClaude)}${misspelt}`, "?mirror=true&lenient=true");
    expect(result).toMatchObject({ unchanged: 1, deleted: 1, left_out: 1 });
    expect(await ids(at)).toEqual(["claude:skill:a", "claude:skill:b"]);
  });

  it("keeps the record of several rows of one identity that were left out", async () => {
    const at = await createProject();
    await at.load([row("a", ofClaude), row("b", ofClaude)].join("\n"));
    const damaged = row("b", { ...ofClaude, artifact_path: "../b" });
    const result = await at.load(`${row("a", ofClaude)}${damaged}${damaged}`, "?mirror=true&lenient=true");
    expect(result).toMatchObject({ unchanged: 1, deleted: 0, left_out: 2 });
    expect(await ids(at)).toEqual(["claude:skill:a", "claude:skill:b"]);
  });

  it("that was interrupted is completed when it is sent again, also under a key", async () => {
    const noHeaders: Record<string, string> = {};
    for (const headers of [noHeaders, { "idempotency-key": "mirror" }]) {
      const at = await createProject();
      const names = Array.from({ length: 40 }, (_, i) => row(`n${i}`, ofClaude));
      await at.load(names.join("\n"));
      const { ctx } = service;
      let left = 10;
      // The eleventh delete fails, as if the process had ended.
      const tombstone: Table["tombstone"] = (...args) => {
        if (left-- === 0) throw new Error("ended");
        return service.table.tombstone(...args);
      };
      const table = { ...service.table, tombstone };
      const id = at.at.slice("/projects/".length);
      const writer = createWriter(table, ctx.now);
      const text = names.slice(0, 5).join("\n");
      await expect(importTracker({ ...ctx, table, writer }, id, text, { mirror: true })).rejects.toThrow("ended");
      const remaining = (await ids(at)).length;
      expect(remaining).toBeLessThan(40);
      expect(remaining).toBeGreaterThan(5);
      const again = await send(at, text, "?mirror=true", headers);
      expect(again.json).toEqual({ ...NOTHING, unchanged: 5, deleted: remaining - 5 });
      const third = await send(at, text, "?mirror=true", headers);
      expect(third.json).toEqual("idempotency-key" in headers ? again.json : { ...NOTHING, unchanged: 5 });
      expect(await ids(at)).toHaveLength(5);
    }
  });

  it("of a profile with more than a thousand records counts each once", async () => {
    const at = await createProject();
    const names = Array.from({ length: 1_050 }, (_, i) => row(`n${String(i).padStart(4, "0")}`, ofClaude));
    await at.load(names.join("\n"));
    expect(await at.load(names.slice(0, 1).join(""))).toEqual({ ...NOTHING, unchanged: 1, not_in_file: 1_049 });
    expect(await at.load(names.slice(0, 1).join(""), "?mirror=true")).toEqual({
      ...NOTHING,
      unchanged: 1,
      deleted: 1_049,
    });
  });

  it("does not count a record that somebody else deleted meanwhile", async () => {
    const at = await createProject();
    await at.load([row("a", ofClaude), row("b", ofClaude)].join("\n"));
    let isDeleted = false;
    const query: Table["query"] = async (q) => {
      const page = await service.table.query(q);
      if (!isDeleted) {
        isDeleted = true;
        expect((await service.call("DELETE", `${at.at}/deployments/claude:skill:b`)).status).toBe(204);
      }
      return page;
    };
    const { ctx } = service;
    const id = at.at.slice("/projects/".length);
    const imported = importTracker({ ...ctx, table: { ...ctx.table, query } }, id, row("a", ofClaude), {
      mirror: true,
    });
    expect((await imported).result).toEqual({ ...NOTHING, unchanged: 1 });
  });

  it("of more than 100 profiles is refused; without mirror the answer says that not_in_file is incomplete", async () => {
    const at = await createProject();
    const text = Array.from({ length: 101 }, (_, i) => row("a", { deployment_profile_id: `p${i}` })).join("\n");
    await at.load(row("ghost", { deployment_profile_id: "p0" }));
    expect(problemOf(await send(at, text, "?mirror=true"))).toMatchObject({ status: 422, places: ["?mirror"] });
    expect(await at.load(text)).toEqual({ ...NOTHING, created: 101, truncated: true });
    expect(await at.load(text)).toEqual({ ...NOTHING, unchanged: 101, truncated: true });
  });

  it("of a profile with more than 10,000 records is refused, and rows beyond those are still found", async () => {
    const at = await createProject();
    const last = row("z", { ...ofClaude, content_hash: "z" });
    await at.load(last);
    const { ctx } = service;
    const id = at.at.slice("/projects/".length);
    const stored = (await service.table.get(keys.deployment(service.tenant, id, "claude:skill:z"))) as Row;
    // As if ten thousand records lay before it.
    const query: Table["query"] = async (q) => {
      const from = q.after === undefined || !/\d{5}$/.test(q.after) ? 0 : Number(q.after.slice(-5)) + 1;
      const rows = Array.from({ length: Math.min(q.limit, 20_000 - from) }, (_, i) => ({
        ...stored,
        sk: `${PREFIX.deployment}claude:skill:n${String(from + i).padStart(5, "0")}`,
      }));
      return { rows, last: rows.at(-1)?.sk as string };
    };
    const large = () => ({ ...ctx, ...service.ctx, table: { ...service.table, query } });
    await expect(importTracker(large(), id, last, { mirror: true })).rejects.toMatchObject({
      code: "validation-failed",
    });
    const { result } = await importTracker(large(), id, last, {});
    expect(result).toMatchObject({ unchanged: 1, created: 0, truncated: true });
    expect(result.not_in_file).toBeLessThanOrEqual(10_000);
  });

  it("with a backfill is refused if a damaged row's profile cannot be inferred", async () => {
    const at = await createProject();
    const inCodex = (name: string) => row(name, { artifact_path: `.codex/agents/${name}` });
    await at.load(`${inCodex("a")}${inCodex("b")}`, "?backfill=true");
    expect(await ids(at)).toEqual(["codex:skill:a", "codex:skill:b"]);
    const query = "?backfill=true&mirror=true&lenient=true";
    const hidden = await send(at, `${inCodex("a")}${row("b", { artifact_path: "../b" })}`, query);
    expect(problemOf(hidden)).toEqual({ status: 422, code: "validation-failed", places: ["/deployed/1"] });
    const told = row("b", { artifact_path: ".codex/b", content_hash: 7 });
    expect(await at.load(`${inCodex("a")}${told}`, query)).toMatchObject({ unchanged: 1, left_out: 1, deleted: 0 });
    expect(await ids(at)).toEqual(["codex:skill:a", "codex:skill:b"]);
  });

  it("leaves a record that was changed while the import ran", async () => {
    const at = await createProject();
    await at.load([row("a", ofClaude), row("b", ofClaude)].join("\n"));
    const path = `${at.at}/deployments/claude:skill:b`;
    let isChanged = false;
    // The record changes after the import has read it, and before it is deleted.
    const query: Table["query"] = async (q) => {
      const page = await service.table.query(q);
      if (!isChanged) {
        isChanged = true;
        expect((await service.call("PATCH", path, { body: { local_modifications: true } })).status).toBe(200);
      }
      return page;
    };
    const { ctx } = service;
    const text = row("a", ofClaude);
    const id = at.at.slice("/projects/".length);
    const { result } = await importTracker({ ...ctx, table: { ...ctx.table, query } }, id, text, { mirror: true });
    expect(result).toEqual({ ...NOTHING, unchanged: 1, not_in_file: 1 });
    expect(await ids(at)).toEqual(["claude:skill:a", "claude:skill:b"]);
    expect(await at.load(text, "?mirror=true")).toEqual({ ...NOTHING, unchanged: 1, deleted: 1 });
  });

  it("of the versions of one tracker in their order leaves exactly the last one's records", async () => {
    const at = await createProject();
    const names = (version: number) => Array.from({ length: 12 }, (_, i) => `n${(i * version) % 17}`);
    for (let version = 1; version <= 16; version++) {
      await at.load([...new Set(names(version))].map((name) => row(name, ofClaude)).join("\n"), "?mirror=true");
    }
    expect(await ids(at)).toEqual([...new Set(names(16))].map((name) => `claude:skill:${name}`).sort());
  });

  it("loses no record of a row that could not be read, whatever the damage", async () => {
    type Damage = (fields: Fields) => Fields;
    const readable: readonly Damage[] = [
      (fields) => ({ ...fields, artifact_path: undefined }),
      (fields) => ({ ...fields, artifact_path: "../x" }),
      (fields) => ({ ...fields, content_hash: undefined }),
      (fields) => ({ ...fields, content_hash: 7 }),
      (fields) => ({ ...fields, local_modifications: "yes" }),
      (fields) => ({ ...fields, platform: 7 }),
      (fields) => ({ ...fields, version_lineage: "x" }),
      (fields) => ({ ...fields, constructor: 1 }),
      (fields) => ({ ...fields, profile_root_dir: "/x" }),
    ];
    const unreadable: readonly Damage[] = [
      (fields) => ({ ...fields, artifact_name: undefined }),
      (fields) => ({ ...fields, artifact_name: 7 }),
      (fields) => ({ ...fields, artifact_type: "a b" }),
      (fields) => ({ ...fields, deployment_profile_id: "" }),
      () => ({ bundle: "starter" }),
    ];
    const shape = fc.record({
      name: fc.nat({ max: 9 }),
      profile: fc.constantFrom("a", "b", undefined),
      fate: fc.constantFrom("kept", "kept", "dropped", "damaged"),
      damage: fc.nat(),
      path: fc.constantFrom("skills/x", ".codex/x"),
    });
    const identity = ({ name, profile }: { name: number; profile: string | undefined }) => `${profile}:${name}`;
    const files = fc.uniqueArray(shape, { minLength: 1, maxLength: 8, selector: identity });
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), fc.constantFrom(readable, unreadable), async (rows, backfill, kind) => {
        const at = await createProject();
        const query = `?backfill=${backfill}`;
        const fieldsOf = ({ name, profile, path }: (typeof rows)[number]): Fields => ({
          artifact_name: `n${name}`,
          ...ROW,
          artifact_path: path,
          deployment_profile_id: profile,
        });
        await at.load(rows.map((r) => table(fieldsOf(r))).join("\n"), query);
        const before = await ids(at);
        const text = rows
          .filter(({ fate }) => fate !== "dropped")
          .map((r) => table(r.fate === "kept" ? fieldsOf(r) : (kind[r.damage % kind.length] as Damage)(fieldsOf(r))))
          .join("\n");
        const reply = await send(at, text, `${query}&mirror=true&lenient=true`);
        const after = await ids(at);
        const isRefused = reply.status !== 200;
        // With a backfill, a damaged path also hides which profile an unlabelled row is of.
        if (kind === readable && !backfill && before.length > 0 && rows.some(({ fate }) => fate === "kept")) {
          expect(isRefused).toBe(false);
        }
        if (isRefused) {
          expect([reply.status, after]).toEqual([422, before]);
          return;
        }
        if (kind === unreadable) expect(rows.every(({ fate }) => fate !== "damaged")).toBe(true);
        // Written down by what became of each row, not by what the import says.
        const stays = rows.filter(({ fate }) => fate !== "dropped").length;
        const { deleted, not_in_file, left_out } = reply.json as ImportResult;
        expect(left_out).toBe(rows.filter(({ fate }) => fate === "damaged").length);
        expect(after.length).toBeGreaterThanOrEqual(Math.min(stays, before.length));
        expect([before.length - after.length, not_in_file]).toEqual([deleted, 0]);
        const remaining = new Set(after);
        for (const r of rows.filter(({ fate }) => fate !== "dropped")) {
          const profile = r.profile ?? (backfill && r.path.startsWith(".codex") ? "codex" : "claude_code");
          expect(remaining).toContain(`${profile}:skill:n${r.name}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("A dry run", () => {
  it("counts what the import would do and writes nothing: no record, no event and no key", async () => {
    // A service of its own, because the whole stream is compared.
    const service = await createService();
    const at = await create(service, "dry", [{ profile_id: "claude", platform: "claude_code" }]);
    const send = (text: string, query: string, headers: Record<string, string> = {}) =>
      service.call("POST", `${at.at}/deployments/import${query}`, {
        text,
        headers: { "content-type": "application/toml", ...headers },
      });
    await at.load([row("a", ofClaude), row("b", ofClaude), row("c", ofClaude)].join("\n"));
    await service.drain();
    const rows = await service.records("");
    const text = [row("a", ofClaude), row("b", { ...ofClaude, content_hash: "new" }), row("n"), BUNDLE].join("\n");
    const query = "?dry_run=true&lenient=true&profile_id=claude";
    const headers = { "idempotency-key": "dry" };
    const counts = { created: 1, updated: 1, unchanged: 1, not_in_file: 1, left_out: 1 };
    const reply = await send(text, query, headers);
    expect([reply.status, reply.json]).toMatchObject([200, counts]);
    expect(await service.records("")).toEqual(rows);
    // The key is free for the import itself, and a dry run repeats what the import then does.
    const real = await send(text, query.replace("dry_run=true&", ""), headers);
    expect([real.status, real.headers.get("idempotent-replayed"), real.json]).toMatchObject([200, null, counts]);
    expect((await send(text, query)).json).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    await service.close();
  });
});

describe("An import into a project that is deleted meanwhile", () => {
  it("stops with 404 after at most one batch of rows, which are purged, and the id is free again", async () => {
    // A service of its own, because the whole stream is recorded.
    const own = await createService();
    const at = await create(own, "racing");
    let written = 0;
    let writtenAfter = 0;
    let isDeleted = false;
    const put: Table["put"] = async (...args) => {
      written++;
      if (isDeleted) writtenAfter++;
      // The project is deleted between two rows of the third batch.
      if (written === 250) {
        expect((await own.call("DELETE", at.at)).status).toBe(204);
        isDeleted = true;
      }
      return own.table.put(...args);
    };
    const { ctx } = own;
    const table = { ...own.table, put };
    const racing = { ...ctx, table, writer: createWriter(table, ctx.now) };
    const text = Array.from({ length: 1_000 }, (_, i) => row(`n${i}`, ofClaude)).join("\n");
    await expect(importTracker(racing, "racing", text, {})).rejects.toMatchObject({
      code: "not-found",
      message: "Project 'racing' not found",
    });
    expect(writtenAfter).toBeGreaterThan(0);
    expect(writtenAfter).toBeLessThanOrEqual(100);
    expect(written).toBeLessThanOrEqual(300);
    expect((await own.call("POST", "/projects", { body: { project_id: "racing" } })).status).toBe(409);
    await own.drain();
    expect((await own.call("POST", "/projects", { body: { project_id: "racing" } })).status).toBe(201);
    expect((await own.call("GET", `${at.at}/deployments`)).json).toEqual([]);
    await own.close();
  });
});

describe.skipIf(REAL_TRACKERS.length === 0)("Real trackers", () => {
  it.each(REAL_TRACKERS)(
    "$name imports, each field is equal after an export, and again changes nothing",
    async ({ text }) => {
      const at = await createProject();
      type Row = Record<string, unknown>;
      const rowsOf = (toml: string) => (parse(toml) as { deployed?: Row[] }).deployed ?? [];
      const given = rowsOf(text);
      const first = await at.load(text);
      expect(first).toEqual({ ...NOTHING, created: given.length });
      const exported = await at.exported();
      const byName = (rows: Row[]) =>
        rows.toSorted((a, b) => (JSON.stringify(keyOf(a)) < JSON.stringify(keyOf(b)) ? -1 : 1));
      const keyOf = (r: Row) => [r.deployment_profile_id ?? "", r.artifact_type, r.artifact_name];
      const [before, after] = [byName(given), byName(rowsOf(exported))];
      for (const [i, r] of before.entries()) expect(after[i]).toMatchObject(r);
      expect(after).toHaveLength(before.length);
      // What an export adds are defaults.
      const added = new Set(after.flatMap((r, i) => Object.keys(r).filter((key) => !(key in (before[i] as Row)))));
      expect([...added].filter((key) => key !== "version_lineage")).toEqual([]);
      expect(await at.load(text)).toEqual({ ...NOTHING, unchanged: given.length });
      expect(await at.load(exported, given.length > 0 ? "?mirror=true" : "")).toEqual({
        ...NOTHING,
        unchanged: given.length,
      });
      expect(await at.exported()).toBe(exported);
    },
  );

  it("The plan of SkillMeat's own project names the recorded path of each of its 132 rows", async () => {
    const at = await createProject("claude_code");
    await at.load(SKILLMEAT_TRACKER as string);
    const { entries } = await at.plan();
    const rows = (parse(SKILLMEAT_TRACKER as string) as { deployed: Record<string, string>[] }).deployed;
    const placed = new Map(entries.map((e) => [`${e.artifact.type}:${e.artifact.name}`, placeOf(e)]));
    expect([rows.length, placed.size]).toEqual([132, 132]);
    for (const { artifact_type, artifact_name, artifact_path } of rows) {
      const file = artifact_type === "skill" ? "/SKILL.md" : "";
      expect(placed.get(`${artifact_type}:${artifact_name}`)).toBe(`.claude/${artifact_path}${file}`);
    }
  });
});
