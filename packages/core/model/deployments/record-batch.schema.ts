/** The schemas of a batch of deployments: its request and its result. */
import * as z from "zod";
import { withCommas } from "../../values/number.ts";
import { MAX_BATCH_ITEMS, MAX_BATCH_RESULT_BYTES } from "../limits.ts";
import { DeploymentCreate } from "./deployment.schema.ts";
import { ITEM_CODES, OUTCOMES } from "./record-batch-terms.ts";

/** The body of a request that records many deployments. */
export const RecordBatch = z
  .strictObject({
    items: z
      .array(
        DeploymentCreate.omit({ all_profiles: true }).meta({
          id: "RecordBatchItem",
          description: "A deployment to record, for one profile or without a profile.",
        }),
      )
      .min(1, "must have at least one item")
      .max(MAX_BATCH_ITEMS, `must have at most ${MAX_BATCH_ITEMS} items`)
      .describe(`The deployments to record, at most ${MAX_BATCH_ITEMS}.`),
  })
  .meta({ id: "RecordBatch", description: "Deployments to record." });
export type RecordBatch = z.infer<typeof RecordBatch>;

/** Why an item was refused. */
const RefusedItem = z
  .object({
    code: z.enum(ITEM_CODES).describe("The error code, as a request that records this item alone has it."),
    status: z.int().describe("The HTTP status of such a request."),
    detail: z.string().describe("An explanation of the error."),
    pointer: z.string().meta({
      description: "A JSON Pointer (RFC 6901) to the item in the request, or to its field that is at fault.",
      example: "/items/2/deployment_profile_id",
    }),
  })
  .meta({ id: "RecordBatchError", description: "Why an item was refused." });

/** The result of one item. */
const ItemResult = z
  .object({
    deployment_id: z.string().meta({
      description: "The id of the record, also of one that was refused.",
      example: "claude:skill:review",
    }),
    outcome: z
      .enum(OUTCOMES)
      .describe(
        "`created`: the record is new. `updated`: it changed. `unchanged`: it was already equal. `failed`: the item was " +
          "refused, and nothing is written for it.",
      ),
    artifact_path: z
      .string()
      .nullable()
      .describe("Where the artifact is recorded, relative to `artifact_path_base`. null: the item failed."),
    artifact_path_base: z
      .enum(["root", "project"])
      .nullable()
      .describe("The base of `artifact_path`. null: the item failed."),
    error: RefusedItem.nullable().describe("Why the item was refused. null: it was not."),
  })
  .meta({ id: "RecordBatchItemResult", description: "The result of one item." });

const counted = (what: string) => z.int().describe(`The number of items ${what}.`);

/** The number of items by outcome. */
const OutcomeCounts = z
  .object({
    created: counted("with a new record"),
    updated: counted("whose record changed"),
    unchanged: counted("whose record was already equal. They cause no event"),
    failed: counted("that were refused. Nothing is written for them"),
  })
  .meta({ id: "RecordBatchCounts", description: "The number of items, by outcome." });

/** The result of a batch. */
export const RecordBatchResult = z
  .object({
    counts: OutcomeCounts,
    items: z
      .array(ItemResult)
      .describe(
        `The result of each item, in the order of the request. A result of more than ${withCommas(MAX_BATCH_RESULT_BYTES)} bytes is ` +
          "refused (413) before anything is written.",
      ),
  })
  .meta({ id: "RecordBatchResult", description: "The result of a batch: an outcome for each item." });
export type RecordBatchResult = z.infer<typeof RecordBatchResult>;
