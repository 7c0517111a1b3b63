/** Messages to a queue of SQS, on a fake that records the calls. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { createWakeQueue, parseWake } from "@skillmeat-deployments/core/model/webhooks/wake-message.ts";
import { createSqs, type SqsMessage } from "@skillmeat-deployments/core/storage/sqs.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { afterEach, beforeEach, expect, it } from "vitest";

type Call = { QueueUrl: string; Entries: Record<string, unknown>[] };

const calls: Call[] = [];
const headers: IncomingHttpHeaders[] = [];
const lines: Record<string, unknown>[] = [];
/** The answers of the next calls: a status and a body. */
let answers: [number, object][] = [];
let send: (messages: readonly SqsMessage[]) => Promise<void>;
let queueUrl: string;

const server = createServer(async (request, response) => {
  calls.push(JSON.parse(await text(request)) as Call);
  headers.push(request.headers);
  const [status, body] = answers.shift() ?? [200, { Successful: [] }];
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
});

beforeEach(async () => {
  queueUrl = `${await listen(server)}/123456789012/webhooks`;
  const credentials = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" };
  send = createSqs({ region: "us-east-1", credentials, queueUrl, log: (line) => lines.push(line) });
});
afterEach(async () => {
  await close(server);
  for (const list of [calls, headers, lines, answers]) list.length = 0;
});

const message = (over: Partial<SqsMessage> = {}): SqsMessage => ({ body: "b", group: "g", delaySeconds: 0, ...over });

it("A call has at most ten messages and 1 MiB, with the group and the delay of each", async () => {
  await send([
    message({ body: "first", group: "acme#1", delaySeconds: 5 }),
    ...Array.from({ length: 20 }, () => message()),
  ]);
  expect(calls.map(({ Entries }) => Entries.length).sort()).toEqual([1, 10, 10]);
  const first = calls.flatMap(({ Entries }) => Entries).find(({ MessageBody }) => MessageBody === "first");
  expect(first).toEqual({ Id: "0", MessageBody: "first", MessageGroupId: "acme#1", DelaySeconds: 5 });
  for (const { QueueUrl, Entries } of calls) {
    expect(QueueUrl).toBe(queueUrl);
    expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
  }
  calls.length = 0;
  await send(Array.from({ length: 10 }, () => message({ body: "é".repeat(100_000) })));
  expect(calls.map(({ Entries }) => Entries.length)).toEqual([5, 5]);
});

it("A delay is at most the 15 minutes that SQS takes", async () => {
  await send([message({ delaySeconds: 36_000 })]);
  expect(calls[0]?.Entries[0]?.DelaySeconds).toBe(900);
});

it("Calls are signed for SQS, in its JSON protocol", async () => {
  await send([message()]);
  expect(headers[0]).toMatchObject({
    authorization: expect.stringContaining("/us-east-1/sqs/aws4_request"),
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "AmazonSQS.SendMessageBatch",
    "x-amz-security-token": "token",
  });
});

it("A busy service is called again; what it does not take is logged and never thrown", async () => {
  answers = [[400, { __type: "com.amazonaws.sqs#RequestThrottled" }]];
  await send([message()]);
  expect([calls.length, lines]).toEqual([2, []]);
  answers = [[400, { __type: "com.amazonaws.sqs#QueueDoesNotExist" }]];
  await send([message(), message()]);
  answers = [
    [500, {}],
    [503, {}],
  ];
  await send([message()]);
  answers = [[200, { Failed: [{ Id: "1", Code: "InternalError", SenderFault: false }] }]];
  await send([message(), message()]);
  expect(lines.map(({ unsent, error }) => [unsent, error])).toEqual([
    [2, "SQS refused SendMessageBatch: QueueDoesNotExist"],
    [1, "The queue did not answer in time; try again"],
    [1, "InternalError"],
  ]);
});

it("A queue that is gone throws nothing and is logged", async () => {
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  const gone = { region: "us-east-1", credentials, queueUrl: "http://127.0.0.1:1/q" };
  await createSqs({ ...gone, log: (line) => lines.push(line) })([message()]);
  expect(lines).toMatchObject([{ unsent: 1 }]);
});

it("The largest message that wakes a webhook is far below the limits, and is read as it was written", async () => {
  const tenant = "t".repeat(64);
  const webhook = "0".repeat(26);
  const sk = `Z#DUE#0029932434#${tenant}#${webhook}#${webhook}`;
  const wake = { tenant, webhook, timers: Array.from({ length: 90 }, () => ({ pk: "SYS#DUE#7", sk })) };
  await createWakeQueue(send)(Array.from({ length: 10 }, () => ({ wake, delaySeconds: 1 })));
  expect(calls).toHaveLength(1);
  const { MessageBody, MessageGroupId } = (calls[0] as Call).Entries[0] as Record<string, string>;
  // SQS charges a request for each 64 KiB, and takes groups of 128 characters.
  expect(Buffer.byteLength(MessageBody as string)).toBeLessThan(64 * 1024);
  expect((MessageGroupId as string).length).toBeLessThanOrEqual(128);
  expect(parseWake(MessageBody as string)).toEqual(wake);
});

it.each([
  "no JSON",
  "null",
  "{}",
  '{"tenant":"a","webhook":"b"}',
  '{"tenant":"a","webhook":"b","timers":[{"pk":"T#a","sk":"Z#DUE#1"}]}',
  '{"tenant":"a","webhook":"b","timers":[{"pk":"SYS#DUE#1","sk":"N#PROJECT#p"}]}',
  '{"tenant":"a","webhook":"b","timers":[{"pk":"SYS#DUE#8","sk":"Z#DUE#1"}]}',
  '{"tenant":1,"webhook":"b","timers":[]}',
])("A body that wakes no webhook, or would remove other rows than timers, is refused: %s", (body) => {
  expect(() => parseWake(body)).toThrow();
});
