/**
 * The stream pump: the local counterpart of Lambda's event source mapping. It reads each shard in order, parents first,
 * passes batches to a handler in Lambda's format, retries from the first failure, and keeps its position in a file.
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

/** The maximum number of records in a batch; also the default of an event source mapping. */
const BATCH_SIZE = 100;
/** Milliseconds until the next read after an empty one. */
const IDLE_MS = 100;
/** Milliseconds until the next attempt after a failure. */
const RETRY_MS = 200;

export type PumpOptions = {
  client: DynamoDBStreamsClient;
  streamArn: string;
  /**
   * The handler receives only records whose sort key has this prefix, as with the filter of an event source mapping.
   */
  prefix: string;
  handler: StreamHandler;
  /** The path of the file with the position. */
  file: string;
  /** Called after a position is stored. All records up to it are handled and can be removed from the stream. */
  onPosition?: (sequenceNumber: string) => void;
  log: (line: Record<string, unknown>) => void;
};

export type Pump = {
  /** Reads the stream now instead of after the idle time. Call it after a write. */
  wake(): void;
  /** Ends the pump after the current batch. */
  stop(): Promise<void>;
};

/**
 * The progress in one shard: the sequence number of the last handled record, and whether the shard is read to its end.
 */
type ShardPosition = { after?: string; done?: true };
/** The content of the position file. */
type Position = { stream: string; shards: Record<string, ShardPosition> };

type PumpState = PumpOptions & { position: Position; iterators: Map<string, string>; delay: Delay };

/** Starts a pump. It continues from the stored position, or from the oldest record of a new stream. */
export function startPump(options: PumpOptions): Pump {
  const { streamArn, file } = options;
  const stored = readJson(file) as Position | undefined;
  // Sequence numbers of another stream have no meaning in this one.
  const position: Position = stored?.stream === streamArn ? stored : { stream: streamArn, shards: {} };
  const delay = createDelay();
  const running = run({ ...options, position, iterators: new Map(), delay });
  return {
    wake: delay.wake,
    stop: async () => {
      delay.close();
      await running;
    },
  };
}

async function run(state: PumpState): Promise<void> {
  const { delay, iterators, position, log } = state;
  while (!delay.closed) {
    try {
      if (!(await readShards(state))) await delay.wait(IDLE_MS);
    } catch (error) {
      iterators.clear();
      if (error instanceof TrimmedDataAccessException) position.shards = {};
      if (!(error instanceof ExpiredIteratorException)) {
        log({ level: "warn", message: "reading the stream failed; the pump retries", error: String(error) });
        await delay.wait(RETRY_MS);
      }
    }
  }
}

/** Reads every open shard once. @returns whether there may be more records now */
async function readShards(state: PumpState): Promise<boolean> {
  let mayHaveMore = false;
  for (const shard of await listOpenShards(state)) mayHaveMore = (await readShard(state, shard)) || mayHaveMore;
  return mayHaveMore;
}

/**
 * The ids of the shards to read. A child shard waits until its parent is read to the end or no longer in the stream.
 */
async function listOpenShards({ client, streamArn, position }: PumpState): Promise<string[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(from ? { ExclusiveStartShardId: from } : {}) }),
    );
    shards.push(...(page?.Shards ?? []));
    from = page?.LastEvaluatedShardId;
  } while (from);
  const unread = new Set(shards.map((s) => s.ShardId as string).filter((id) => !position.shards[id]?.done));
  return shards
    .filter(({ ParentShardId }) => !unread.has(ParentShardId as string))
    .map((s) => s.ShardId as string)
    .filter((id) => unread.has(id));
}

/** Reads one shard once. @returns whether there may be more records now */
async function readShard(state: PumpState, shard: string): Promise<boolean> {
  const { client, iterators } = state;
  const iterator = iterators.get(shard) ?? (await openIterator(state, shard));
  iterators.delete(shard);
  const { Records = [], NextShardIterator } = await client.send(
    new GetRecordsCommand({ ShardIterator: iterator, Limit: BATCH_SIZE }),
  );
  if (Records.length > 0 && !(await deliver(state, shard, Records))) return false;
  if (NextShardIterator) iterators.set(shard, NextShardIterator);
  else savePosition(state, shard, { done: true });
  return Records.length > 0;
}

async function openIterator({ client, streamArn, position }: PumpState, shard: string): Promise<string> {
  const after = position.shards[shard]?.after;
  const start =
    after === undefined
      ? { ShardIteratorType: "TRIM_HORIZON" as const }
      : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: after };
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shard, ...start }),
  );
  return ShardIterator as string;
}

/** Passes a batch to the handler until every record is handled. @returns false if the pump was stopped before that */
async function deliver(state: PumpState, shard: string, records: _Record[]): Promise<boolean> {
  const { handler, prefix, delay } = state;
  let pending = records.filter((r) => r.dynamodb?.Keys?.sk?.S?.startsWith(prefix)).map(asLambdaRecord);
  while (pending.length > 0) {
    const { batchItemFailures } = await handler({ Records: pending });
    const failed = new Set(batchItemFailures.map((f) => f.itemIdentifier));
    const firstFailed = pending.findIndex((r) => failed.has(r.dynamodb?.SequenceNumber as string));
    if (firstFailed < 0) break;
    pending = pending.slice(firstFailed);
    if (delay.closed) {
      const next = pending[0]?.dynamodb?.SequenceNumber;
      const lastHandled = records[records.findIndex((r) => r.dynamodb?.SequenceNumber === next) - 1];
      if (lastHandled) savePosition(state, shard, { after: lastHandled.dynamodb?.SequenceNumber as string });
      return false;
    }
    await delay.wait(RETRY_MS);
  }
  savePosition(state, shard, { after: records.at(-1)?.dynamodb?.SequenceNumber as string });
  return true;
}

function savePosition({ position, file, onPosition }: PumpState, shard: string, change: ShardPosition): void {
  position.shards[shard] = { ...position.shards[shard], ...change };
  writeAtomically(file, JSON.stringify(position));
  if (change.after) onPosition?.(change.after);
}

type Delay = {
  wait(ms: number): Promise<void>;
  /** Ends the current wait. If there is none, the next wait ends at once. */
  wake(): void;
  /** Ends the current wait and all later ones. */
  close(): void;
  readonly closed: boolean;
};

function createDelay(): Delay {
  let woken = false;
  let closed = false;
  let endWait: (() => void) | undefined;
  return {
    async wait(ms) {
      if (!woken && !closed) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, ms);
          endWait = () => {
            clearTimeout(timer);
            done();
          };
        });
        endWait = undefined;
      }
      woken = false;
    },
    wake() {
      woken = true;
      endWait?.();
    },
    close() {
      closed = true;
      endWait?.();
    },
    get closed() {
      return closed;
    },
  };
}

/** A stream record in Lambda's JSON format, in which times are in seconds. */
export function asLambdaRecord(record: _Record): StreamRecord {
  const { ApproximateCreationDateTime: createdAt, ...dynamodb } = record.dynamodb ?? {};
  return {
    ...record,
    ...(record.userIdentity
      ? { userIdentity: { principalId: record.userIdentity.PrincipalId, type: record.userIdentity.Type } }
      : {}),
    dynamodb: { ...dynamodb, ...(createdAt ? { ApproximateCreationDateTime: createdAt.getTime() / 1000 } : {}) },
  } as StreamRecord;
}
