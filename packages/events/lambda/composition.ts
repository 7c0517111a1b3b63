/** Creates the dependencies that functions share on Lambda. */
import { createWakeQueue } from "@skillmeat-deployments/core/model/webhooks/wake-message.ts";
import { createLog, type Log, type LogOptions } from "@skillmeat-deployments/core/runtime/log.ts";
import { awsIdentity } from "@skillmeat-deployments/core/storage/aws-calls.ts";
import { createClient, noRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import { createSqs } from "@skillmeat-deployments/core/storage/sqs.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { AwsClient } from "aws4fetch";
import { Resource } from "sst/resource";
import { BATCH_METRICS, type BatchDeps } from "../batch.ts";
import { bucketUrl, createDeadLetterStore } from "../dead-letter.ts";
import type { Queue } from "../deliver/queue.ts";

const { env } = process;
export const now = () => new Date();

/** The log of a function. */
export const functionLog = (service: string, metrics: LogOptions["metrics"]): Log =>
  createLog({
    write: (text) => process.stdout.write(text),
    now,
    dimensions: { stage: Resource.App.stage, service },
    metrics,
  });

/** The table, and the counts of what it refused. */
export function openTable() {
  const refusals = noRefusals();
  return { refusals, table: createTable(createClient({}, refusals), Resource.Table.name) };
}

/** The queue of the messages that wake webhooks. */
export const wakeQueue = (log: Log): Queue =>
  createWakeQueue(createSqs({ ...awsIdentity(env), queueUrl: Resource.WebhookQueue.url, log }));

/** The clock, the dead letter store and the log of a consumer of the stream. */
export function consumerDeps(consumer: "record" | "publish"): BatchDeps {
  const { region, credentials } = awsIdentity(env);
  const { sessionToken, ...keys } = credentials;
  const aws = new AwsClient({
    ...keys,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: "s3",
    // Few retries: if a dead letter cannot be written, Lambda delivers its stream record again.
    retries: 2,
    region,
  });
  const bucket = bucketUrl(Resource.Failures, env.AWS_ENDPOINT_URL_S3);
  return {
    now,
    storeDeadLetter: createDeadLetterStore(aws, bucket, consumer, now),
    log: functionLog(consumer, BATCH_METRICS),
  };
}
