/** The schema of a project's status. */
import * as z from "zod";
import { Observation, Untracked } from "../model/observations/observation.schema.ts";
import { OBSERVED_OR_NONE } from "../model/observations/observation-terms.ts";
import { ARTIFACT_STATES, STATES } from "./states.ts";

/** What was last observed of a record, as the status filters by it. */
export const ObservedState = z
  .enum(OBSERVED_OR_NONE)
  .describe("The state in which the record was last observed on a disk. `none`: it was not observed yet.");

const OBSERVED_TEXTS: Record<(typeof OBSERVED_OR_NONE)[number], string> = {
  synced: "The number of records that were last observed as they should be.",
  modified: "The number of records of which something else was last observed.",
  missing: "The number of records of which nothing was last observed.",
  none: "The number of records that were not observed yet.",
};

export const State = z
  .enum(STATES)
  .describe(
    "`unverified`: the hashes of the record and of the registered artifact are of different kinds, so they cannot be " +
      "compared, or the artifact was not read. `diverged`: both of the next two. `modified`: the deployed copy has local modifications. `outdated`: the " +
      "registered artifact has another hash. `synced`: none of these.",
  );

const NUMBER_OF: Record<(typeof STATES)[number], string> = {
  synced: "The number of synced records.",
  modified: "The number of modified records.",
  outdated: "The number of outdated records.",
  diverged: "The number of records that are both modified and outdated.",
  unverified: "The number of records that cannot be compared.",
};

export const Counts = z
  .object({
    total: z.int().describe("The number of records."),
    ...(Object.fromEntries(STATES.map((state) => [state, z.int().describe(NUMBER_OF[state])])) as Record<
      (typeof STATES)[number],
      z.ZodInt
    >),
    observed: z
      .object(
        Object.fromEntries(OBSERVED_OR_NONE.map((state) => [state, z.int().describe(OBSERVED_TEXTS[state])])) as Record<
          (typeof OBSERVED_OR_NONE)[number],
          z.ZodInt
        >,
      )
      .meta({ id: "ObservedCounts", description: "The number of records, by what was last observed of them." }),
  })
  .meta({ id: "StatusCounts", description: "The number of records, in total and by state." });
export type Counts = z.infer<typeof Counts>;

const truncated = z.literal(true).optional();

/** The status of a project. */
export const Status = z
  .object({
    counts: Counts,
    platforms: z
      .record(z.string(), Counts)
      .describe("The counts by platform. Records without a platform count as `claude_code`."),
    profiles: z
      .array(
        z
          .object({
            profile_id: z.string().describe("The id of the profile. Records without a profile count as `claude_code`."),
            platform: z.string().describe("The platform of the profile."),
            exists: z.boolean().describe("Whether the profile exists. false: only records name it."),
            counts: Counts,
            deployments: z
              .array(
                z
                  .object({
                    deployment_id: z
                      .string()
                      .meta({ description: "The id of the record.", example: "claude:skill:code-review" }),
                    status: State,
                    artifact: z
                      .enum(ARTIFACT_STATES)
                      .describe(
                        "`registered`: there is an artifact of the same type and name, and of the record's collection if the " +
                          "artifact names one. `absent`: there is none. `unknown`: the tenant has more artifacts of this type than a " +
                          "status reads.",
                      ),
                    profile: z.enum(["present", "absent"]).describe("Whether the record's profile exists."),
                    observed: Observation.nullable().describe(
                      "What a client last saw of it on a disk. null: it was not observed yet.",
                    ),
                  })
                  .meta({ id: "DeploymentStatus", description: "The status of one record." }),
              )
              .describe("The records of the profile that are on this page, in byte order of id."),
            truncated: truncated.describe("true: further records of the profile are on other pages."),
          })
          .meta({ id: "ProfileStatus", description: "The status of the records of one profile." }),
      )
      .describe("The records by profile, in byte order of profile id."),
    untracked: Untracked.nullable().describe(
      "How many files and folders of the project have no record, as last observed. null: it was not observed yet.",
    ),
    truncated: truncated.describe(
      "true: the answer is incomplete, because a limit was reached: 10,000 records, profiles or artifacts of a type, or 1,000 " +
        "profiles or platforms to list.",
    ),
  })
  .meta({ id: "ProjectStatus", description: "The state of the deployment records of a project." });
export type Status = z.infer<typeof Status>;
