/**
 * Removes stream records that all consumers have handled, because dynoxide never trims its stream. The newest record
 * must stay: it continues numbering.
 */
import { openStreamTable } from "./stream-table.ts";

/** The minimum number of removable records before a transaction removes them. */
const MIN_RECORDS = 200;
/** The primary result code, which is the last byte of the extended ones. https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

export type Trimmer = {
  /** States that a consumer has handled all records up to this sequence number, and that a crash does not undo this. */
  markRead(consumer: string, sequenceNumber: string): void;
  /** The sequence number of the newest record. undefined: it is not known. */
  newest(): number | undefined;
  close(): void;
};

/**
 * Creates a trimmer. If the engine's table cannot be used, it removes nothing.
 * @param database the path of dynoxide's database
 * @param consumers the consumers that must have handled a record before it is removed
 * @param kept the number of the latest handled records that stay nevertheless
 */
export function createTrimmer(
  database: string,
  table: string,
  consumers: readonly string[],
  log: (line: Record<string, unknown>) => void = () => {},
  kept = 0,
): Trimmer {
  const db = openStreamTable(database, log);
  if (!db) return { markRead: () => {}, newest: () => undefined, close: () => {} };
  // This runs in the event loop of the server, so it neither waits for the engine's commits nor for the disk. The
  // engine's own checkpoints write the removals to the disk; one that a crash undoes is made again.
  db.exec("PRAGMA busy_timeout = 0; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0");
  const trim = db.prepare(
    "DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 " +
      "AND CAST(sequence_number AS INTEGER) < " +
      "(SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)",
  );
  const newest = db.prepare(
    "SELECT MAX(CAST(sequence_number AS INTEGER)) AS newest FROM _stream_records WHERE table_name = ?1",
  );
  let trimmedTo = 0;
  const positions = new Map(consumers.map((consumer) => [consumer, 0]));
  return {
    markRead(consumer, sequenceNumber) {
      positions.set(consumer, Number(sequenceNumber));
      const removable = Math.min(...positions.values()) - kept;
      if (removable - trimmedTo < MIN_RECORDS) return;
      try {
        trim.run(table, removable);
        trimmedTo = removable;
      } catch (error) {
        // The engine is writing: the next call tries again.
        if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return;
        log({ level: "warn", message: "the engine's stream table could not be trimmed", error: String(error) });
      }
    },
    newest() {
      const [row] = newest.all(table) as { newest: number | null }[];
      return row?.newest ?? 0;
    },
    close: () => db.close(),
  };
}
