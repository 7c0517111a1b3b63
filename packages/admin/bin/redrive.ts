/**
 * `npm run redrive -- --stage STAGE [--dry-run]`: sends the dead letters in the failure bucket to their consumers
 * again, the oldest change first. Deletes those that the consumer handles; those that fail again stay in the bucket.
 */
import { parseArgs } from "node:util";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { parseDeadLetter } from "@skillmeat-deployments/events/dead-letter.ts";
import cliProgress from "cli-progress";
import { enterStage } from "./in-stage.ts";

const { values } = parseArgs({ options: { stage: { type: "string" }, "dry-run": { type: "boolean" } } });
if (values.stage === undefined) {
  console.error("Usage: npm run redrive -- --stage STAGE [--dry-run]");
  process.exit(1);
}
enterStage(values.stage);
const { Resource } = await import("sst");

const Bucket = Resource.Failures.name;
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
const lambda = new LambdaClient({});

async function listKeys(): Promise<string[]> {
  const keys: string[] = [];
  const pages: AsyncIterable<ListObjectsV2CommandOutput> = paginateListObjectsV2({ client: s3 }, { Bucket });
  for await (const page of pages) keys.push(...(page.Contents ?? []).map((object) => object.Key as string));
  return keys;
}

async function readDeadLetter(Key: string) {
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const { consumer, records } = parseDeadLetter((await Body?.transformToString()) ?? "");
  const { ApproximateCreationDateTime: createdAt = 0, SequenceNumber: sequenceNumber = "" } =
    records[0]?.dynamodb ?? {};
  return { Key, ETag, consumer, records, createdAt, sequenceNumber };
}
type DeadLetter = Awaited<ReturnType<typeof readDeadLetter>>;

/** Invokes the consumer, then deletes the object. @throws if the consumer fails */
async function redrive({ Key, ETag, consumer, records }: DeadLetter): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: `${Resource.App.name}-${Resource.App.stage}-${consumer}`,
      Payload: JSON.stringify({ Records: records }),
    }),
  );
  const result = JSON.parse(Payload?.transformToString() || "{}") as { batchItemFailures?: unknown[] };
  if (FunctionError !== undefined) throw new Error(`the consumer failed: ${FunctionError}`);
  if (result.batchItemFailures?.length !== 0) throw new Error("the consumer could not handle it yet; redrive it later");
  // If the consumer stored the record as a dead letter again, the ETag differs and the object stays.
  await s3.send(new DeleteObjectCommand({ Bucket, Key, ...(ETag === undefined ? {} : { IfMatch: ETag }) }));
}

/** Error messages by object key. */
const errors = new Map<string, string>();
const deadLetters: Omit<DeadLetter, "records">[] = [];
for (const key of await listKeys()) {
  try {
    const { records, ...deadLetter } = await readDeadLetter(key);
    deadLetters.push(deadLetter);
    if (values["dry-run"]) console.log(`${key}: ${records.length} for ${deadLetter.consumer}`);
  } catch (error) {
    errors.set(key, (error as Error).message);
  }
}
// Changes of one item must keep their order. Sequence numbers of an item increase; they are numbers without padding.
deadLetters.sort(
  (a, b) =>
    a.createdAt - b.createdAt ||
    a.sequenceNumber.length - b.sequenceNumber.length ||
    (a.sequenceNumber < b.sequenceNumber ? -1 : 1),
);

if (!values["dry-run"]) {
  const bar = new cliProgress.SingleBar({ format: "{bar} {value}/{total} {key}" }, cliProgress.Presets.rect);
  bar.start(deadLetters.length, 0, { key: "" });
  for (const { Key } of deadLetters) {
    try {
      await redrive(await readDeadLetter(Key));
    } catch (error) {
      errors.set(Key, (error as Error).message);
    }
    bar.increment({ key: Key });
  }
  bar.stop();
  const remaining = await listKeys();
  const notRedriven = remaining.filter((key) => deadLetters.some(({ Key }) => Key === key));
  console.log(`${deadLetters.length - notRedriven.length} redriven, ${remaining.length} left in ${Bucket}`);
  for (const key of remaining) console.log(`  ${key}: ${errors.get(key) ?? "became a dead letter again"}`);
  process.exitCode = remaining.length === 0 ? 0 : 1;
} else {
  for (const [key, error] of errors) console.log(`${key}: ${error}`);
}
