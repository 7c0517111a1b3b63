/** The index on the engine's table of stream records, and the removal of records from it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { startEngine } from "@skillmeat-deployments/local/engine.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { LOCAL_AWS, provisionTable } from "@skillmeat-deployments/local/provision.ts";
import { openStreamTable } from "@skillmeat-deployments/local/stream/stream-table.ts";
import { createTrimmer } from "@skillmeat-deployments/local/stream/trim.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** The statements of the engine on its stream table, as they are in its binary. */
const ENGINE = {
  put: `SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1`,
  read: `SELECT event_name, keys_json, new_image, old_image, sequence_number, created_at, user_identity
             FROM _stream_records
             WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) > ?3
             ORDER BY CAST(sequence_number AS INTEGER) ASC
             LIMIT ?4`,
};

let directory: string;
let database: string;
let logs: Record<string, unknown>[];
let closers: (() => void | Promise<void>)[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stream-table-"));
  database = join(directory, "table.db");
  logs = [];
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  rmSync(directory, { recursive: true, force: true });
});

const log = (line: Record<string, unknown>) => void logs.push(line);
const open = () => {
  const db = new DatabaseSync(database);
  closers.push(() => db.close());
  return db;
};
const trimmer = (...consumers: string[]) => {
  const created = createTrimmer(database, "skillmeat", consumers, log);
  closers.push(created.close);
  return created;
};
/** Starts the engine on the database and puts rows into its table. */
async function startWith(rows: number) {
  const engine = await startEngine({ binary: findEngine(), dataDir: directory });
  const client = createClient({ ...LOCAL_AWS, endpoint: engine.endpoint });
  closers.push(
    () => engine.stop(),
    () => client.destroy(),
  );
  await provisionTable(client, "skillmeat");
  const table = createTable(client, "skillmeat");
  const put = async (from: number, to: number) => {
    for (let i = from; i < to; i++) await table.put({ pk: "p", sk: `N#${i}` }, { is: "absent" });
  };
  await put(0, rows);
  return put;
}
const numbers = (db: DatabaseSync) =>
  db
    .prepare("SELECT CAST(sequence_number AS INTEGER) AS n FROM _stream_records ORDER BY id")
    .all()
    .map(({ n }) => n as number);

describe("The index on the engine's stream table", () => {
  it("The engine's binary has the statements for which the index is made", () => {
    const binary = readFileSync(findEngine());
    for (const statement of Object.values(ENGINE)) expect(binary.includes(statement)).toBe(true);
  });

  it("A put finds the last sequence number at the end of the index, and a read is a range of the index", async () => {
    const put = await startWith(3);
    const db = openStreamTable(database, log) as DatabaseSync;
    closers.push(() => db.close());
    const planOf = (statement: string) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${statement}`)
        .all()
        .map(({ detail }) => detail);
    expect(planOf(ENGINE.put)).toEqual([
      "SEARCH _stream_records USING COVERING INDEX skillmeat_stream_order (table_name=?)",
    ]);
    expect(planOf(ENGINE.read)).toEqual([
      "SEARCH _stream_records USING INDEX skillmeat_stream_order (table_name=? AND <expr>>?)",
    ]);
    // The plan is the same for a search through all entries of the table. The program tells: only that search has a loop.
    const program = db
      .prepare(`EXPLAIN ${ENGINE.put}`)
      .all()
      .map(({ opcode }) => opcode);
    expect(program).toContain("SeekLE");
    expect(program).not.toContain("Next");
    await put(3, 5);
    expect(numbers(db)).toEqual([1, 2, 3, 4, 5]);
    expect(logs).toEqual([]);
  });

  it("A database that is opened again keeps its index", async () => {
    await startWith(1);
    for (let i = 0; i < 2; i++) openStreamTable(database, log)?.close();
    expect(
      open().prepare("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'skillmeat_stream_order'").get(),
    ).toEqual({ n: 1 });
    expect(logs).toEqual([]);
  });

  it.each([
    ["no such table", "CREATE TABLE other (id INTEGER)"],
    ["other columns", "CREATE TABLE _stream_records (id INTEGER, table_name TEXT, position INTEGER)"],
    ["a view of that name", "CREATE VIEW _stream_records AS SELECT 1 AS table_name, 2 AS sequence_number"],
  ])("A database of another engine is left alone, with one warning: %s", (_, schema) => {
    const db = open();
    db.exec(schema);
    const before = db.prepare("SELECT * FROM sqlite_master").all();
    const trim = trimmer("record");
    for (const sequence of ["1000", "2000"]) trim.markRead("record", sequence);
    expect(db.prepare("SELECT * FROM sqlite_master").all()).toEqual(before);
    expect(logs).toEqual([expect.objectContaining({ level: "warn", error: expect.any(String) })]);
  });

  it("A file that is not a database is left alone, with one warning", () => {
    writeFileSync(database, "x".repeat(4096));
    trimmer("record").markRead("record", "1000");
    expect(logs).toEqual([expect.objectContaining({ level: "warn" })]);
    expect(readFileSync(database, "utf8")).toBe("x".repeat(4096));
  });
});

describe("Trimming the stream", () => {
  it("A record is removed when every consumer has handled it, and the newest record never", async () => {
    const put = await startWith(450);
    const db = open();
    const trim = trimmer("record", "publish");
    trim.markRead("record", "450");
    expect(numbers(db)).toHaveLength(450);
    trim.markRead("publish", "300");
    expect(numbers(db).at(0)).toBe(301);
    for (const consumer of ["record", "publish"]) trim.markRead(consumer, "100000");
    expect(numbers(db)).toEqual([450]);
    await put(450, 452);
    expect(numbers(db)).toEqual([450, 451, 452]);
  });

  it("A trimmer removes nothing while the engine writes, and removes the records later", async () => {
    await startWith(250);
    const trim = trimmer("record");
    const db = open();
    db.exec("BEGIN IMMEDIATE");
    trim.markRead("record", "249");
    db.exec("ROLLBACK");
    expect(numbers(db)).toHaveLength(250);
    trim.markRead("record", "249");
    expect(numbers(db)).toEqual([250]);
    expect(logs).toEqual([]);
  });
});
