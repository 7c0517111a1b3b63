/**
 * No input makes the service answer 5xx: bodies near to and far from valid ones, with any ids and queries, on every
 * route.
 */
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import type { Route } from "@skillmeat-deployments/api/routing/route.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_500);
let service: Service;
beforeAll(async () => {
  service = await createService({ app: { rate: { quota: 1e9, window: 1 } } });
  await service.call("POST", "/projects", { body: { project_id: "p" } });
  await service.call("POST", "/projects/p/profiles", { body: { profile_id: "c", platform: "codex" } });
  await service.call("POST", "/artifacts", { body: { type: "skill", name: "a" } });
  await service.call("POST", "/projects/p/deployments", {
    body: { artifact_type: "skill", artifact_name: "s", content_hash: "h", deployment_profile_id: "c" },
  });
});
afterAll(() => service.close());

const hostileStrings = [
  "",
  " ",
  "..",
  "../..",
  "a/../b",
  "C:\\x",
  "~",
  "\u0000",
  "\u202e",
  "\ud800",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e309",
  "99999999999999999999",
  "ﷺ",
  "😀",
  "Z͑ͫ̓ͪ",
  "%00",
  "%2e%2e%2f",
  "' OR 1=1",
  "<script>",
  "$(id)",
  "{{7}}",
  "a".repeat(300),
  "ü".repeat(600),
  "#",
  "?",
  "T#acme#P#p",
  "\uFEFF",
  "\r\nx: y",
];
const text = fc.oneof(
  fc.constantFrom(...hostileStrings),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ maxLength: 10 }),
);
const fieldNames = fc.constantFrom(
  "profile_id",
  "project_id",
  "platform",
  "root_dir",
  "artifact_path_map",
  "description",
  "name",
  "type",
  "target_platforms",
  "artifact_name",
  "artifact_type",
  "content_hash",
  "deployment_profile_id",
  "all_profiles",
  "artifact_path",
  "artifact_path_base",
  "version_lineage",
  "scopes",
  "expires_at",
  "tenant_id",
  "supported_artifact_types",
  "deployed_at",
  "id",
  "skill",
  "mcp",
  "path",
  "base",
  "kind",
  "key",
  "filename",
);
const validValues = fc.constantFrom<unknown>(
  "codex",
  "claude_code",
  "skill",
  "agent",
  "p",
  "c",
  "s",
  "a",
  ".x",
  true,
  null,
  ["codex"],
  [],
  {},
  ["skill"],
  { skill: "x" },
  { mcp: { path: "m", kind: "merge", key: "k" } },
  ["projects:read"],
  "2099-01-01T00:00:00Z",
  "project",
  "h",
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    validValues,
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.oneof({ weight: 6, arbitrary: fieldNames }, text), tie("value"), { maxKeys: 6 }),
}));
const body = fc.oneof(
  { weight: 8, arbitrary: json.object.map((o) => JSON.stringify(o)) },
  { weight: 1, arbitrary: json.value.map((v) => JSON.stringify(v) ?? "") },
  { weight: 1, arbitrary: text },
);
/** A valid body of each route; the fuzz changes a field or two of it. */
const VALID: Record<string, object> = {
  createProject: {},
  putProject: { name: "n" },
  patchProject: { description: null },
  createProfile: { platform: "codex" },
  putProfile: { artifact_path_map: { skill: "s" } },
  patchProfile: { artifact_path_map: { mcp: { key: "k" } } },
  createArtifact: { type: "skill", name: "n" },
  putArtifact: { target_platforms: ["codex"] },
  patchArtifact: { target_platforms: null },
  recordDeployment: { artifact_type: "skill", artifact_name: "s", content_hash: "h" },
  patchDeployment: { content_hash: "h2" },
  createKey: { name: "k", scopes: ["projects:read"] },
  createTenant: { tenant_id: "t", name: "t" },
};
const mutation = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  fc.dictionary(fieldNames, fc.oneof(validValues, json.value), { maxKeys: 2 }),
);

const toml = fc.oneof(
  text,
  fc
    .array(
      fc.tuple(
        fieldNames,
        fc.oneof(
          text.map((s) => JSON.stringify(s)),
          fc.constantFrom("1", "1.5", "true", "[]", "{}", '["a"]', "2026-01-01", "nan", "inf", '"skill"', '"s"'),
        ),
      ),
      { maxLength: 8 },
    )
    .map((rows) => `[[deployed]]\n${rows.map(([k, v]) => `${k} = ${v}`).join("\n")}\n`),
);
const media = fc.constantFrom(
  "application/json",
  "application/json",
  "application/toml",
  "application/merge-patch+json",
  "text/plain",
  "",
);
const id = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("p", "c", "skill:a", "c:skill:s", "acme", "codex") },
  { weight: 2, arbitrary: text },
);
const query = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Record<string, string>>({}) },
  fc.dictionary(
    fc.constantFrom(
      "limit",
      "cursor",
      "after",
      "type",
      "target_platform",
      "profile_id",
      "platform",
      "artifact_type",
      "x",
    ),
    fc.oneof(
      text,
      fc.constantFrom("1", "100", "skill", "codex", "0"),
      fc.string({ maxLength: 8 }).map((s) => Buffer.from(s).toString("base64url")),
    ),
    { maxKeys: 3 },
  ),
);
const headers = fc.record(
  {
    "if-match": fc.oneof(
      fc.constantFrom("*", '"x"', 'W/"x"', "x", '"a","b"', ","),
      fc.stringMatching(/^[\x20-\x7e]{0,20}$/),
    ),
    accept: fc.oneof(
      { weight: 12, arbitrary: fc.constant("*/*") },
      fc.constantFrom("application/json", "application/toml", "text/html", "q=", ";;;"),
    ),
    "x-request-id": fc.stringMatching(/^[\x20-\x7e]{0,20}$/),
  },
  { requiredKeys: [] },
);

let made = 0;
/** A unique id for each resource that is created. */
const unique = (operation: string): object =>
  operation === "createProfile"
    ? { profile_id: `u${++made}` }
    : operation === "createTenant"
      ? { tenant_id: `u${++made}` }
      : {};

describe("Every route", () => {
  it(`${RUNS} random requests get no 5xx and change no prototype`, {
    timeout: 600_000,
  }, async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const statuses = new Map<number, number>();
    // Deleting the project would turn all later requests into 404.
    const routes = ROUTES.filter((r) => !["deleteProject", "readDocsScript"].includes(r.id));
    const property = fc.asyncProperty(
      fc.constantFrom(...routes.map((r) => r.id)),
      fc.option(mutation, { freq: 4 }),
      body,
      toml,
      media,
      fc.array(id, { minLength: 2, maxLength: 2 }),
      query,
      headers,
      async (operation, changes, jsonText, tomlText, type, ids, parameters, given) => {
        const r = routes.find((route) => route.id === operation) as Route;
        let n = 0;
        const validIds: Record<string, string> = {
          project_id: "p",
          profile_id: "c",
          artifact_id: "skill:a",
          deployment_id: "c:skill:s",
        };
        const at = r.path.replaceAll(/\{(\w+)\}/g, (_, name) => {
          const randomId = (ids[n++] as string).toWellFormed();
          return encodeURIComponent(randomId.length % 3 === 0 ? randomId : (validIds[name] ?? randomId));
        });
        const search = new URLSearchParams(
          Object.entries(parameters).map(([k, v]): [string, string] => [k, v.toWellFormed()]),
        ).toString();
        const valid =
          changes === null ? jsonText : JSON.stringify({ ...VALID[operation], ...unique(operation), ...changes });
        const content = type.includes("toml") || r.id === "importDeployments" ? tomlText : valid;
        const sendsBody = r.body || Math.abs(content.length % 7) === 3;
        const reply = await service.call(r.method, `${at}${search ? `?${search}` : ""}`, {
          key: r.access === "operator" ? OPERATOR : service.key,
          headers: { ...given, ...(type === "" ? {} : { "content-type": type }) },
          ...(sendsBody && r.method !== "GET" ? { text: content } : {}),
        });
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        expect([r.id, reply.status < 500 ? "fine" : `${reply.status} ${JSON.stringify(service.logs.at(-1))}`]).toEqual([
          r.id,
          "fine",
        ]);
      },
    );
    await fc.assert(property, { numRuns: RUNS });
    console.log(
      `fuzz: ${[...statuses]
        .sort()
        .map(([status, n]) => `${status}×${n}`)
        .join(" ")}`,
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(statuses.get(200)).toBeGreaterThan(0);
    expect(statuses.get(201)).toBeGreaterThan(RUNS / 200);
    await service.drain();
  });
});
