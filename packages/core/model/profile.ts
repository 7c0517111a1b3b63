/** Deployment profiles: where each artifact type of a project goes on a platform. */
import type { Ctx } from "../context.ts";
import { invalid } from "../fault.ts";
import { createCollection } from "../resource/collection.ts";
import { isLive } from "../resource/tombstone.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import { orderedByType } from "../values/artifact-type.ts";
import { LABELS } from "./labels.ts";
import { MAX_PROFILES } from "./limits.ts";
import type { Profile } from "./profile.schema.ts";
import { projectOwner } from "./project.ts";
import { STORED } from "./stored-shapes.ts";

type ProjectIds = { readonly project_id: string };
type ProfileIds = ProjectIds & { readonly profile_id: string };

/** The deployment profiles of a project. Deleting a profile keeps its deployment records. */
export const profiles = createCollection<typeof Profile, ProjectIds, ProfileIds>({
  label: LABELS.profile,
  stored: STORED.DeploymentProfile,
  key: (tenant, { project_id, profile_id }) => keys.profile(tenant, project_id, profile_id),
  idOf: ({ profile_id }) => profile_id,
  range: (tenant, { project_id }) => ({ pk: keys.projectPartition(tenant, project_id), prefix: PREFIX.profile }),
  owner: projectOwner,
  normalise: (profile) => ({ ...profile, artifact_path_map: orderedByType(profile.artifact_path_map) }),
});

/**
 * Reads all profiles of a project.
 * @param parent the uid of the project
 * @throws 422 if there are more than 90
 */
export async function readAllProfiles(ctx: Ctx, projectId: string, parent: string): Promise<Profile[]> {
  const range = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.profile };
  const { items } = await readAll(ctx, { items: MAX_PROFILES + 1 }, range, (row) =>
    isLive(row, parent) ? profiles.fromRow(row) : undefined,
  );
  if (items.length > MAX_PROFILES) {
    const detail = `the project has more than ${MAX_PROFILES} profiles; record the deployment for each profile by itself`;
    throw invalid({ pointer: "/all_profiles", detail });
  }
  return items;
}
