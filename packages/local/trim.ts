/**
 * dynoxide never trims its stream, and scans it on every put and every read of it. What the pump has passed is
 * removed through a second connection to its database; never the newest record, from which its numbering goes on.
 */
import { DatabaseSync } from "node:sqlite";

/** How many passed records are worth a write transaction of their own. */
const WORTH = 200;

export type Trimmer = { passed(consumer: string, sequenceNumber: string): void; close(): void };

/** @param consumers who must have passed a record before it goes */
export function createTrimmer(database: string, table: string, consumers: readonly string[]): Trimmer {
  const db = new DatabaseSync(database);
  db.exec("PRAGMA busy_timeout = 2000");
  const trim = db.prepare(
    "DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 " +
      "AND id < (SELECT MAX(id) FROM _stream_records WHERE table_name = ?1)",
  );
  let trimmed = 0;
  const at = new Map(consumers.map((consumer) => [consumer, 0]));
  return {
    passed(consumer, sequenceNumber) {
      at.set(consumer, Number(sequenceNumber));
      const upTo = Math.min(...at.values());
      if (upTo - trimmed < WORTH) return;
      trim.run(table, upTo);
      trimmed = upTo;
    },
    close: () => db.close(),
  };
}
