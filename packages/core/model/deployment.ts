/** Deployment records: which version of an artifact was deployed where. */
import * as z from "zod";
import { type Platform, PRIMARY } from "../catalogue/platform-id.ts";
import type { Ctx } from "../context.ts";
import { createCollection } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { toStored } from "../resource/stored.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import type { Page, PageRequest } from "../storage/pages.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { escapedName, isEscapedName, Name, normalisedName, ProfileId, RelativePath, Text } from "../values/strings.ts";
import { MAX_PROFILES } from "./profile.ts";
import { projectOwner } from "./project.ts";

/** The number of hashes that `version_lineage` keeps. */
export const MAX_LINEAGE = 64;

const Hash = Text.min(1, "must not be empty");

/** A deployment record. Its identity is the profile, the artifact type and the normalised artifact name. */
export const Deployment = defineResource(
  "Deployment",
  "Deployment",
  {
    identity: {
      deployment_id: z.string().meta({
        description:
          "The id of the record, `<profile_id>:<type>:<normalised name>`. For a record without a profile the first " +
          "part is `claude_code`.",
        example: "claude:skill:code-review",
        readOnly: true,
      }),
      artifact_name: Name.meta({ description: "The name of the artifact.", example: "code-review" }),
      artifact_type: ArtifactType,
      deployment_profile_id: Text.nullable().meta({
        description:
          "The profile with which the artifact was deployed. null: a record without a profile, such as one from " +
          "before SkillMeat had profiles.",
        example: "claude",
      }),
    },
    writable: {
      from_collection: Text.meta({
        description: "The collection from which the artifact was deployed.",
        example: "default",
      }),
      deployed_at: Text.meta({
        description:
          "Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a " +
          "time zone.",
        example: "2026-03-10T05:16:23.000Z",
      }),
      artifact_path: RelativePath.meta({
        description:
          "The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder.",
        example: "skills/code-review",
      }),
      artifact_path_base: z
        .enum(["root", "project"])
        .describe("The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project."),
      content_hash: Hash.describe("SHA-256 of the deployed content, as SkillMeat computes it."),
      collection_sha: Text.describe(
        "Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given.",
      ),
      local_modifications: z.boolean().describe("Whether the deployed copy was edited after the deployment."),
      version_lineage: z
        .array(Text)
        .max(MAX_LINEAGE, `must have at most ${MAX_LINEAGE} entries`)
        .describe("The hashes of the deployed versions, oldest first. The newest 64 are kept."),
      merge_base_snapshot: Text.nullable().describe("Hash of the common ancestor for a three-way merge."),
      modification_detected_at: Text.nullable().describe("Time at which a local edit was first detected."),
      parent_hash: Text.nullable().describe("Hash of the previous version."),
      last_modified_check: Text.nullable().describe("Time of the last check for local edits."),
      artifact_uuid: Text.nullable().describe("UUID of the artifact in SkillMeat's collection."),
    },
    readOnly: {
      platform: Text.nullable().meta({
        description:
          "Copied from the profile. null: a record without a profile. Imported values are kept, even if the catalogue " +
          "does not contain them.",
        readOnly: true,
        example: "claude_code",
      }),
      profile_root_dir: RelativePath.nullable().meta({
        description: "Copied from the profile. null: a record without a profile.",
        readOnly: true,
        example: ".claude",
      }),
      extra_toml: z.string().nullable().meta({
        description: "Unknown keys of an imported row, as TOML. They are stored and exported again.",
        readOnly: true,
      }),
    },
  },
  { artifact_path_base: "root" },
);
export type Deployment = z.infer<typeof Deployment.read>;

/** The body of a request that records a deployment. */
export const DeploymentCreate = z
  .strictObject({
    artifact_name: Deployment.read.shape.artifact_name,
    artifact_type: ArtifactType,
    ...Deployment.writable.partial().shape,
    content_hash: Hash.describe("SHA-256 of the deployed content, as SkillMeat computes it."),
    deployment_profile_id: ProfileId.nullable()
      .optional()
      .meta({
        description:
          "The profile with which the artifact was deployed. It must exist. Omitted or null: the record has no profile " +
          "and counts as `claude_code`.",
        example: "claude",
      }),
    all_profiles: z
      .boolean()
      .optional()
      .describe(
        `true: records the deployment for every profile that accepts the artifact, all or none. At most ${MAX_PROFILES} profiles.`,
      ),
  })
  .meta({ id: "DeploymentCreate", description: "A deployment to record." });
export type DeploymentCreate = z.infer<typeof DeploymentCreate>;

/** Returns the id of a record. Without a profile its first part is the primary platform, `claude_code`. */
export const deploymentId = (profileId: string | null | undefined, type: string, name: string) =>
  `${profileId ?? PRIMARY}:${type}:${escapedName(normalisedName(name))}`;

/** Whether a text can be the id of a record. If not, the answer is 404 without a read from storage. */
export function isDeploymentId(id: string): boolean {
  const [profile = "", type = "", ...name] = id.split(":");
  const known = ProfileId.safeParse(profile).success && ArtifactType.safeParse(type).success;
  return known && isEscapedName(name.join(":"));
}

/** Appends a hash to a lineage, and keeps the newest 64. */
export const extendLineage = (hashes: readonly string[], hash: string) => [...hashes, hash].slice(-MAX_LINEAGE);

/** Returns a record with the default of every field that the input can omit. */
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

/** The deployment records of a project. */
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

/** Returns the stored attributes of a record. */
export const deploymentAttributes = (record: Deployment): JsonObject => toStored(Deployment, record);

/** The part of a filter that ids answer: what the ids of the records begin with. */
export const idPrefixOf = ({ profile_id, artifact_type }: DeploymentFilter): string | undefined =>
  profile_id && `${profile_id}:${artifact_type ? `${artifact_type}:` : ""}`;

/** Filters of the list of records. */
export type DeploymentFilter = {
  profile_id?: string | undefined;
  platform?: Platform | undefined;
  artifact_type?: ArtifactType | undefined;
};

/** Whether a record passes the filters by type and platform. A record without a platform counts as `claude_code`. */
export const passesFilter = (record: Deployment, { platform, artifact_type }: DeploymentFilter) =>
  (artifact_type === undefined || record.artifact_type === artifact_type) &&
  (platform === undefined || (record.platform ?? PRIMARY) === platform);

/**
 * Lists the records of a project in byte order of id. Records without a profile count as profile and platform
 * `claude_code`.
 * @throws 400 if the cursor is invalid; 404 if the project does not exist
 */
export function listDeployments(
  ctx: Ctx,
  project_id: string,
  filter: DeploymentFilter,
  page: PageRequest,
): Promise<Page<Deployment>> {
  const idPrefix = idPrefixOf(filter);
  return deployments.list(ctx, { project_id }, page, { idPrefix, keep: (record) => passesFilter(record, filter) });
}
