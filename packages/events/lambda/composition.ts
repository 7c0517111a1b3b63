/** Creates the dependencies that both stream consumers share on Lambda. */
import { createLog } from "@skillmeat-deployments/core/runtime/log.ts";
import { AwsClient } from "aws4fetch";
import { Resource } from "sst/resource";
import { BATCH_METRICS, type BatchDeps } from "../batch.ts";
import { bucketUrl, createDeadLetterStore } from "../dead-letter.ts";

const { env } = process;

/** The clock, the dead letter store and the log of a consumer. */
export function consumerDeps(consumer: "record" | "publish"): BatchDeps {
  const now = () => new Date();
  const region = env.AWS_REGION as string;
  const aws = new AwsClient({
    accessKeyId: env.AWS_ACCESS_KEY_ID as string,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY as string,
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    service: "s3",
    // Few retries: if a dead letter cannot be written, Lambda delivers its stream record again.
    retries: 2,
    region,
  });
  const bucket = bucketUrl(Resource.Failures, env.AWS_ENDPOINT_URL_S3);
  return {
    now,
    storeDeadLetter: createDeadLetterStore(aws, bucket, consumer, now),
    log: createLog({
      write: (text) => process.stdout.write(text),
      now,
      dimensions: { stage: Resource.App.stage, service: consumer },
      metrics: BATCH_METRICS,
    }),
  };
}
