/** The schemas of a tracker's rows. */
import * as z from "zod";
import { Deployment } from "../model/deployments/deployment.schema.ts";
import { ProfileId } from "../values/strings.schema.ts";
import type { TrackerField } from "./fields.ts";

const {
  deployment_id: _id,
  extra_toml: _extra,
  created_at: _c,
  updated_at: _u,
  version: _v,
  ...known
} = Deployment.read.shape;

known satisfies Record<TrackerField, z.ZodType>;

/** Whether a key of a row is a field of a record. Other keys are kept as they are. */
export const isKnownKey = (key: string) => Object.hasOwn(known, key);

/** The fields of a row that are paths. */
export const PATH_FIELDS = ["artifact_path", "profile_root_dir"] as const satisfies TrackerField[];

const { artifact_name, artifact_type, artifact_path, ...optional } = known;
/** A row of a tracker, without its unknown keys. */
export const TrackerRow = z.strictObject({
  artifact_name,
  artifact_type,
  artifact_path,
  ...z.object(optional).partial().shape,
  deployment_profile_id: ProfileId.optional(),
  version_lineage: z.array(optional.collection_sha).optional(),
});

/** What of a row tells which record it is, whatever else is wrong with the row. */
export const RowIdentity = z.object({ artifact_name, artifact_type, deployment_profile_id: ProfileId.optional() });

/** What of a row a backfill infers the profile from. */
export const RowProfile = z.object({
  artifact_path,
  platform: optional.platform.optional(),
  profile_root_dir: optional.profile_root_dir.optional(),
});
