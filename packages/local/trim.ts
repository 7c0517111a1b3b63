/**
 * Removes stream records that all consumers have handled, through a second connection to dynoxide's database. dynoxide
 * never trims its stream, and scans it on every put and stream read. The newest record must stay: it continues
 * numbering.
 */
import { DatabaseSync } from "node:sqlite";

/** The minimum number of removable records before a transaction removes them. */
const MIN_RECORDS = 200;

export type Trimmer = {
  /** States that a consumer has handled all records up to this sequence number. */
  markRead(consumer: string, sequenceNumber: string): void;
  close(): void;
};

/**
 * Creates a trimmer.
 * @param database the path of dynoxide's database
 * @param consumers the consumers that must have handled a record before it is removed
 */
export function createTrimmer(database: string, table: string, consumers: readonly string[]): Trimmer {
  const db = new DatabaseSync(database);
  db.exec("PRAGMA busy_timeout = 2000");
  const trim = db.prepare(
    "DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 " +
      "AND id < (SELECT MAX(id) FROM _stream_records WHERE table_name = ?1)",
  );
  let trimmedTo = 0;
  const positions = new Map(consumers.map((consumer) => [consumer, 0]));
  return {
    markRead(consumer, sequenceNumber) {
      positions.set(consumer, Number(sequenceNumber));
      const readByAll = Math.min(...positions.values());
      if (readByAll - trimmedTo < MIN_RECORDS) return;
      trim.run(table, readByAll);
      trimmedTo = readByAll;
    },
    close: () => db.close(),
  };
}
