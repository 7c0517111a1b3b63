/** Reads stream records for all pumps of a process. Records that one pump has read just now are not read again. */
import { type _Record, type DynamoDBStreamsClient, GetRecordsCommand } from "@aws-sdk/client-dynamodb-streams";

/** The most bytes of records that are kept. Reads are dropped oldest first. */
const KEPT_BYTES = 4_000_000;
/** The most records of an answer that is put together from kept reads. */
const MAX_RECORDS = 1_000;

type RecordsRead = {
  records: _Record[];
  /** The size of the records, as the engine states it. */
  bytes: number;
  /** The iterator of the next read. Undefined: the shard has ended. */
  next: string | undefined;
  /** Whether the records were read earlier, so that there may be more by now. */
  kept: boolean;
};

/** Reads from a shard iterator: at most `limit` records, or more if they are kept. */
export type RecordReader = (iterator: string, limit: number) => Promise<RecordsRead>;

/**
 * Creates a reader. A kept read has what its iterator gives, except records that came later, and those follow at `next`.
 * Reads without records are not kept. An engine whose iterators are never equal reads each time.
 */
export function createRecordReader(client: Pick<DynamoDBStreamsClient, "send">): RecordReader {
  const kept = new Map<string, RecordsRead>();
  let keptBytes = 0;

  function keep(iterator: string, read: RecordsRead): void {
    keptBytes += read.bytes - (kept.get(iterator)?.bytes ?? 0);
    kept.set(iterator, read);
    for (const [oldest, { bytes }] of kept) {
      if (keptBytes <= KEPT_BYTES) return;
      kept.delete(oldest);
      keptBytes -= bytes;
    }
  }

  /** The kept reads that follow each other from an iterator on. */
  function joined(iterator: string): RecordsRead | undefined {
    let all: RecordsRead | undefined;
    for (let read = kept.get(iterator); read; read = kept.get(read.next ?? "")) {
      if (all && all.records.length + read.records.length > MAX_RECORDS) break;
      all = all ? { ...read, records: [...all.records, ...read.records], bytes: all.bytes + read.bytes } : read;
    }
    return all && { ...all, kept: true };
  }

  return async (iterator, limit) => {
    const former = joined(iterator);
    if (former) return former;
    const { Records: records = [], NextShardIterator: next } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }),
    );
    const bytes = records.reduce((sum, record) => sum + (record.dynamodb?.SizeBytes ?? 0), 0);
    const read = { records, bytes, next, kept: false };
    if (records.length > 0) keep(iterator, read);
    return read;
  };
}
