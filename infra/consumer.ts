/** What both consumers of the table's stream share. AWS allows two readers a shard: these are the two. */
import { failures } from "./failures.ts";
import { lambda } from "./function.ts";

/** What a consumer writes by itself, and what Lambda asks of a role whose mapping has S3 as its failure destination. */
const keepFailures = [
  { actions: ["s3:PutObject"], resources: [$interpolate`${failures.arn}/*`] },
  { actions: ["s3:ListBucket"], resources: [failures.arn] },
];

export const consumer = (args: Parameters<typeof lambda>[0]) =>
  lambda({
    memory: "512 MB",
    timeout: "1 minute",
    ...args,
    permissions: [...args.permissions, ...keepFailures],
  });

/**
 * How a consumer is fed: rows whose sort key begins with `prefix`, from the oldest the stream has. A filter on the keys
 * lets removals pass too, which have no new image. What fails is brought again until it is 20 hours old, four before
 * the stream would drop it; then it goes to the bucket, whole.
 */
export const fedBy = (prefix: string): sst.aws.DynamoSubscriberArgs => ({
  filters: [{ dynamodb: { Keys: { sk: { S: [{ prefix }] } } } }],
  transform: {
    eventSourceMapping: {
      startingPosition: "TRIM_HORIZON",
      batchSize: 100,
      functionResponseTypes: ["ReportBatchItemFailures"],
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: 20 * 3_600,
      bisectBatchOnFunctionError: true,
      destinationConfig: { onFailure: { destinationArn: failures.arn } },
      metricsConfig: { metrics: ["EventCount"] },
    },
  },
});
