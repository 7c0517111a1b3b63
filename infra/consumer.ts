/**
 * The settings that both stream consumers share. DynamoDB may throttle a shard with more than two readers; these are
 * two.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
import { failures } from "./failures.ts";
import { lambda } from "./function.ts";

/**
 * The consumer writes dead letters to the bucket. Lambda requires both permissions for an S3 failure destination:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
const failureBucketPermissions = [
  { actions: ["s3:PutObject"], resources: [$interpolate`${failures.arn}/*`] },
  { actions: ["s3:ListBucket"], resources: [failures.arn] },
];

/** The arguments of a consumer's function. */
export const consumer = (args: Parameters<typeof lambda>[0]) =>
  lambda({
    memory: "512 MB",
    timeout: "1 minute",
    ...args,
    permissions: [...args.permissions, ...failureBucketPermissions],
  });

/**
 * The subscription of a consumer to the rows whose sort key has a prefix. The filter is on the keys because removals
 * have no new image. Failed records are retried until they are 20 hours old, four hours before the stream removes them;
 * then Lambda writes them to the failure bucket.
 * @param parallelizationFactor how many batches of one shard are handled at once. Records of one item stay in order.
 */
export const fedBy = (prefix: string, parallelizationFactor = 1): sst.aws.DynamoSubscriberArgs => ({
  filters: [{ dynamodb: { Keys: { sk: { S: [{ prefix }] } } } }],
  transform: {
    eventSourceMapping: {
      startingPosition: "TRIM_HORIZON",
      batchSize: 100,
      parallelizationFactor,
      functionResponseTypes: ["ReportBatchItemFailures"],
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: 20 * 3_600,
      bisectBatchOnFunctionError: true,
      destinationConfig: { onFailure: { destinationArn: failures.arn } },
      metricsConfig: { metrics: ["EventCount"] },
    },
  },
});
