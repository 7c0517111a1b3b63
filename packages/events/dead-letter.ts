/** The failure bucket: records that alone fail for good, whole, each an object of its own. */
import type { AwsClient } from "aws4fetch";
import type { StreamRecord } from "./stream.ts";

/** What an object holds. */
export type DeadLetter = { consumer: string; error: string; set_aside_at: string; record: StreamRecord };

/** Where the bucket answers: by its own name in its region, or below an endpoint that is given. */
export const bucketUrl = ({ name, domain }: { name: string; domain: string }, endpoint: string | undefined) =>
  endpoint === undefined ? `https://${domain}` : `${endpoint}/${name}`;

/** Set aside once more, a record says so by its time: a redrive removes it only as it has read it. */
export const deadLetterOf = (consumer: string, record: StreamRecord, error: unknown, at: Date): DeadLetter => ({
  consumer,
  error: String(error),
  set_aside_at: at.toISOString(),
  record,
});

/**
 * Writes by one signed PUT: S3's own client would be half of the recorder's bundle, for what should never be called.
 * @param bucket its URL
 */
export function createDeadLetterStore(aws: AwsClient, bucket: string, consumer: string, now: () => Date) {
  return async (record: StreamRecord, error: unknown): Promise<void> => {
    const response = await aws.fetch(`${bucket}/${consumer}/${nameOf(record)}.json`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(deadLetterOf(consumer, record, error, now())),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`The failure bucket answers ${response.status}`);
  };
}

/** One record, one object, however often it is brought: its day and its number in the stream. */
function nameOf({ dynamodb, eventID }: StreamRecord): string {
  const day = new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString().slice(0, 10);
  return `${day}/${dynamodb?.SequenceNumber ?? eventID ?? "unnumbered"}`;
}

/**
 * What an object of the bucket holds, and for whom: one record of a consumer's own, or a batch that Lambda gave up for
 * its age, with the event as `payload`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 * @throws where it is neither
 */
export function parseDeadLetter(text: string): { consumer: string; records: StreamRecord[] } {
  const object = JSON.parse(text) as Partial<DeadLetter> & {
    requestContext?: { functionArn?: string };
    payload?: string | { Records: StreamRecord[] };
  };
  if (object.consumer !== undefined && object.record) return { consumer: object.consumer, records: [object.record] };
  // arn:aws:lambda:<region>:<account>:function:<app>-<stage>-<consumer>[:<version>]
  const name = object.requestContext?.functionArn?.split(":")[6];
  const payload = typeof object.payload === "string" ? JSON.parse(object.payload) : object.payload;
  const consumer = name?.split("-").at(-1);
  if (consumer === undefined || !payload?.Records) throw new Error("Neither a record of ours nor a batch of Lambda's");
  return { consumer, records: payload.Records };
}
