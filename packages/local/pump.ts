/**
 * The stream pump: what Lambda's event source mapping does, in this process. Reads each shard in order, parents
 * first, hands batches in Lambda's shape to a handler, honours partial failures, and keeps its position in a file.
 */
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { readJson, writeAtomically } from "./file.ts";

/** Records in one batch, as an event source mapping has them by default. */
const BATCH = 100;
/** How long to wait before looking again, when there was nothing, and after a failure. */
const IDLE_MS = 100;
const RETRY_MS = 200;

export type PumpOptions = {
  client: DynamoDBStreamsClient;
  streamArn: string;
  /** Sort keys that the handler is given, by prefix: the mapping's filter. */
  prefix: string;
  handler: StreamHandler;
  /** Where the position is kept. */
  file: string;
  /** Called with the position that is on disk: everything up to it may be trimmed. */
  passed?: (sequenceNumber: string) => void;
  log: (line: Record<string, unknown>) => void;
};

export type Pump = {
  /** Look at once: something was written. */
  wake(): void;
  /** Finishes the batch in hand, and ends. */
  stop(): Promise<void>;
};

/** By shard: the last sequence number that was handled, or that the shard is read to its end. */
type Position = { stream: string; shards: Record<string, { after?: string; done?: true }> };

export function startPump(options: PumpOptions): Pump {
  const { client, streamArn, file, log } = options;
  const stored = readJson(file) as Position | undefined;
  // Another stream has other numbers: begin at its start.
  const position: Position = stored?.stream === streamArn ? stored : { stream: streamArn, shards: {} };
  const iterators = new Map<string, string>();
  let stopping = false;
  let alarm: (() => void) | undefined;
  let woken = false;

  const rest = async (ms: number) => {
    if (woken || stopping) {
      woken = false;
      return;
    }
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      alarm = () => {
        clearTimeout(timer);
        done();
      };
    });
    alarm = undefined;
    woken = false;
  };

  async function shards(): Promise<Shard[]> {
    const all: Shard[] = [];
    let from: string | undefined;
    do {
      const { StreamDescription: page } = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ...(from ? { ExclusiveStartShardId: from } : {}) }),
      );
      all.push(...(page?.Shards ?? []));
      from = page?.LastEvaluatedShardId;
    } while (from);
    // A parent that is still to be read holds back its children; one that is gone does not.
    const open = new Set(all.filter((s) => !position.shards[s.ShardId as string]?.done).map((s) => s.ShardId));
    return all.filter((s) => open.has(s.ShardId) && !open.has(s.ParentShardId));
  }

  async function iterator(shard: string): Promise<string> {
    const after = position.shards[shard]?.after;
    const at =
      after === undefined
        ? { ShardIteratorType: "TRIM_HORIZON" as const }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: after };
    const got = await client.send(new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shard, ...at }));
    return got.ShardIterator as string;
  }

  function moveTo(shard: string, place: { after?: string; done?: true }) {
    position.shards[shard] = { ...position.shards[shard], ...place };
    writeAtomically(file, JSON.stringify(position));
    if (place.after) options.passed?.(place.after);
  }

  /** Reads a shard once. @returns whether there may be more at once */
  async function read(shard: string): Promise<boolean> {
    const from = iterators.get(shard) ?? (await iterator(shard));
    iterators.delete(shard);
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: from, Limit: BATCH }),
    );
    if (Records.length > 0 && !(await deliver(shard, Records))) return false;
    if (NextShardIterator) iterators.set(shard, NextShardIterator);
    else moveTo(shard, { done: true });
    return Records.length > 0;
  }

  /** Hands a batch on until it is done, from its first failure each time. @returns false where it must be read again */
  async function deliver(shard: string, records: _Record[]): Promise<boolean> {
    let left = records.filter((r) => r.dynamodb?.Keys?.sk?.S?.startsWith(options.prefix)).map(asLambdaRecord);
    const last = records.at(-1)?.dynamodb?.SequenceNumber as string;
    while (left.length > 0) {
      const { batchItemFailures } = await options.handler({ Records: left });
      const failed = new Set(batchItemFailures.map((f) => f.itemIdentifier));
      const first = left.findIndex((r) => failed.has(r.dynamodb?.SequenceNumber as string));
      if (first < 0) break;
      left = left.slice(first);
      if (stopping) {
        const before =
          records[records.findIndex((r) => r.dynamodb?.SequenceNumber === left[0]?.dynamodb?.SequenceNumber) - 1];
        if (before) moveTo(shard, { after: before.dynamodb?.SequenceNumber as string });
        return false;
      }
      await rest(RETRY_MS);
    }
    moveTo(shard, { after: last });
    return true;
  }

  async function round(): Promise<boolean> {
    let more = false;
    for (const shard of await shards()) more = (await read(shard.ShardId as string)) || more;
    return more;
  }

  async function run() {
    while (!stopping) {
      try {
        if (!(await round())) await rest(IDLE_MS);
      } catch (error) {
        iterators.clear();
        if (error instanceof TrimmedDataAccessException) position.shards = {};
        if (!(error instanceof ExpiredIteratorException)) {
          log({ level: "warn", message: "the stream pump tries again", error: String(error) });
          await rest(RETRY_MS);
        }
      }
    }
  }

  const running = run();
  return {
    wake: () => {
      woken = true;
      alarm?.();
    },
    stop: async () => {
      stopping = true;
      alarm?.();
      await running;
    },
  };
}

/** A record as Lambda's JSON has it: times in seconds. */
export function asLambdaRecord(record: _Record): StreamRecord {
  const { ApproximateCreationDateTime: at, ...dynamodb } = record.dynamodb ?? {};
  return {
    ...record,
    ...(record.userIdentity
      ? { userIdentity: { principalId: record.userIdentity.PrincipalId, type: record.userIdentity.Type } }
      : {}),
    dynamodb: { ...dynamodb, ...(at ? { ApproximateCreationDateTime: at.getTime() / 1000 } : {}) },
  } as StreamRecord;
}
