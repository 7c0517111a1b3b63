/** Deployment records: what was deployed where. */
import * as z from "zod";
import { type Platform, PRIMARY } from "../catalogue/platform.ts";
import type { Ctx } from "../context.ts";
import { createCollection } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { toStored } from "../resource/stored.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import type { Page, PageRequest } from "../storage/pages.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { escapedName, isEscapedName, Name, normalisedName, ProfileId, RelativePath, Text } from "../values/strings.ts";
import { ALL_PROFILES } from "./profile.ts";
import { projectOwner } from "./project.ts";

/** How many hashes `version_lineage` keeps, the newest. */
export const LINEAGE = 64;

const Hash = Text.min(1, "must not be empty");

export const Deployment = defineResource(
  "Deployment",
  "Deployment",
  {
    identity: {
      deployment_id: z.string().meta({
        description: "`<profile_id>:<type>:<normalised name>`; a record without profile counts as `claude_code`.",
        example: "claude:skill:code-review",
        readOnly: true,
      }),
      artifact_name: Name.meta({ description: "The artifact's name.", example: "code-review" }),
      artifact_type: ArtifactType,
      deployment_profile_id: Text.nullable().meta({
        description: "The profile it was deployed with; null before profiles.",
      }),
    },
    writable: {
      from_collection: Text.meta({ description: "The collection it came from.", example: "default" }),
      deployed_at: Text.meta({
        description: "When; a tracker's strings are kept as they came, with or without a zone.",
      }),
      artifact_path: RelativePath.meta({
        description: "Relative to `profile_root_dir`, or to the project; a skill's is its folder.",
        example: "skills/code-review",
      }),
      artifact_path_base: z.enum(["root", "project"]).meta({ description: "What `artifact_path` is relative to." }),
      content_hash: Hash.meta({ description: "SHA-256 of what was deployed, as SkillMeat computes it." }),
      collection_sha: Text.meta({ description: "Hash of the collection's copy then; `content_hash` unless given." }),
      local_modifications: z.boolean().meta({ description: "Whether the deployed copy was edited since." }),
      version_lineage: z
        .array(Text)
        .max(LINEAGE, `must have at most ${LINEAGE} entries`)
        .meta({ description: "The hashes deployed here, oldest first; the newest 64 are kept." }),
      merge_base_snapshot: Text.nullable().meta({ description: "Hash of the common ancestor of a merge." }),
      modification_detected_at: Text.nullable().meta({ description: "When a local edit was first seen." }),
      parent_hash: Text.nullable().meta({ description: "Hash of the version before." }),
      last_modified_check: Text.nullable().meta({ description: "When it was last checked for local edits." }),
      artifact_uuid: Text.nullable().meta({ description: "The artifact's UUID in SkillMeat's collection." }),
    },
    readOnly: {
      platform: Text.nullable().meta({
        description:
          "Copied from the profile; null before profiles. An imported value that the catalogue lacks is kept.",
        readOnly: true,
      }),
      profile_root_dir: RelativePath.nullable().meta({
        description: "Copied from the profile; null before profiles.",
        readOnly: true,
      }),
      extra_toml: z.string().nullable().meta({
        description: "Keys of an imported row that this version does not know, as TOML; kept for the next export.",
        readOnly: true,
      }),
    },
  },
  { artifact_path_base: "root" },
);
export type Deployment = z.infer<typeof Deployment.read>;

export const DeploymentCreate = z
  .strictObject({
    artifact_name: Deployment.read.shape.artifact_name,
    artifact_type: ArtifactType,
    ...Deployment.writable.partial().shape,
    content_hash: Hash.meta({ description: "SHA-256 of what was deployed." }),
    deployment_profile_id: ProfileId.nullable().optional().meta({
      description: "The profile it was deployed with; it must exist. Without one, a record as before profiles.",
    }),
    all_profiles: z
      .boolean()
      .optional()
      .meta({ description: `Record it for every profile that fits, atomically; at most ${ALL_PROFILES}.` }),
  })
  .meta({ id: "DeploymentCreate" });
export type DeploymentCreate = z.infer<typeof DeploymentCreate>;

export const deploymentId = (profileId: string | null | undefined, type: string, name: string) =>
  `${profileId ?? PRIMARY}:${type}:${escapedName(normalisedName(name))}`;

/** Could this be a deployment's id? Decides between looking it up and 404. */
export function isDeploymentId(id: string): boolean {
  const [profile = "", type = "", ...name] = id.split(":");
  const known = ProfileId.safeParse(profile).success && ArtifactType.safeParse(type).success;
  return known && isEscapedName(name.join(":"));
}

/** A lineage with the newest hash behind it. */
export const extendLineage = (hashes: readonly string[], hash: string) => [...hashes, hash].slice(-LINEAGE);

/** A record's defaults (contract, section 2). */
export function recordDefaults(
  ctx: Pick<Ctx, "now">,
  deployment_id: string,
  input: Pick<Deployment, "artifact_name" | "artifact_type" | "content_hash">,
): Omit<Deployment, "artifact_path" | "artifact_path_base"> {
  return {
    deployment_id,
    artifact_name: input.artifact_name,
    artifact_type: input.artifact_type,
    deployment_profile_id: null,
    from_collection: "default",
    deployed_at: ctx.now().toISOString(),
    content_hash: input.content_hash,
    collection_sha: input.content_hash,
    local_modifications: false,
    version_lineage: [input.content_hash],
    merge_base_snapshot: null,
    modification_detected_at: null,
    parent_hash: null,
    last_modified_check: null,
    artifact_uuid: null,
    platform: null,
    profile_root_dir: null,
    extra_toml: null,
    created_at: "",
    updated_at: "",
    version: 1,
  };
}

type ProjectIds = { readonly project_id: string };
type DeploymentIds = ProjectIds & { readonly deployment_id: string };

export const deployments = createCollection<typeof Deployment, ProjectIds, DeploymentIds>({
  resource: Deployment,
  key: (tenant, { project_id, deployment_id }) => keys.deployment(tenant, project_id, deployment_id),
  idOf: ({ deployment_id }) => deployment_id,
  range: (tenant, { project_id }) => ({ pk: keys.projectPartition(tenant, project_id), prefix: PREFIX.deployment }),
  owner: projectOwner,
  afterUpdate: (next, current) => {
    const extend = next.content_hash !== current.content_hash && isEqual(next.version_lineage, current.version_lineage);
    return extend ? { ...next, version_lineage: extendLineage(current.version_lineage, next.content_hash) } : next;
  },
});

/** The attributes that are stored of a record. */
export const deploymentAttributes = (record: Deployment): JsonObject => toStored(Deployment, record);

export type DeploymentFilter = {
  profile_id?: string | undefined;
  platform?: Platform | undefined;
  artifact_type?: ArtifactType | undefined;
};

/** Whether a record passes the filters that its id does not answer. One without a platform counts as `claude_code`. */
export const passesFilter = (record: Deployment, { platform, artifact_type }: DeploymentFilter) =>
  (artifact_type === undefined || record.artifact_type === artifact_type) &&
  (platform === undefined || (record.platform ?? PRIMARY) === platform);

/** A page of a project's records. Those without a profile count as `claude_code`, in their ids and in both filters. */
export function listDeployments(
  ctx: Ctx,
  project_id: string,
  filter: DeploymentFilter,
  page: PageRequest,
): Promise<Page<Deployment>> {
  const { profile_id, artifact_type } = filter;
  const idPrefix = profile_id && `${profile_id}:${artifact_type ? `${artifact_type}:` : ""}`;
  return deployments.list(ctx, { project_id }, page, { idPrefix, keep: (record) => passesFilter(record, filter) });
}
