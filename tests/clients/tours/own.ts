/** The tour of the README with the client of this repository, as it is built. Arguments: URL, key, project id. */
import { createClient, isEvent, ProblemError } from "../generated/client/index.js";
import { report } from "./report.ts";

const [baseUrl = "", apiKey = "", project_id = ""] = process.argv.slice(2);
const api = createClient({ baseUrl, apiKey });
const inProject = { project_id };

const seen = report();
const { data: project } = await api.createProject({ body: { project_id, name: "Tour" } });
seen.ids.push(project.project_id);
for (const platform of ["claude_code", "codex"] as const) {
  await api.createProfile({ ...inProject, body: { profile_id: platform, platform } });
}
const { data: artifact } = await api.createArtifact({ body: { type: "skill", name: project_id } });
seen.ids.push(artifact.artifact_id);
const body = { artifact_type: "skill", artifact_name: artifact.name, content_hash: "2e7442e2" } as const;
await api.recordDeployment({ ...inProject, body: { ...body, all_profiles: true } });
const { data: plan } = await api.planDeployments({ ...inProject, body: {} });
seen.planned = plan.entries.map(({ path }) => path);
const { data: status } = await api.readStatus(inProject);
seen.statuses = status.profiles.flatMap(({ deployments }) => deployments.map((record) => record.status));
await api.readMe();
await api.listPlatforms();

for await (const { deployment_id } of api.listDeployments({ ...inProject, limit: 1 })) seen.listed.push(deployment_id);

const one = { ...inProject, profile_id: "codex" };
const { etag } = await api.readProfile(one);
const { data: changed } = await api.patchProfile({ ...one, ifMatch: etag, body: { description: "Changed" } });
seen.description = changed.description;

for await (const event of api.listProjectEvents(inProject).follow({ intervalMs: 50 })) {
  if (isEvent(event, "skillmeat.profile.created") || isEvent(event, "skillmeat.profile.updated")) {
    seen.events.push(`${event.type} ${event.subject}`);
  } else if (isEvent(event, "skillmeat.deployment.created")) {
    // @ts-expect-error A type that is missing would be `any`, and this no error.
    event.data.after.artifact_name satisfies number;
    seen.events.push(`${event.type} ${event.subject}`);
  } else {
    seen.unknown.push(event.subject);
  }
  if (seen.events.length === 5) break;
}

await api.deleteProject(inProject);
const error: unknown = await api.readProject(inProject).catch((thrown: unknown) => thrown);
if (error instanceof ProblemError) seen.code = error.code;
console.log(JSON.stringify(seen));
