/** Sends messages to a queue of SQS. */
import { chunked } from "../runtime/chunked.ts";
import { inParallel } from "../runtime/parallel.ts";
import { type AwsIdentity, createAwsCalls } from "./aws-calls.ts";

/**
 * A message. SQS keeps a group that has a backlog from delaying the others (fair queues).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export type SqsMessage = { readonly body: string; readonly group: string; readonly delaySeconds: number };

export type SqsOptions = AwsIdentity & {
  queueUrl: string;
  /** Writes one structured line for what was not sent. */
  log: (line: Record<string, unknown>) => void;
};

/** Sends messages. It never throws: what was not sent is logged. */
export type SendMessages = (messages: readonly SqsMessage[]) => Promise<void>;

/**
 * Limits of one call: 10 messages, 1 MiB together.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const CALL_LIMIT = { count: 10, bytes: 1_000_000 };
const PARALLEL_CALLS = 4;
/**
 * The longest delay of a message, in seconds.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html
 */
export const MAX_DELAY_SECONDS = 900;

type Answer = { Failed?: { Code: string }[] };

/** Creates the function that sends messages to a queue. Nothing is loaded before the first one. */
export function createSqs({ queueUrl, log, ...identity }: SqsOptions): SendMessages {
  const call = createAwsCalls<"SendMessageBatch">(
    {
      title: "SQS",
      name: "sqs",
      // The URL of a queue begins with that of its service.
      url: new URL("/", queueUrl).href,
      target: "AmazonSQS",
      version: "1.0",
      unavailable: "The queue did not answer in time; try again",
    },
    identity,
  );
  const unsent = (count: number, error: string) =>
    log({ level: "warn", message: "messages were not sent to the queue", unsent: count, error });

  async function send(messages: readonly SqsMessage[]): Promise<void> {
    const Entries = messages.map(({ body, group, delaySeconds }, i) => ({
      Id: String(i),
      MessageBody: body,
      MessageGroupId: group,
      DelaySeconds: Math.min(delaySeconds, MAX_DELAY_SECONDS),
    }));
    try {
      const { Failed = [] } = await call<Answer>("SendMessageBatch", { QueueUrl: queueUrl, Entries });
      if (Failed[0]) unsent(Failed.length, Failed[0].Code);
    } catch (error) {
      unsent(messages.length, (error as Error).message);
    }
  }
  return (messages) => inParallel(PARALLEL_CALLS, chunked(messages, sizeOf, CALL_LIMIT), send);
}

const sizeOf = ({ body }: SqsMessage) => Buffer.byteLength(body);
