/** The schema of a tracker's rows. */
import * as z from "zod";
import { Deployment } from "../model/deployment.schema.ts";
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
