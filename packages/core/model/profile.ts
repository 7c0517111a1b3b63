/** Deployment profiles: for one project and platform, what goes where. */
import * as z from "zod";
import { ArtifactPathMap, orderedByType } from "../catalogue/mapping.ts";
import { Platform, type PlatformRead, readPlatform } from "../catalogue/platform.ts";
import type { Ctx, Page, Precondition, Versioned } from "../context.ts";
import { Fault, invalid, notFound } from "../fault.ts";
import { assertDeleted, assertItemSize, firstStamp, requireLive, tombstoneStamp } from "../resource/change.ts";
import { defineResource } from "../resource/define.ts";
import { readStored } from "../resource/stored.ts";
import { applyUpdate, type Update } from "../resource/update.ts";
import { assertParentIsCurrent, edit } from "../resource/write.ts";
import { blockingRow, commit } from "../storage/idempotency.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import type { ResourceRow } from "../storage/row.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { isEqual, withoutNulls } from "../values/json.ts";
import { Description, ProfileId, ProjectId, RelativePath } from "../values/strings.ts";
import { liveProject, pageOfChildren, projectRow } from "./project.ts";

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

export function profileFromRow(row: ResourceRow): Profile {
  const profile = readStored(Profile.read, row);
  return { ...profile, artifact_path_map: orderedByType(profile.artifact_path_map) };
}

/** The catalogue's answer to every field that was left out. @throws 422 where a platform has no root_dir to offer */
export function withPreset(input: ProfileCreate): z.infer<typeof Profile.writable> {
  const preset = readPlatform(input.platform);
  if (input.skills_layout !== undefined && input.artifact_path_map !== undefined) {
    const detail = "skills_layout chooses an entry of the preset's map; it is not for a map that is given";
    throw invalid({ pointer: "/skills_layout", detail });
  }
  const root_dir = input.root_dir ?? preset.root_dir;
  if (root_dir === null) {
    throw invalid({ pointer: "/root_dir", detail: `root_dir is required: platform '${input.platform}' has no preset` });
  }
  return {
    platform: input.platform,
    root_dir,
    artifact_path_map: input.artifact_path_map ?? withLayout(input, preset),
    project_config_filenames: input.project_config_filenames ?? preset.project_config_filenames,
    context_path_prefixes: input.context_path_prefixes ?? preset.context_path_prefixes,
    supported_artifact_types: input.supported_artifact_types ?? preset.supported_artifact_types,
    description: input.description ?? null,
  };
}

/** The preset's map, with skills where the caller wants them. @throws 422 where there is no such choice */
function withLayout({ platform, skills_layout }: ProfileCreate, preset: PlatformRead): ArtifactPathMap {
  if (skills_layout === undefined) return preset.artifact_path_map;
  if (!preset.skills_layouts) {
    const detail = `skills_layout: platform '${platform}' does not read skills in its own folder and in .agents/skills`;
    throw invalid({ pointer: "/skills_layout", detail });
  }
  return orderedByType({ ...preset.artifact_path_map, skill: preset.skills_layouts[skills_layout] });
}

/** @throws 404 where the project is not there; 409 where it has a profile of this id; 422 */
export async function createProfile(ctx: Ctx, projectId: string, input: ProfileCreate): Promise<Versioned<Profile>> {
  const fields = withPreset(input);
  const { profile_id } = input;
  const { uid: parent } = await projectRow(ctx, projectId);
  const row: ResourceRow = {
    ...withoutNulls({ id: `${projectId}:${profile_id}`, project_id: projectId, profile_id, ...fields }),
    ...keys.profile(ctx.tenant, projectId, profile_id),
    ...firstStamp(ctx, parent),
  };
  assertItemSize(row);
  const created = { value: profileFromRow(row), change: row.change };
  const committed = await commit(ctx, [{ put: row, when: { is: "new", parent } }], created);
  if (!committed.done) {
    assertParentIsCurrent(blockingRow(committed), parent);
    throw new Fault("already-exists", `Deployment profile '${profile_id}' already exists`);
  }
  return created;
}

/** The project's row and the profile's, in one round trip. */
async function rows(ctx: Ctx, projectId: string, profileId: string) {
  const key = keys.profile(ctx.tenant, projectId, profileId);
  const [project, row] = await ctx.table.getMany([keys.project(ctx.tenant, projectId), key]);
  return { key, row, parent: liveProject(project, projectId).uid };
}

export async function readProfile(ctx: Ctx, projectId: string, profileId: string): Promise<Versioned<Profile>> {
  const { row, parent } = await rows(ctx, projectId, profileId);
  const found = requireLive(row, Profile.label, profileId, parent);
  return { value: profileFromRow(found), change: found.change };
}

/** By its `id`, `<project_id>:<profile_id>`: no index is needed, since neither half can hold a colon. */
export async function readProfileById(ctx: Ctx, id: string): Promise<Versioned<Profile>> {
  const [projectId, profileId, more] = id.split(":");
  if (!projectId || !profileId || more !== undefined) throw notFound(Profile.label, id);
  return readProfile(ctx, projectId, profileId);
}

export async function listProfiles(
  ctx: Ctx,
  projectId: string,
  page: { limit: number; after: string | undefined },
): Promise<Page<Profile>> {
  const span = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.profile, ...page };
  return pageOfChildren(ctx, projectId, span, profileFromRow);
}

export async function updateProfile(
  ctx: Ctx,
  projectId: string,
  profileId: string,
  update: Update,
  ifMatch: Precondition,
): Promise<Versioned<Profile>> {
  return edit(ctx, {
    label: Profile.label,
    id: profileId,
    ...(await rows(ctx, projectId, profileId)),
    ifMatch,
    read: profileFromRow,
    change: ({ id, project_id, profile_id, created_at: _c, updated_at: _u, version: _v, ...current }) => {
      const identity = { id, project_id, profile_id };
      const next = applyUpdate(Profile, current, identity, update);
      return isEqual(next, current) ? undefined : withoutNulls({ ...identity, ...next });
    },
  });
}

/** Its deployment records stay. */
export async function deleteProfile(
  ctx: Ctx,
  projectId: string,
  profileId: string,
  ifMatch: Precondition,
): Promise<void> {
  const { uid: parent } = await projectRow(ctx, projectId);
  const key = keys.profile(ctx.tenant, projectId, profileId);
  const result = await ctx.table.tombstone(key, tombstoneStamp(ctx), { is: "live", changes: ifMatch, parent });
  assertDeleted(result, Profile.label, profileId, parent);
}
