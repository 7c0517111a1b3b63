/** The schemas of observations: what a client saw of deployment records on a disk. */
import * as z from "zod";
import { Hash } from "../../values/strings.schema.ts";
import { Timestamp } from "../../values/timestamp.schema.ts";
import { OBSERVED_STATES } from "./observation-terms.ts";

/** The state of a record's files. */
export const ObservedState = z.enum(OBSERVED_STATES).meta({
  description:
    "`synced`: what lies on the disk is what the record says. `modified`: it is something else. `missing`: nothing is there.",
  example: "modified",
});

/** What was last observed of a record. */
export const Observation = z
  .object({
    state: ObservedState,
    hash: Hash.nullable().describe("Hash of what lies on the disk. null: it was not told."),
    observed_at: Timestamp.describe("When it was observed (RFC 3339, UTC)."),
  })
  .meta({ id: "Observation", description: "What was last observed of a record on a disk." });
export type Observation = z.infer<typeof Observation>;

/** What was observed of a record, as events have it. */
export const DeploymentObservation = z
  .object({ deployment_id: z.string().meta({ description: "The id of the record." }), ...Observation.shape })
  .meta({ id: "DeploymentObservation", description: "What was observed of a deployment record." });
export type DeploymentObservation = z.infer<typeof DeploymentObservation>;

/** How many files of a project have no record. */
export const Untracked = z
  .object({
    count: z.int().describe("The number of files and folders without a record."),
    observed_at: Timestamp.describe("When they were counted (RFC 3339, UTC)."),
  })
  .meta({ id: "Untracked", description: "The files of a project that have no record, as last observed." });
export type Untracked = z.infer<typeof Untracked>;
