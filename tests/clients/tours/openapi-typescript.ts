/** The tour of the README with openapi-fetch and the types of openapi-typescript. Arguments: URL, key, project id. */
import createClient from "openapi-fetch";
import type { components, paths } from "../generated/openapi-typescript.ts";
import { cursorOf, report } from "./report.ts";

const [baseUrl = "", key = "", project_id = ""] = process.argv.slice(2);
const client = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl,
  headers: { authorization: `Bearer ${key}` },
});
const inProject = { path: { project_id } };

type Answer<Data> = { data: Data; response: Response } | { error: { code: string }; response: Response };

async function dataOf<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const reply = await answer;
  if ("data" in reply) return reply.data;
  throw new Error(`${reply.response.status} ${reply.error.code}`);
}

const seen = report();
const project = await dataOf(client.POST("/projects", { body: { project_id, name: "Tour" } }));
seen.ids.push(project.project_id);
for (const platform of ["claude_code", "codex"] as const) {
  const body = { profile_id: platform, platform };
  await dataOf(client.POST("/projects/{project_id}/profiles", { params: inProject, body }));
}
const artifact = await dataOf(client.POST("/artifacts", { body: { type: "skill", name: project_id } }));
seen.ids.push(artifact.artifact_id);
const body = { artifact_type: "skill", artifact_name: artifact.name, content_hash: "2e7442e2" } as const;
await dataOf(
  client.POST("/projects/{project_id}/deployments", { params: inProject, body: { ...body, all_profiles: true } }),
);
const plan = await dataOf(client.POST("/projects/{project_id}/plan", { params: inProject, body: {} }));
seen.planned = plan.entries.map(({ path }) => path);
const status = await dataOf(client.GET("/projects/{project_id}/status", { params: inProject }));
seen.statuses = status.profiles.flatMap(({ deployments }) => deployments.map((record) => record.status));
await dataOf(client.GET("/me", {}));
await dataOf(client.GET("/platforms", {}));

let cursor: string | undefined;
do {
  const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) };
  const params = { path: { project_id }, query };
  const { data = [], response } = await client.GET("/projects/{project_id}/deployments", { params });
  for (const { deployment_id } of data) seen.listed.push(deployment_id);
  cursor = cursorOf(response, "cursor");
} while (cursor !== undefined);

const one = { params: { path: { project_id, profile_id: "codex" } } };
const { response } = await client.GET("/projects/{project_id}/profiles/{profile_id}", one);
const etag = response.headers.get("etag") ?? "";
const changed = await dataOf(
  client.PATCH("/projects/{project_id}/profiles/{profile_id}", {
    params: { ...one.params, header: { "If-Match": etag } },
    body: { description: "Changed" },
  }),
);
seen.description = changed.description;

function read(event: components["schemas"]["Event"]): void {
  switch (event.type) {
    case "skillmeat.profile.created":
    case "skillmeat.profile.updated":
    case "skillmeat.deployment.created":
      seen.events.push(`${event.type} ${event.subject}`);
      break;
    default:
      seen.unknown.push(event.subject);
  }
}
let after = "0";
while (seen.events.length < 5) {
  const params = { path: { project_id }, query: { after } };
  const { data = [], response: page } = await client.GET("/projects/{project_id}/events", { params });
  data.forEach(read);
  after = cursorOf(page, "after") ?? after;
}

await client.DELETE("/projects/{project_id}", { params: inProject });
const { error } = await client.GET("/projects/{project_id}", { params: inProject });
seen.code = error?.code;
console.log(JSON.stringify(seen));
