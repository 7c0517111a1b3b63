/** Rows of every kind, as this release stores them: written to `tests/shapes`, and read by every later release. */
import { dump } from "./dump.ts";
import { createService, type Service } from "./service.ts";

/** The moment at which the rows were written: events expire by the clock. */
const RECORDED_AT = new Date("2026-11-22T00:00:00.000Z");

const TRACKER = `[[deployed]]
artifact_name = "Design Principles"
artifact_type = "rule_file"
artifact_path = "rules/Design Principles.md"
content_hash = "c0ffee"
deployed_at = "2026-02-01T10:00:00"
collection_note = "kept"

[[deployed]]
artifact_name = "test-writer"
artifact_type = "agent"
artifact_path = "agents/test-writer.md"
content_hash = "beef"
deployment_profile_id = "gone"
platform = "not_in_the_catalogue"
profile_root_dir = ".gone"
version_lineage = ["a", "beef"]
local_modifications = true

[[deployed]]
artifact_name = "conductor"
artifact_type = "orchestration"
artifact_path = "orchestrations/conductor.md"
content_hash = "git:beef"
written_hash = "f00d"
`;

type Step = [method: string, path: string, body?: object | string, headers?: Record<string, string>];

/** Every field of every resource, absent and present; every kind of event; a key that was used. */
const STEPS: Step[] = [
  ["POST", "/projects", { project_id: "web-shop", name: "Web shop", description: "d", path: "/home/ana" }],
  ["POST", "/projects", { project_id: "bare" }],
  ["POST", "/projects/web-shop/profiles", { profile_id: "claude", platform: "claude_code" }],
  ["POST", "/projects/web-shop/profiles", { profile_id: "codex", platform: "codex", description: "d" }],
  [
    "POST",
    "/projects/web-shop/profiles",
    {
      profile_id: "own",
      platform: "other",
      root_dir: ".own",
      artifact_path_map: { skill: "s", mcp: { path: "m.json", base: "project", kind: "merge", key: "servers" } },
    },
  ],
  [
    "POST",
    "/projects/web-shop/profiles",
    {
      profile_id: "web",
      platform: "codex",
      root_dir: "apps/web/.codex",
      artifact_path_map: {
        hook: { path: "h.json", kind: "merge", key: [], entry: "by_event" },
        mcp: { path: "m.json", kind: "merge", key: ["a", "b.c"], entry: "list" },
        rule_file: { path: "AGENTS.md", base: "project", kind: "block" },
      },
    },
  ],
  [
    "POST",
    "/projects/web-shop/profiles",
    { profile_id: "home", platform: "claude_code", scope: "user", scope_dir: "x" },
  ],
  ["POST", "/artifacts", { type: "skill", name: "acme/review", install_name: "acme-review", collection: "acme" }],
  [
    "POST",
    "/artifacts",
    { type: "skill", name: "Prüf #1", source: "s", content_hash: "h", target_platforms: ["codex"] },
  ],
  ["POST", "/artifacts", { type: "agent", name: "bare" }],
  [
    "POST",
    "/projects/web-shop/deployments",
    { artifact_type: "skill", artifact_name: "Prüf #1", content_hash: "h", deployment_profile_id: "codex" },
    { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
  ],
  ["POST", "/projects/web-shop/deployments", { artifact_type: "command", artifact_name: "c", content_hash: "h" }],
  ["POST", "/projects/web-shop/deployments/import", TRACKER, { "content-type": "application/toml" }],
  ["PATCH", "/projects/web-shop", { description: "changed" }],
  ["PUT", "/projects/web-shop/profiles/codex", { description: "changed" }],
  ["PATCH", "/artifacts/agent:bare", { source: "changed" }],
  ["PATCH", "/projects/web-shop/deployments/claude_code:command:c", { content_hash: "h2" }],
  ["POST", "/projects/web-shop/profiles", { profile_id: "gone", platform: "gemini" }],
  ["DELETE", "/projects/web-shop/profiles/gone"],
  ["POST", "/artifacts", { type: "hook", name: "gone" }],
  ["DELETE", "/artifacts/hook:gone"],
  ["POST", "/projects/web-shop/deployments", { artifact_type: "skill", artifact_name: "gone", content_hash: "h" }],
  ["DELETE", "/projects/web-shop/deployments/claude_code:skill:gone"],
  [
    "POST",
    "/projects/web-shop/observations",
    {
      observed_at: "2026-11-21T00:00:00Z",
      untracked: 3,
      items: [
        { deployment_id: "claude_code:command:c", state: "modified", hash: "77c1f0aa" },
        { deployment_id: "codex:skill:Prüf ~231", state: "missing" },
      ],
    },
  ],
  ["POST", "/keys", { name: "ci", scopes: ["projects:read"], expires_at: "2030-01-01T00:00:00Z" }],
];

/** Sends a step under an Idempotency-Key of its own. */
async function send(service: Service, [method, path, body, headers]: Step, key: string) {
  const content = typeof body === "string" ? { text: body } : { body };
  const reply = await service.call(method, path, { ...content, headers: { ...headers, "idempotency-key": key } });
  return { method, path, body, headers: { ...headers, "idempotency-key": key }, reply };
}

/**
 * All rows of a service on which every kind of row was written, and the requests whose keys it remembers, with the answer
 * that a replay gives.
 */
export async function recordShapes(): Promise<object> {
  const service = await createService({ now: RECORDED_AT });
  try {
    for (const [i, step] of STEPS.entries()) {
      const { method, path, reply } = await send(service, step, `shape-${i}`);
      if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    }
    const requests: object[] = [];
    for (const [i, step] of STEPS.entries()) {
      const { reply, ...request } = await send(service, step, `shape-${i}`);
      if (reply.headers.get("idempotent-replayed") === "true") {
        requests.push({ ...request, status: reply.status, answer: reply.text });
      }
    }
    await service.drain();
    const rows = await dump(service.client, service.table.name, "");
    return { recorded_at: RECORDED_AT.toISOString(), api_key: service.key, requests, rows };
  } finally {
    await service.close();
  }
}
