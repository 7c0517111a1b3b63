/** A queue of SQS, on an SQS-compatible server in this process, and what Lambda's event source mapping does with it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { MessageHandler } from "@skillmeat-deployments/events/deliver/worker.ts";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { createSqsServer } from "local-aws-sqs";
import { close } from "../server.ts";

/** How often a message is received before it goes to the dead letters. */
export const MAX_RECEIVES = 2;

export type TestQueue = {
  url: string;
  /** Receives up to ten messages, which are hidden for `hiddenSeconds`. */
  receive(hiddenSeconds?: number): Promise<SQSRecord[]>;
  /** Receives messages, calls the handler, and deletes those that it has not reported. @returns how many were received */
  handle(handler: MessageHandler, hiddenSeconds?: number): Promise<number>;
  /** Calls the handler until no message is visible. */
  handleAll(handler: MessageHandler): Promise<void>;
  /** Handles messages as soon as one is visible, in at most ten seconds. */
  handleNext(handler: MessageHandler): Promise<void>;
  send(body: string): Promise<void>;
  /** Removes all visible messages, as a purge does within a minute. */
  purge(): Promise<void>;
  /** Receives the dead letters. @returns their bodies */
  deadLetters(): Promise<string[]>;
  close(): Promise<void>;
};

type Message = { MessageId: string; ReceiptHandle: string; Body: string; Attributes: SQSRecord["attributes"] };

/** Starts the server, with a queue and its dead letters. */
export async function startQueue(): Promise<TestQueue> {
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:dead";
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MAX_RECEIVES });
  const queues = [{ QueueName: "dead" }, { QueueName: "webhooks", Attributes: { RedrivePolicy } }];
  const server = await createSqsServer({ port: 0, hostname: "127.0.0.1", queues });
  const { port } = server.address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  const url = `${origin}/123456789012/webhooks`;
  const authorization = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sqs/aws4_request";

  async function call(operation: string, input: object): Promise<unknown> {
    const response = await fetch(origin, {
      method: "POST",
      headers: {
        authorization,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AmazonSQS.${operation}`,
      },
      body: JSON.stringify({ QueueUrl: url, ...input }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${text}`);
    return JSON.parse(text || "{}");
  }
  async function messages(input: object): Promise<Message[]> {
    const all = { MaxNumberOfMessages: 10, AttributeNames: ["All"], WaitTimeSeconds: 0 };
    const { Messages = [] } = (await call("ReceiveMessage", { ...all, ...input })) as { Messages?: Message[] };
    return Messages;
  }
  const queue: TestQueue = {
    url,
    async receive(hiddenSeconds = 60) {
      const received = await messages({ VisibilityTimeout: hiddenSeconds });
      return received.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes,
        messageAttributes: {},
        md5OfBody: "",
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:webhooks",
        awsRegion: "us-east-1",
      }));
    },
    async handle(handler, hiddenSeconds) {
      const Records = await queue.receive(hiddenSeconds);
      if (Records.length === 0) return 0;
      const event: SQSEvent = { Records };
      const { batchItemFailures } = await handler(event);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId, receiptHandle } of Records)
        if (!failed.has(messageId)) await call("DeleteMessage", { ReceiptHandle: receiptHandle });
      return Records.length;
    },
    async handleAll(handler) {
      while ((await queue.handle(handler)) > 0) {}
    },
    async handleNext(handler) {
      const end = performance.now() + 10_000;
      while ((await queue.handle(handler)) === 0) {
        if (performance.now() > end) throw new Error("No message became visible");
        await sleep(50);
      }
    },
    send: async (body) => void (await call("SendMessage", { MessageBody: body })),
    purge: () => queue.handleAll(async () => ({ batchItemFailures: [] })),
    deadLetters: async () =>
      (await messages({ QueueUrl: `${origin}/123456789012/dead`, VisibilityTimeout: 60 })).map(({ Body }) => Body),
    close: () => close(server),
  };
  return queue;
}
