/**
 * A second connection to dynoxide's database, for the table of stream records. dynoxide reads the table on every put
 * and every stream read, and has no index for that: both slow down with each record that is not removed yet.
 */
import { DatabaseSync } from "node:sqlite";

/**
 * The index. It has the table first and then the sequence number, in the form in which dynoxide compares it: so the last
 * number of a table, which each put looks for, is the end of the index, and a stream read is a range of it. An index
 * with `shard_id` between them does not help a put. A table has one shard.
 */
const INDEX = `CREATE INDEX IF NOT EXISTS skillmeat_stream_order
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

/**
 * Opens the table of stream records and creates its index. The engine notices the index by itself, also while it runs.
 * @param database the path of dynoxide's database
 * @returns undefined, with a warning in the log, if SQLite refuses: another version of the engine may have another
 * table
 */
export function openStreamTable(
  database: string,
  log: (line: Record<string, unknown>) => void,
): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(database);
    // While the engine commits, the index has to wait.
    db.exec(`PRAGMA busy_timeout = 2000; ${INDEX}`);
    return db;
  } catch (error) {
    db?.close();
    log({
      level: "warn",
      message: "the engine's stream table cannot be indexed and is not trimmed; many writes will become slow",
      error: String(error),
    });
    return undefined;
  }
}
