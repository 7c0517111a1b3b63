/** The fields of SkillMeat's trackers, in their order. */
import type { Deployment } from "../model/deployments/deployment.schema.ts";

/** The fields of a record that a tracker has. */
export type TrackerField = Exclude<
  keyof Deployment,
  "deployment_id" | "extra_toml" | "created_at" | "updated_at" | "version"
>;

/** The order of fields in an export: the order in SkillMeat's own trackers. */
export const FIELD_ORDER = [
  "artifact_name",
  "artifact_type",
  "from_collection",
  "deployed_at",
  "artifact_path",
  "artifact_path_base",
  "content_hash",
  "local_modifications",
  "parent_hash",
  "version_lineage",
  "last_modified_check",
  "modification_detected_at",
  "merge_base_snapshot",
  "deployment_profile_id",
  "platform",
  "profile_root_dir",
  "artifact_uuid",
  "collection_sha",
  "written_hash",
] as const satisfies TrackerField[];

/** A field that is missing in `FIELD_ORDER` would be lost by an export: then this line does not compile. */
true satisfies Exclude<TrackerField, (typeof FIELD_ORDER)[number]> extends never ? true : false;
