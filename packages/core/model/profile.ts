/** Deployment profiles: for one project and platform, what goes where. */
import * as z from "zod";
import { ArtifactPathMap, orderedByType } from "../catalogue/mapping.ts";
import { Platform } from "../catalogue/platform.ts";
import type { Ctx } from "../context.ts";
import { invalid } from "../fault.ts";
import { isLive } from "../resource/change.ts";
import { createCollection } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { Description, ProfileId, ProjectId, RelativePath } from "../values/strings.ts";
import { projectOwner } from "./project.ts";

const list = <T extends z.ZodType>(of: T) => z.array(of).max(64, "must have at most 64 entries");

export const Profile = defineResource("DeploymentProfile", "Deployment profile", {
  identity: {
    id: z.string().meta({ description: "`<project_id>:<profile_id>`.", example: "web-shop:claude", readOnly: true }),
    project_id: ProjectId.meta({ description: "The project that owns it." }),
    profile_id: ProfileId.meta({
      description: "Chosen by the client, unique in the project, immutable.",
      example: "claude",
    }),
  },
  writable: {
    platform: Platform,
    root_dir: RelativePath.meta({ description: "The platform's folder, relative to the project.", example: ".claude" }),
    artifact_path_map: ArtifactPathMap,
    project_config_filenames: list(RelativePath).meta({
      description: "Instruction files the platform reads, relative to the project.",
      example: ["CLAUDE.md"],
    }),
    context_path_prefixes: list(RelativePath).meta({
      description: "Where context entities may be written, relative to the project.",
      example: [".claude/context/"],
    }),
    supported_artifact_types: list(ArtifactType).meta({
      description: "The types it takes; empty: no restriction beyond its map.",
      example: ["skill", "agent"],
    }),
    description: Description.nullable().meta({ description: "Free text." }),
  },
  readOnly: {},
});
export type Profile = z.infer<typeof Profile.read>;

export const ProfileCreate = z
  .strictObject({
    profile_id: Profile.read.shape.profile_id,
    ...Profile.writable.partial().shape,
    platform: Platform,
    skills_layout: z.enum(["native", "shared"]).optional().meta({
      description:
        "Of a platform that reads both: its own skills folder, or `.agents/skills`, which others read too. Chooses the map's entry, and is not stored.",
    }),
  })
  .meta({
    id: "DeploymentProfileCreate",
    description:
      "Fields left out come from the platform's catalogue entry; a field that is given, even empty, is kept.",
  });
export type ProfileCreate = z.infer<typeof ProfileCreate>;

type ProjectIds = { readonly project_id: string };
type ProfileIds = ProjectIds & { readonly profile_id: string };

/** Deleting a profile keeps its deployment records. */
export const profiles = createCollection<typeof Profile, ProjectIds, ProfileIds>({
  resource: Profile,
  key: (tenant, { project_id, profile_id }) => keys.profile(tenant, project_id, profile_id),
  idOf: ({ profile_id }) => profile_id,
  range: (tenant, { project_id }) => ({ pk: keys.projectPartition(tenant, project_id), prefix: PREFIX.profile }),
  owner: projectOwner,
  normalise: (profile) => ({ ...profile, artifact_path_map: orderedByType(profile.artifact_path_map) }),
});

/** The most profiles that `all_profiles` records in one transaction. */
export const ALL_PROFILES = 90;

/** The project's live profiles. @throws 422 where there are more than `all_profiles` takes */
export async function allProfiles(
  ctx: Ctx,
  projectId: string,
  parent: string,
  pointer = "/all_profiles",
): Promise<Profile[]> {
  const span = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.profile };
  const { items } = await readAll(ctx, { items: ALL_PROFILES + 1 }, span, (row) =>
    isLive(row, parent) ? profiles.fromRow(row) : undefined,
  );
  if (items.length > ALL_PROFILES) {
    const detail = `the project has more than ${ALL_PROFILES} profiles; name those that are meant`;
    throw invalid({ pointer, detail });
  }
  return items;
}
