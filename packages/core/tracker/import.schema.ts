/** The schema of the result of an import. */
import * as z from "zod";
import { MAX_LISTED_ROWS } from "../model/limits.ts";
import { withCommas } from "../values/number.ts";

const pointer = z.string().meta({ description: "The JSON pointer of the row.", example: "/deployed/3" });
const listed = `At most ${withCommas(MAX_LISTED_ROWS)} are listed.`;

/** The result of an import. */
export const ImportResult = z
  .object({
    created: z.int().describe("The number of new records."),
    updated: z.int().describe("The number of records that changed."),
    unchanged: z.int().describe("The number of records that were already equal. They cause no event."),
    deleted: z.int().describe("With `mirror`: the number of deleted records."),
    not_in_file: z
      .int()
      .describe(
        "The number of records that stay although the file does not have them: records of the profiles that the file " +
          "has rows of, and of `profile_id`.",
      ),
    artifacts: z
      .object({
        created: z.int().describe("The number of new artifacts."),
        updated: z.int().describe("The number of artifacts whose source or hash changed."),
        unchanged: z.int().describe("The number of artifacts that were already equal. They cause no event."),
      })
      .optional()
      .meta({ id: "ImportedArtifacts", description: "Of a lock file: the number of its artifacts, by outcome." }),
    truncated: z
      .literal(true)
      .optional()
      .describe("true: `not_in_file` is incomplete, because these are more than 10,000 records or 100 profiles."),
    superseded: z
      .int()
      .describe("The number of rows that were ignored because a later row of the file has the same identity."),
    superseded_rows: z
      .array(
        z
          .object({ pointer, superseded_by: pointer.describe("The JSON pointer of the later row.") })
          .meta({ id: "SupersededRow", description: "A row that was ignored because of a later one." }),
      )
      .describe(`Which rows were superseded. ${listed}`),
    left_out: z
      .int()
      .describe(
        "The number of rows and keys that were not imported: with `lenient` the invalid ones, and of a lock file what is " +
          "no artifact, such as a file that several artifacts share.",
      ),
    left_out_rows: z
      .array(
        z
          .object({ pointer, reason: z.string().describe("Why the row was left out.") })
          .meta({ id: "LeftOutRow", description: "A row or a key that was not imported." }),
      )
      .describe(`Which rows and keys were left out. ${listed}`),
  })
  .meta({ id: "ImportResult", description: "The number of rows, by outcome." });
export type ImportResult = z.infer<typeof ImportResult>;
