/** The schemas of reports of observations: the request and its answer. */
import * as z from "zod";
import { Hash } from "../../values/strings.schema.ts";
import { GivenTime } from "../../values/timestamp.schema.ts";
import { isDeploymentId } from "../deployments/deployment.ts";
import { MAX_OBSERVATIONS } from "../limits.ts";
import { ObservedState } from "./observation.schema.ts";
import { MAX_AHEAD_MINUTES } from "./observation-terms.ts";

const deployment_id = z.string().refine(isDeploymentId, "must be <profile_id>:<type>:<normalised name>").meta({
  description: "The id of the record.",
  example: "claude:skill:code-review",
});

/** One observation of a request. */
const ObservationItem = z
  .strictObject({
    deployment_id,
    state: ObservedState,
    hash: Hash.nullable()
      .optional()
      .meta({ description: "Hash of what lies on the disk. Not for `missing`.", example: "77c1f0aa" }),
  })
  .superRefine(({ state, hash }, ctx) => {
    if (state === "missing" && typeof hash === "string")
      ctx.addIssue({ code: "custom", path: ["hash"], message: "must be omitted where nothing is there" });
  })
  .meta({
    id: "ObservationItem",
    description: "What was observed of one record.",
    not: {
      description: "What is missing has no hash.",
      properties: { state: { const: "missing" }, hash: { type: "string" } },
      required: ["state", "hash"],
    },
  });

/** The body of a request that reports observations. */
export const ObservationReport = z
  .strictObject({
    observed_at: GivenTime.transform((time) => new Date(time).toISOString())
      // JavaScript writes other years with a sign and six digits, which do not compare with times of ours.
      .refine((time) => /^\d{4}-/.test(time), "must be in the years 0000 to 9999, in UTC")
      .meta({
        description: `When the disk was read (RFC 3339), at most ${MAX_AHEAD_MINUTES} minutes in the future. Kept to the millisecond.`,
        example: "2026-03-10T05:16:23Z",
      }),
    untracked: z.int().min(0).max(1_000_000_000).optional().meta({
      description: "The number of files and folders in the project's folders that have no record.",
      example: 3,
    }),
    items: z
      .array(ObservationItem)
      .max(MAX_OBSERVATIONS, `must have at most ${MAX_OBSERVATIONS} items`)
      .superRefine((items, ctx) => {
        const first = new Map<string, number>();
        for (const [i, { deployment_id: id }] of items.entries()) {
          const earlier = first.get(id);
          if (earlier === undefined) first.set(id, i);
          else
            ctx.addIssue({
              code: "custom",
              path: [i, "deployment_id"],
              message: `is the record of items[${earlier}] too`,
            });
        }
      })
      .describe(
        `What was observed of records, at most ${MAX_OBSERVATIONS}, each record once. Can be empty, to report \`untracked\` alone.`,
      ),
  })
  .meta({ id: "ObservationReport", description: "What a client saw on a disk." });
export type ObservationReport = z.infer<typeof ObservationReport>;

const counted = (what: string) => z.int().describe(`The number of observations ${what}.`);

/** The answer to a report. */
export const ObservationResult = z
  .object({
    counts: z
      .object({
        changed: counted("with another state than before, or of a record that had none. Each makes an event"),
        unchanged: counted("with the state that was known. They make no event"),
        ignored: counted("that are older than what is known, or as old with another state. They change nothing"),
        unknown: counted("of records that do not exist. They change nothing"),
      })
      .meta({ id: "ObservationCounts", description: "The number of observations, by what became of them." }),
    unknown: z.array(z.string()).describe("The ids of the records that do not exist, in the order of the request."),
  })
  .meta({ id: "ObservationResult", description: "What became of the observations." });
export type ObservationResult = z.infer<typeof ObservationResult>;
