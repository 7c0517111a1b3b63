/**
 * `npm run redrive -- --stage STAGE [--dry-run]`: hands what is in the failure bucket to the consumer that gave it up,
 * the oldest change first, and removes it there once that consumer is done with it. What fails again stays.
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

async function keysInBucket(): Promise<string[]> {
  const keys: string[] = [];
  const pages: AsyncIterable<ListObjectsV2CommandOutput> = paginateListObjectsV2({ client: s3 }, { Bucket });
  for await (const page of pages) keys.push(...(page.Contents ?? []).map((object) => object.Key as string));
  return keys;
}

async function read(Key: string) {
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const { consumer, records } = parseDeadLetter((await Body?.transformToString()) ?? "");
  const { ApproximateCreationDateTime: at = 0, SequenceNumber: number = "" } = records[0]?.dynamodb ?? {};
  return { Key, ETag, consumer, records, at, number };
}
type Held = Awaited<ReturnType<typeof read>>;

/** @throws where the consumer is not done with it */
async function redrive({ Key, ETag, consumer, records }: Held): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: `${Resource.App.name}-${Resource.App.stage}-${consumer}`,
      Payload: JSON.stringify({ Records: records }),
    }),
  );
  const answer = JSON.parse(Payload?.transformToString() || "{}") as { batchItemFailures?: unknown[] };
  if (FunctionError !== undefined) throw new Error(`the consumer fails: ${FunctionError}`);
  if (answer.batchItemFailures?.length !== 0) throw new Error("the consumer is to be tried again");
  // Set aside anew meanwhile, it is another object by now, and stays.
  await s3.send(new DeleteObjectCommand({ Bucket, Key, ...(ETag === undefined ? {} : { IfMatch: ETag }) }));
}

const failed = new Map<string, string>();
const held: Omit<Held, "records">[] = [];
for (const key of await keysInBucket()) {
  try {
    const { records, ...rest } = await read(key);
    held.push(rest);
    if (values["dry-run"]) console.log(`${key}: ${records.length} for ${rest.consumer}`);
  } catch (error) {
    failed.set(key, (error as Error).message);
  }
}
// An item's changes keep their order, whoever gave them up: sequence numbers grow within it.
held.sort((a, b) => a.at - b.at || a.number.length - b.number.length || (a.number < b.number ? -1 : 1));

if (!values["dry-run"]) {
  const bar = new cliProgress.SingleBar({ format: "{bar} {value}/{total} {key}" }, cliProgress.Presets.rect);
  bar.start(held.length, 0, { key: "" });
  for (const { Key } of held) {
    try {
      await redrive(await read(Key));
    } catch (error) {
      failed.set(Key, (error as Error).message);
    }
    bar.increment({ key: Key });
  }
  bar.stop();
  const left = await keysInBucket();
  console.log(
    `${held.length - left.filter((key) => held.some((h) => h.Key === key)).length} redriven, ${left.length} left in ${Bucket}`,
  );
  for (const key of left) console.log(`  ${key}: ${failed.get(key) ?? "given up again"}`);
  process.exitCode = left.length === 0 ? 0 : 1;
} else {
  for (const [key, why] of failed) console.log(`${key}: ${why}`);
}
