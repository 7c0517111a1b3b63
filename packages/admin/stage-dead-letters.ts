/** The dead letters of a stage: objects of its failure bucket, handled by its Lambda functions. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { parseDeadLetter } from "@skillmeat-deployments/events/dead-letter.ts";
import type { DeadLetters } from "./redrive.ts";

/** Opens the bucket. @param functionPrefix what the names of the functions begin with, before the consumer */
export function openStageDeadLetters(Bucket: string, functionPrefix: string): DeadLetters {
  const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
  const lambda = new LambdaClient({});
  return {
    name: Bucket,
    async listKeys() {
      const keys: string[] = [];
      const pages: AsyncIterable<ListObjectsV2CommandOutput> = paginateListObjectsV2({ client: s3 }, { Bucket });
      for await (const page of pages) keys.push(...(page.Contents ?? []).map((object) => object.Key as string));
      return keys;
    },
    async read(key) {
      const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
      return { key, version: ETag, ...parseDeadLetter((await Body?.transformToString()) ?? "") };
    },
    async send({ consumer, records }) {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: `${functionPrefix}${consumer}`,
          Payload: JSON.stringify({ Records: records }),
        }),
      );
      if (FunctionError !== undefined) throw new Error(`the consumer failed: ${FunctionError}`);
      return JSON.parse(Payload?.transformToString() || "{}") as { batchItemFailures?: unknown[] };
    },
    async remove({ key, version }) {
      // If the consumer stored the record as a dead letter again, the ETag differs and the object stays.
      await s3.send(
        new DeleteObjectCommand({ Bucket, Key: key, ...(version === undefined ? {} : { IfMatch: version }) }),
      );
    },
    close: async () => {
      s3.destroy();
      lambda.destroy();
    },
  };
}
