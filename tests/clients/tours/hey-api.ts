/** The tour of the README with the client of @hey-api/openapi-ts, which validates answers. Arguments: URL, key, project id. */
import { client } from "../generated/hey-api/client.gen.ts";
import * as api from "../generated/hey-api/sdk.gen.ts";
import type { Event } from "../generated/hey-api/types.gen.ts";
import { cursorOf, report } from "./report.ts";

const [baseUrl = "", key = "", project_id = ""] = process.argv.slice(2);
client.setConfig({ baseUrl, auth: key });
const path = { project_id };
const throwOnError = true;

const seen = report();
const { data: project } = await api.createProject({ body: { project_id, name: "Tour" }, throwOnError });
seen.ids.push(project.project_id);
for (const platform of ["claude_code", "codex"] as const) {
  await api.createProfile({ path, body: { profile_id: platform, platform }, throwOnError });
}
const { data: artifact } = await api.createArtifact({ body: { type: "skill", name: project_id }, throwOnError });
seen.ids.push(artifact.artifact_id);
const body = { artifact_type: "skill", artifact_name: artifact.name, content_hash: "2e7442e2" } as const;
await api.recordDeployment({ path, body: { ...body, all_profiles: true }, throwOnError });
const { data: plan } = await api.planDeployments({ path, body: {}, throwOnError });
seen.planned = plan.entries.map((entry) => entry.path);
const { data: status } = await api.readStatus({ path, throwOnError });
seen.statuses = status.profiles.flatMap(({ deployments }) => deployments.map((record) => record.status));
await api.readMe({ throwOnError });
await api.listPlatforms({ throwOnError });

let cursor: string | undefined;
do {
  const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) };
  const { data, response } = await api.listDeployments({ path, query, throwOnError });
  for (const { deployment_id } of data) seen.listed.push(deployment_id);
  cursor = cursorOf(response, "cursor");
} while (cursor !== undefined);

const one = { project_id, profile_id: "codex" };
const { response } = await api.readProfile({ path: one, throwOnError });
const headers = { "If-Match": response.headers.get("etag") ?? "" };
const { data: changed } = await api.patchProfile({
  path: one,
  headers,
  body: { description: "Changed" },
  throwOnError,
});
seen.description = changed.description;

function read(event: Event): void {
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
  const { data, response: page } = await api.listProjectEvents({ path, query: { after }, throwOnError });
  data.forEach(read);
  after = cursorOf(page, "after") ?? after;
}

await api.deleteProject({ path, throwOnError });
const { error } = await api.readProject({ path });
seen.code = error?.code;
console.log(JSON.stringify(seen));
