/**
 * `npm run redrive -- --stage STAGE [--dry-run]`: hands what is in the failure bucket to the consumer that gave it up,
 * and removes it there once that consumer is done with it. What fails again stays.
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
import { givenUp } from "@skillmeat-deployments/events/failures.ts";
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

const keys: string[] = [];
const pages: AsyncIterable<ListObjectsV2CommandOutput> = paginateListObjectsV2({ client: s3 }, { Bucket });
for await (const page of pages) keys.push(...(page.Contents ?? []).map((object) => object.Key as string));
// Record by record in the order they came: an item's changes keep theirs.
keys.sort();

let done = 0;
const left: string[] = [];
const bar = new cliProgress.SingleBar({ format: "{bar} {value}/{total} {key}" }, cliProgress.Presets.rect);
if (!values["dry-run"]) bar.start(keys.length, 0, { key: "" });
for (const Key of keys) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const { consumer, records } = givenUp((await Body?.transformToString()) ?? "");
  if (values["dry-run"]) {
    console.log(`${Key}: ${records.length} for ${consumer}`);
    continue;
  }
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: `${Resource.App.name}-${Resource.App.stage}-${consumer}`,
      Payload: JSON.stringify({ Records: records }),
    }),
  );
  const answer = JSON.parse(Payload?.transformToString() || "{}") as { batchItemFailures?: unknown[] };
  if (FunctionError === undefined && answer.batchItemFailures?.length === 0) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    done++;
  } else {
    left.push(Key);
  }
  bar.increment({ key: Key });
}
bar.stop();
if (!values["dry-run"]) console.log(`${done} redriven, ${left.length} left in ${Bucket}`);
for (const key of left) console.log(`  ${key}`);
process.exitCode = left.length === 0 ? 0 : 1;
