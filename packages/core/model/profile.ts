/** Deployment profiles: where each artifact type of a project goes on a platform. */
import * as z from "zod";
import { ArtifactPathMap, orderedByType } from "../catalogue/mapping.ts";
import { Platform } from "../catalogue/platform-id.ts";
import type { Ctx } from "../context.ts";
import { invalid } from "../fault.ts";
import { createCollection } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { isLive } from "../resource/tombstone.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { Description, ProfileId, ProjectId, RelativePath } from "../values/strings.ts";
import { projectOwner } from "./project.ts";

const boundedList = <T extends z.ZodType>(item: T) => z.array(item).max(64, "must have at most 64 entries");

/** A deployment profile. Its identity is its id within the project. */
export const Profile = defineResource("DeploymentProfile", "Deployment profile", {
  identity: {
    id: z.string().meta({
      description: "The globally unique form of the id, `<project_id>:<profile_id>`.",
      example: "web-shop:claude",
      readOnly: true,
    }),
    project_id: ProjectId.meta({ description: "The project that owns the profile.", example: "web-shop" }),
    profile_id: ProfileId.meta({
      description: "The id of the profile within the project. The client chooses it. Immutable.",
      example: "claude",
    }),
  },
  writable: {
    platform: Platform,
    root_dir: RelativePath.meta({
      description: "The platform's folder, relative to the project.",
      example: ".claude",
    }),
    artifact_path_map: ArtifactPathMap,
    project_config_filenames: boundedList(RelativePath).meta({
      description: "The instruction files that the platform reads, relative to the project.",
      example: ["CLAUDE.md"],
    }),
    context_path_prefixes: boundedList(RelativePath).meta({
      description: "The folders in which context entities can be written, relative to the project.",
      example: [".claude/context/"],
    }),
    supported_artifact_types: boundedList(ArtifactType).meta({
      description: "The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains.",
      example: ["skill", "agent"],
    }),
    description: Description.nullable().describe("A description of the profile."),
  },
  readOnly: {},
});
export type Profile = z.infer<typeof Profile.read>;

/** The body of a request that creates a profile. */
export const ProfileCreate = z
  .strictObject({
    profile_id: Profile.read.shape.profile_id,
    ...Profile.writable.partial().shape,
    platform: Platform,
    skills_layout: z
      .enum(["native", "shared"])
      .optional()
      .meta({
        description:
          "The skills folder, for a platform that reads both: `native` is its own folder, `shared` is `.agents/skills`. " +
          "Sets the entry in `artifact_path_map`; not stored.",
        example: "shared",
      }),
  })
  .meta({
    id: "DeploymentProfileCreate",
    description:
      "Omitted fields come from the platform's preset in the catalogue. A given field is kept, even if it is empty.",
  });
export type ProfileCreate = z.infer<typeof ProfileCreate>;

type ProjectIds = { readonly project_id: string };
type ProfileIds = ProjectIds & { readonly profile_id: string };

/** The deployment profiles of a project. Deleting a profile keeps its deployment records. */
export const profiles = createCollection<typeof Profile, ProjectIds, ProfileIds>({
  resource: Profile,
  key: (tenant, { project_id, profile_id }) => keys.profile(tenant, project_id, profile_id),
  idOf: ({ profile_id }) => profile_id,
  range: (tenant, { project_id }) => ({ pk: keys.projectPartition(tenant, project_id), prefix: PREFIX.profile }),
  owner: projectOwner,
  normalise: (profile) => ({ ...profile, artifact_path_map: orderedByType(profile.artifact_path_map) }),
});

/** The maximum number of profiles for which `all_profiles` records a deployment, in one transaction. */
export const MAX_PROFILES = 90;

/**
 * Reads all profiles of a project.
 * @param parent the uid of the project
 * @param pointer the pointer of the error
 * @throws 422 if there are more than 90
 */
export async function readAllProfiles(
  ctx: Ctx,
  projectId: string,
  parent: string,
  pointer = "/all_profiles",
): Promise<Profile[]> {
  const range = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.profile };
  const { items } = await readAll(ctx, { items: MAX_PROFILES + 1 }, range, (row) =>
    isLive(row, parent) ? profiles.fromRow(row) : undefined,
  );
  if (items.length > MAX_PROFILES) {
    const detail = `the project has more than ${MAX_PROFILES} profiles; name the profiles in the request`;
    throw invalid({ pointer, detail });
  }
  return items;
}
