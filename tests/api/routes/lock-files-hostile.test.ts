/** Bodies that are no lock files, or want too much: each is refused, and nothing is written. */
import type { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import { sendLockFile } from "@skillmeat-deployments/testing/lock-files.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "p" } });
});
afterAll(() => service.close());

const YAML = { "content-type": "application/yaml" };
const JSON_TYPE = { "content-type": "application/json" };
const send = (text: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>, query = "") =>
  sendLockFile(service, "/projects/p", text, { headers, query });
const stored = async () =>
  [
    (await service.call("GET", "/projects/p/deployments?limit=1")).json,
    (await service.call("GET", "/artifacts?limit=1")).json,
  ] as unknown[][];
const lock = (rest: string) => `lockfile_version: '1'\n${rest}`;
const many = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i)).join("");
const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part)))),
  );

/** What is refused, as YAML. */
const REFUSED: [string, string | Uint8Array<ArrayBuffer>, number, string][] = [
  ["nothing", "", 422, ""],
  ["a comment", "# nothing\n", 422, ""],
  ["a text", "hello", 422, ""],
  ["a list", "- a\n", 422, ""],
  ["a map of something else", "name: x\nversion: 1\n", 422, ""],
  ["a version that is not known", "lockfile_version: '3'\ndependencies: []\n", 422, "/lockfile_version"],
  ["a version that is a list", "lockfile_version: ['1']\nx: [\n", 400, ""],
  ["dependencies that are a map", lock("dependencies: {}\n"), 422, "/dependencies"],
  ["deployments that are a text", lock("deployments: x\n"), 422, "/deployments"],
  ["a version that is a map", "lockfile_version: {a: 1}\ndependencies: []\n", 422, "/lockfile_version"],
  ["a version that is nearly known", "lockfile_version: 1.1\ndependencies: []\n", 422, "/lockfile_version"],
  ["files that are a map", lock("local_deployed_files: {}\n"), 422, "/local_deployed_files"],
  ["hashes that are a list", lock("local_deployed_file_hashes: [1]\n"), 422, "/local_deployed_file_hashes"],
  [
    "an alias bomb",
    `a: &a [x]\n${many(30, (i) => `b${i}: &b${i} [${`*${i === 0 ? "a" : `b${i - 1}`},`.repeat(9)}]\n`)}`,
    422,
    "",
  ],
  ["an alias of itself", "dependencies: &a\n- *a\n", 400, ""],
  ["deep nesting", lock(`x: ${"[".repeat(100_000)}\n`), 422, ""],
  [
    "deep nesting that is kept",
    lock(`dependencies:\n- repo_url: a/b\n  x: ${"[".repeat(40)}${"]".repeat(40)}\n`),
    422,
    `/dependencies/0/x${"/0".repeat(28)}`,
  ],
  ["a merge key", lock("x: &x {repo_url: a/b}\ndependencies:\n- <<: *x\n"), 422, ""],
  ["a key that is there twice", lock("dependencies: []\ndependencies: []\n"), 400, ""],
  ["a tag", lock("dependencies: !!js/function 'x'\n"), 422, ""],
  [
    "a prototype",
    lock("dependencies:\n- repo_url: a/b\n  __proto__: {admin: true}\n"),
    422,
    "/dependencies/0/__proto__",
  ],
  ["a line of 4 MiB", `x: "${"x".repeat(4 * 1024 * 1024 - 10)}"`, 422, ""],
  ["more than 4 MiB", lock(`x: ${"x".repeat(4 * 1024 * 1024)}`), 413, ""],
  ["a null character", lock("x: \0\n"), 422, ""],
  [
    "an unpaired surrogate that is kept",
    lock('dependencies:\n- repo_url: a/b\n  x: "\\ud800"\n'),
    422,
    "/dependencies/0/x",
  ],
  [
    "an unpaired surrogate in a path",
    lock('local_deployed_files: [".claude/agents/\\ud800.md"]\n'),
    422,
    "/local_deployed_files/0",
  ],
  ["invalid UTF-8", bytes("x: ", [0xc3, 0x28]), 400, ""],
  ["two byte order marks", bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], "dependencies: [\n"), 400, ""],
  ["5,001 packages", lock(`dependencies:\n${many(5_001, (i) => `- repo_url: a/b${i}\n`)}`), 413, ""],
  ["5,001 artifacts", lock(`local_deployed_files:\n${many(5_001, (i) => `- .claude/skills/s${i}\n`)}`), 413, ""],
  ["200,000 rows that are none", lock(`deployments: [${"1,".repeat(200_000)}]`), 422, "/deployments/0"],
  [
    "a path that leads out",
    lock("local_deployed_files: [.claude/skills/../../x/SKILL.md]\n"),
    422,
    "/local_deployed_files/0",
  ],
  [
    "a name that is too long",
    lock(`local_deployed_files: [.claude/skills/${"x".repeat(300)}]\n`),
    422,
    "/local_deployed_files/0",
  ],
  [
    "a source that is too long",
    lock(
      `dependencies:\n- repo_url: ${"r/".repeat(400)}x\n  virtual_path: ${"p/".repeat(400)}x\n  deployed_files: [.claude/skills/x]\n`,
    ),
    422,
    "/dependencies/0/deployed_files/0",
  ],
  [
    "a package with too much to keep",
    lock(`dependencies:\n- repo_url: a/b\n  x: ${"x".repeat(200_000)}\n  deployed_files: [.claude/skills/x]\n`),
    422,
    "/dependencies/0/deployed_files/0",
  ],
];

describe("As application/yaml", () => {
  it.each(REFUSED)("%s is refused, and nothing is written", async (_, text, status, place) => {
    const reply = await send(text, YAML);
    const { status: given, places } = problemOf(reply);
    expect([given, places[0] ?? ""]).toEqual([status, place]);
    expect(reply.text.length).toBeLessThan(1_500_000);
    expect(await stored()).toEqual([[], []]);
  });

  it("a file with a byte order mark and the line breaks of Windows is read", async () => {
    const text = "\uFEFFlockfile_version: '1'\r\nlocal_deployed_files:\r\n- .claude\\agents\\windows.md\r\n";
    expect((await send(text, YAML, "?dry_run=true")).json).toMatchObject({ created: 1, left_out: 0 });
  });

  it.each([
    ["a map", "{a/b: {command: x}, c: }", ["/mcp_servers/a~1b", "/mcp_servers/c"]],
    ["a list", "[x, {y: z}, [], null]", ["/mcp_servers/0", "/mcp_servers/1", "/mcp_servers/2", "/mcp_servers/3"]],
    ["a text", "x", ["/mcp_servers"]],
    ["nothing", "", []],
    ["an empty map", "{}", []],
  ])("MCP servers that are %s are left out, and the rest is read", async (_, servers, pointers) => {
    const text = lock(`mcp_servers: ${servers}\nlocal_deployed_files: [.claude/agents/a.md]\n`);
    const { json } = await send(text, YAML, "?dry_run=true");
    expect(json).toMatchObject({ created: 1, left_out: pointers.length });
    expect((json as ImportResult).left_out_rows.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it.each(["1.0", "'1.0'", "2.0", "2"])("the version %s is known", async (version) => {
    const text = `lockfile_version: ${version}\nlocal_deployed_files: [.claude/agents/a.md]\n`;
    expect((await send(text, YAML, "?dry_run=true")).json).toMatchObject({ created: 1 });
  });

  it("former skills whose names are maps do not make the service fail", async () => {
    const text = lock("dependencies:\n- repo_url: a/b\n  deployed_skills: [{a: 1}, null, [x]]\n");
    expect((await send(text, YAML, "?dry_run=true&lenient=true")).status).toBeLessThan(500);
  });

  it("5,000 rows that are none are left out, and one more is refused with lenient too", async () => {
    const lenient = (count: number) =>
      send(lock(`dependencies: []\nlocal_deployed_files:\n${"- /x\n".repeat(count)}`), YAML, "?lenient=true");
    expect((await lenient(5_000)).json).toMatchObject({ left_out: 5_000, created: 0 });
    expect((await lenient(5_001)).status).toBe(422);
  });

  it("5,000 artifacts of 20,000 files are counted", async () => {
    const files = many(5_000, (i) => `- .claude/skills/s${i}\n${many(3, (j) => `- .claude/skills/s${i}/f${j}.md\n`)}`);
    const reply = await send(lock(`local_deployed_files:\n${files}`), YAML, "?dry_run=true");
    expect(reply.json).toMatchObject({ created: 5_000, artifacts: { created: 5_000 }, left_out: 0 });
  });

  it("no text makes the service fail, whatever YAML it is", async () => {
    const part = fc.constantFrom(
      "lockfile_version: '1'\n",
      "dependencies:\n",
      "- repo_url: a/b\n",
      "  deployed_files:\n",
      "  - .claude/agents/a.md\n",
      "  deployed_file_hashes:\n",
      "    .claude/agents/a.md: sha256:aa\n",
      "  content_hash: 7\n",
      "deployments:\n",
      "- value: x\n",
      "  owners: [a]\n",
      "  active_owner: a\n",
      "local_deployed_files: [x, y]\n",
      "  host: [\n",
      "&a ",
      "*a\n",
      "- \n",
      "  ? x\n",
      ": y\n",
      "'",
      '"',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(part, fc.string({ maxLength: 5 })), { maxLength: 15 }), async (parts) => {
        const reply = await send(parts.join(""), YAML, "?dry_run=true&lenient=true");
        expect([parts.join(""), reply.status < 500]).toEqual([parts.join(""), true]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("As application/json", () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>, number, string]>([
    ["nothing", "", 400, ""],
    ["no JSON", '{"skills": {', 400, ""],
    [
      "conflict markers of git",
      '{\n<<<<<<< HEAD\n"version": 1,\n=======\n"version": 2,\n>>>>>>> x\n"skills": {}}',
      400,
      "",
    ],
    ["two byte order marks", '\uFEFF\uFEFF{"skills":{}}', 400, ""],
    ["invalid UTF-8", bytes('{"skills":{"', [0xff], '":{}}}'), 400, ""],
    ["null", "null", 422, ""],
    ["a list", "[]", 422, ""],
    ["a map of something else", '{"name": "x"}', 422, "/skills"],
    ["skills that are a list", '{"version":1,"skills":[]}', 422, "/skills"],
    ["a version that is a text", '{"version":"1","skills":{}}', 422, "/version"],
    ["deep nesting", `{"skills":${'{"a":'.repeat(500_000)}`, 422, ""],
    [
      "deep nesting that is kept",
      `{"skills":{"a":{"x":${"[".repeat(40)}${"]".repeat(40)}}}}`,
      422,
      `/skills/a/x${"/0".repeat(28)}`,
    ],
    ["a million items", `{"skills":{"a":{"x":[${"1,".repeat(1_000_000)}1]}}}`, 422, ""],
    ["a skill that is null", '{"skills":{"a":null}}', 422, "/skills/a"],
    ["a skill without a name", '{"skills":{" ":{}}}', 422, "/skills/ "],
    ["a name with a control character", '{"skills":{"a\\u0000":{}}}', 422, "/skills/a\0"],
    ["a name with an unpaired surrogate", '{"skills":{"a\\ud800":{}}}', 422, "/skills/a\ufffd"],
    ["a prototype in a skill", '{"skills":{"a":{"x":{"__proto__":{}}}}}', 422, "/skills/a/x/__proto__"],
    ["5,001 skills", `{"skills":{${many(5_001, (i) => `"s${i}":{},`)}"x":{}}}`, 413, ""],
    ["more than 4 MiB", `{"skills":{},"x":"${"x".repeat(4 * 1024 * 1024)}"}`, 413, ""],
  ])("%s is refused, and nothing is written", async (_, text, status, place) => {
    const { status: given, places } = problemOf(await send(text, JSON_TYPE));
    expect([given, places[0] ?? ""]).toEqual([status, place]);
    expect(await stored()).toEqual([[], []]);
  });

  it("a file with a byte order mark is read", async () => {
    const reply = await send('\uFEFF{"skills":{"a":{}}}', JSON_TYPE, "?dry_run=true");
    expect(reply.json as ImportResult).toMatchObject({ created: 1 });
  });

  it("a skill can be called as a member of every object is", async () => {
    const text = '{"skills":{"__proto__":{"source":"a/b","sourceType":"github"},"constructor":{},"toString":{}}}';
    const reply = await send(text, JSON_TYPE, "?dry_run=true");
    expect(reply.json as ImportResult).toMatchObject({ created: 3, artifacts: { created: 3 } });
  });
});
