/** Dead letters: stream records that a consumer gave up. Each is stored whole, as an object of the failure bucket. */
import type { AwsClient } from "aws4fetch";
import type { StreamRecord } from "./stream.ts";

/** The content of an object. `consumer`: `record` or `publish`. `set_aside_at`: when it was stored (RFC 3339). */
export type DeadLetter = { consumer: string; error: string; set_aside_at: string; record: StreamRecord };

/** The URL of the bucket: its regional domain, or a path below `endpoint` if that is set. */
export const bucketUrl = ({ name, domain }: { name: string; domain: string }, endpoint: string | undefined) =>
  endpoint === undefined ? `https://${domain}` : `${endpoint}/${name}`;

/**
 * The dead letter of a record. The time changes the content, and so the object's ETag, each time the record is stored:
 * a redrive deletes only the version that it has read.
 */
export const deadLetterOf = (consumer: string, record: StreamRecord, error: unknown, at: Date): DeadLetter => ({
  consumer,
  error: String(error),
  set_aside_at: at.toISOString(),
  record,
});

/**
 * Creates the function that stores a dead letter, by one signed PUT. The S3 client is not used because it would be half
 * of the recorder's bundle, for a call that is rare.
 * @param bucket the URL of the bucket
 */
export function createDeadLetterStore(aws: AwsClient, bucket: string, consumer: string, now: () => Date) {
  return async (record: StreamRecord, error: unknown): Promise<void> => {
    const response = await aws.fetch(`${bucket}/${consumer}/${objectNameOf(record)}.json`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(deadLetterOf(consumer, record, error, now())),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`The failure bucket returned status ${response.status}`);
  };
}

/**
 * The name of a record's object: its day and sequence number, so that a record that fails again replaces its object.
 */
function objectNameOf({ dynamodb, eventID }: StreamRecord): string {
  const day = new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString().slice(0, 10);
  return `${day}/${dynamodb?.SequenceNumber ?? eventID ?? "unnumbered"}`;
}

/**
 * The consumer and the stream records of an object in the bucket. The object is either a dead letter of a consumer, or
 * a batch that Lambda discarded because of its age, with the event as `payload`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 * @throws if the object is neither
 */
export function parseDeadLetter(text: string): { consumer: string; records: StreamRecord[] } {
  const object = JSON.parse(text) as Partial<DeadLetter> & {
    requestContext?: { functionArn?: string };
    payload?: string | { Records: StreamRecord[] };
  };
  if (object.consumer !== undefined && object.record) return { consumer: object.consumer, records: [object.record] };
  // arn:aws:lambda:<region>:<account>:function:<app>-<stage>-<consumer>[:<version>]
  const functionName = object.requestContext?.functionArn?.split(":")[6];
  const payload = typeof object.payload === "string" ? JSON.parse(object.payload) : object.payload;
  const consumer = functionName?.split("-").at(-1);
  if (consumer === undefined || !payload?.Records)
    throw new Error("Neither a dead letter of a consumer nor a discarded batch from Lambda");
  return { consumer, records: payload.Records };
}
