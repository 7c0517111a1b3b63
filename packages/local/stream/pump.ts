/**
 * The stream pump: the local counterpart of Lambda's event source mapping. It reads each shard in order, parents first,
 * passes batches to a handler in Lambda's format, retries from the first failure, and keeps its position in a file. The
 * position is stored after the records are handled: after a crash some records are handled again, and none is skipped.
 */
import {
  type _Record,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { readJson, replaceFile } from "../file.ts";
import { createDelay, type Delay } from "./delay.ts";
import { createLazyFile, type LazyFile } from "./lazy-file.ts";
import { createRecordReader, type RecordReader } from "./record-reader.ts";
import { createShards, type Shards } from "./shards.ts";

/**
 * The number of records of a read; also the default of an event source mapping. Each full read of small records doubles
 * it, so that a pump that is behind catches up. Large records keep it, because GetRecords has no other limit here.
 */
const BATCH_SIZE = 100;
const MAX_BATCH_SIZE = 1_000;
const SMALL_BYTES = 1_000_000;
/** Milliseconds until the next read after an empty one, if no write wakes the pump. */
const IDLE_MS = 100;
/** Milliseconds before a read that does not follow a full batch: the writes of this time are read together. */
const GATHER_MS = 20;
/** Milliseconds until the next attempt after a failure. */
const RETRY_MS = 200;

export type PumpOptions = {
  client: DynamoDBStreamsClient;
  /** Pumps of one stream share it, so that each record is read once. */
  read?: RecordReader;
  streamArn: string;
  /**
   * The handler receives only records whose sort key has this prefix, as with the filter of an event source mapping.
   */
  prefix: string;
  handler: StreamHandler;
  /** The path of the file with the position. */
  file: string;
  /** The sequence number of the stream's newest record, if it is known. */
  newest?: number | undefined;
  /**
   * Makes durable what the handler has written. It is called before a position is stored, because records up to the
   * position are not handled again.
   */
  flush?: () => Promise<void>;
  /**
   * Called after a position is stored, which is not each one. All records up to it are handled and can be removed from
   * the stream.
   */
  onPosition?: (sequenceNumber: string) => void;
  log: (line: Record<string, unknown>) => void;
};

export type Pump = {
  /** Reads the stream soon instead of after the idle time. Call it after a write; many calls make one read. */
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

const isBeyond = ({ shards }: Position, newest = Number.POSITIVE_INFINITY) =>
  Object.values(shards).some(({ after }) => after !== undefined && Number(after) > newest);

type PumpState = PumpOptions & {
  read: RecordReader;
  position: Position;
  positionFile: LazyFile;
  shards: Shards;
  iterators: Map<string, string>;
  delay: Delay;
  batchSize: number;
};

/** Starts a pump. It continues from the stored position, or from the oldest record of a new stream. */
export function startPump(options: PumpOptions): Pump {
  const { client, read = createRecordReader(client), streamArn, file, flush = async () => {}, log } = options;
  const stored = readJson(file) as Position | undefined;
  const isAhead = stored !== undefined && isBeyond(stored, options.newest);
  if (isAhead) {
    const message =
      "the position is beyond the stream, as after the restore of an older database; reading it from its start";
    log({ level: "warn", message, file });
  }
  // Sequence numbers of another stream have no meaning in this one.
  const position: Position = stored?.stream === streamArn && !isAhead ? stored : { stream: streamArn, shards: {} };
  const positionFile = createLazyFile(file, log, async (path, text) => {
    await flush();
    await replaceFile(path, text);
  });
  const shards = createShards(client, streamArn, (id) => position.shards[id]?.done === true);
  const delay = createDelay();
  const running = run({
    ...options,
    read,
    position,
    positionFile,
    shards,
    iterators: new Map(),
    delay,
    batchSize: BATCH_SIZE,
  });
  return {
    wake: delay.wake,
    stop: async () => {
      delay.close();
      await running;
      await positionFile.close();
    },
  };
}

/** What a read found: after a full batch, and after one that another pump has read before, there are probably more. */
type Found = "nothing" | "records" | "probably more";

async function run(state: PumpState): Promise<void> {
  const { delay, shards, iterators, position, log } = state;
  while (!delay.closed) {
    try {
      const found = await readShards(state);
      if (found === "nothing") await delay.wait(IDLE_MS);
      if (found !== "probably more") await delay.pause(GATHER_MS);
    } catch (error) {
      shards.forget();
      iterators.clear();
      // The read may have failed because of its size.
      state.batchSize = BATCH_SIZE;
      if (error instanceof TrimmedDataAccessException) position.shards = {};
      if (!(error instanceof ExpiredIteratorException)) {
        log({ level: "warn", message: "reading the stream failed; the pump retries", error: String(error) });
        await delay.pause(RETRY_MS);
      }
    }
  }
}

/** Reads every open shard once. */
async function readShards(state: PumpState): Promise<Found> {
  const found = new Set<Found>();
  for (const shard of await state.shards.open()) found.add(await readShard(state, shard));
  return found.has("probably more") ? "probably more" : found.has("records") ? "records" : "nothing";
}

/** Reads one shard once. If the pump is stopped before all records are handled, they count as nothing. */
async function readShard(state: PumpState, shard: string): Promise<Found> {
  const { read, shards, iterators } = state;
  const iterator = iterators.get(shard) ?? (await openIterator(state, shard));
  iterators.delete(shard);
  const { records, bytes, next, kept } = await read(iterator, state.batchSize);
  const full = records.length >= state.batchSize;
  state.batchSize = full && bytes < SMALL_BYTES ? Math.min(2 * state.batchSize, MAX_BATCH_SIZE) : BATCH_SIZE;
  if (records.length > 0 && !(await deliver(state, shard, records))) return "nothing";
  if (next) iterators.set(shard, next);
  else {
    savePosition(state, shard, { done: true });
    shards.forget();
  }
  if (records.length === 0) return "nothing";
  return full || kept ? "probably more" : "records";
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
    await delay.pause(RETRY_MS);
  }
  savePosition(state, shard, { after: records.at(-1)?.dynamodb?.SequenceNumber as string });
  return true;
}

/** Notes what is handled. The file follows. */
function savePosition({ position, positionFile, onPosition }: PumpState, shard: string, change: ShardPosition): void {
  position.shards[shard] = { ...position.shards[shard], ...change };
  const { after } = position.shards[shard];
  positionFile.set(JSON.stringify(position), () => after !== undefined && onPosition?.(after));
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
