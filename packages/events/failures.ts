/** The failure bucket: records that alone fail for good, whole, each an object of its own. */
import type { AwsClient } from "aws4fetch";
import { type StreamRecord, sequenceNumberOf } from "./stream.ts";

/** What an object holds. */
export type SetAside = { consumer: string; error: string; record: StreamRecord };

/**
 * Writes by one signed PUT: S3's own client would be half of the recorder's bundle, for what should never be called.
 * @param base the bucket's URL
 */
export function createFailureStore(aws: AwsClient, base: string, consumer: string, now: () => Date) {
  return async (record: StreamRecord, error: unknown): Promise<void> => {
    const kept: SetAside = { consumer, error: String(error), record };
    const key = `${consumer}/${now().toISOString().slice(0, 10)}/${nameOf(record)}.json`;
    const response = await aws.fetch(`${base}/${key}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(kept),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`The failure bucket answers ${response.status}`);
  };
}

/** One record, one object, however often it is set aside. */
function nameOf(record: StreamRecord): string {
  return record.dynamodb?.SequenceNumber ? sequenceNumberOf(record) : (record.eventID ?? crypto.randomUUID());
}

/** A bucket's URL: AWS's own, or that of a stand-in. */
export const bucketUrl = (bucket: string, region: string, endpoint: string | undefined) =>
  endpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : `${endpoint}/${bucket}`;
