/** Deployment records: which version of an artifact was deployed where. */
import type { Platform } from "../../catalogue/platform-id.schema.ts";
import { PRIMARY, PRIMARY_ROOT } from "../../catalogue/primary.ts";
import type { Ctx } from "../../context.ts";
import { createCollection } from "../../resource/collection.ts";
import { type ParameterTests, passesAll } from "../../resource/list-filter.ts";
import { toStored } from "../../resource/stored.ts";
import { keys, PREFIX } from "../../storage/keys.ts";
import type { ArtifactType } from "../../values/artifact-type.schema.ts";
import { isSameHash } from "../../values/hash.ts";
import { isEqual, type JsonObject } from "../../values/json.ts";
import { CHOSEN_ID, escapedName, isEscapedName, normalisedName, TYPE_NAME } from "../../values/strings.ts";
import { LABELS } from "../labels.ts";
import { MAX_LINEAGE } from "../limits.ts";
import { projectOwner } from "../project.ts";
import { STORED } from "../stored-shapes.ts";
import type { Deployment } from "./deployment.schema.ts";

/** Returns the id of a record. Without a profile its first part is the primary platform, `claude_code`. */
export const deploymentId = (profileId: string | null | undefined, type: string, name: string) =>
  `${profileId ?? PRIMARY}:${type}:${escapedName(normalisedName(name))}`;

/** Whether a text can be the id of a record. If not, the answer is 404 without a read from storage. */
export function isDeploymentId(id: string): boolean {
  const [profile = "", type = "", ...name] = id.split(":");
  return CHOSEN_ID.test(profile) && TYPE_NAME.test(type) && isEscapedName(name.join(":"));
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
    written_hash: null,
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
export type DeploymentIds = ProjectIds & { readonly deployment_id: string };

/** The deployment records of a project. */
export const deployments = createCollection<typeof Deployment, ProjectIds, DeploymentIds>({
  label: LABELS.deployment,
  stored: STORED.Deployment,
  key: (tenant, { project_id, deployment_id }) => keys.deployment(tenant, project_id, deployment_id),
  idOf: ({ deployment_id }) => deployment_id,
  range: (tenant, { project_id }) => ({ pk: keys.projectPartition(tenant, project_id), prefix: PREFIX.deployment }),
  owner: projectOwner,
  afterUpdate: (next, current) => {
    const isNew = !isSameHash(next.content_hash, current.content_hash);
    if (!isNew) return next;
    const lineage = isEqual(next.version_lineage, current.version_lineage)
      ? extendLineage(current.version_lineage, next.content_hash)
      : next.version_lineage;
    // What was written of the former content says nothing of the new one.
    const written_hash = next.written_hash === current.written_hash ? null : next.written_hash;
    return { ...next, version_lineage: lineage, written_hash };
  },
});

/**
 * Returns the root to which a record's path is relative. A record without a profile counts as the primary platform's.
 * @param profile the record's profile, for a record that names the profile but not its root
 */
export const rootOfRecord = (
  { profile_root_dir, deployment_profile_id }: Deployment,
  profile: { root_dir: string } | undefined,
): string => profile_root_dir ?? (deployment_profile_id === null ? PRIMARY_ROOT : (profile?.root_dir ?? PRIMARY_ROOT));

/** Returns the stored attributes of a record. */
export const deploymentAttributes = (record: Deployment): JsonObject => toStored(STORED.Deployment, record);

/** Filters of the list of records. `updated_since`: RFC 3339 in UTC with milliseconds, as `updated_at` is. */
export type DeploymentFilter = {
  profile_id?: string | undefined;
  platform?: Platform | undefined;
  artifact_type?: ArtifactType | undefined;
  artifact_name?: string | undefined;
  content_hash?: string | undefined;
  updated_since?: string | undefined;
};

/** The part of a filter that ids answer: what the ids of the records begin with. */
export const idPrefixOf = ({ profile_id, artifact_type }: DeploymentFilter): string | undefined =>
  profile_id && `${profile_id}:${artifact_type ? `${artifact_type}:` : ""}`;

/** A record without a platform counts as `claude_code`. The profile is not compared, because ids answer it. */
const RECORD_TESTS: ParameterTests<Deployment, DeploymentFilter> = {
  platform: (record, platform) => (record.platform ?? PRIMARY) === platform,
  artifact_type: (record, type) => record.artifact_type === type,
  artifact_name: (record, name) => normalisedName(record.artifact_name) === normalisedName(name),
  content_hash: (record, hash) => isSameHash(record.content_hash, hash),
  updated_since: (record, at) => record.updated_at >= at,
};

/** Returns whether a record passes the part of a filter that ids do not answer. undefined: there is none. */
export const recordPasses = (filter: DeploymentFilter) => passesAll(RECORD_TESTS, filter);
