/** The schema of a project's status. */
import * as z from "zod";

export const State = z
  .enum(["synced", "modified", "outdated"])
  .describe(
    "`modified`: the deployed copy has local modifications. `outdated`: it has none, but the registered artifact of " +
      "the same type and name has another hash. `synced`: neither.",
  );
export type State = z.infer<typeof State>;

export const Counts = z
  .object({
    total: z.int().describe("The number of records."),
    synced: z.int().describe("The number of synced records."),
    modified: z.int().describe("The number of modified records."),
    outdated: z.int().describe("The number of outdated records."),
  })
  .meta({ id: "StatusCounts", description: "The number of records, in total and by state." });
export type Counts = z.infer<typeof Counts>;

const truncated = z.literal(true).optional().describe("true: the result is incomplete, because a limit was reached.");

/** The status of a project. */
export const Status = z
  .object({
    counts: Counts,
    platforms: z
      .record(z.string(), Counts)
      .describe("The counts by platform. Records without a platform count as `claude_code`."),
    profiles: z
      .array(
        z.object({
          profile_id: z.string().describe("The id of the profile. Records without a profile count as `claude_code`."),
          platform: z.string().describe("The platform of the profile."),
          exists: z.boolean().describe("Whether the profile exists. false: only records name it."),
          counts: Counts,
          deployments: z
            .array(
              z.object({
                deployment_id: z
                  .string()
                  .meta({ description: "The id of the record.", example: "claude:skill:code-review" }),
                status: State,
              }),
            )
            .describe("The records of the profile."),
          truncated,
        }),
      )
      .describe("The records by profile, in byte order of profile id."),
    truncated,
  })
  .meta({ id: "ProjectStatus", description: "The state of the deployment records of a project." });
export type Status = z.infer<typeof Status>;
