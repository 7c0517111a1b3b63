/** The schema of the result of an import. */
import * as z from "zod";

/** The result of an import. */
export const ImportResult = z
  .object({
    created: z.int().describe("The number of new records."),
    updated: z.int().describe("The number of records that changed."),
    unchanged: z.int().describe("The number of records that were already equal. They cause no event."),
    superseded: z
      .int()
      .describe("The number of rows that were ignored because a later row of the file has the same identity."),
  })
  .meta({ id: "ImportResult", description: "The number of rows, by outcome." });
export type ImportResult = z.infer<typeof ImportResult>;
