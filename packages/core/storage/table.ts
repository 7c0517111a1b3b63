/** Creates the table: reads and writes on one client, with one deadline per request. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createCalls } from "./calls.ts";
import { type Within, within } from "./deadline.ts";
import { createReads } from "./reads.ts";
import type { Meter, Table } from "./verbs.ts";
import { createWrites } from "./writes.ts";

/** The deadline of a call outside a request, in milliseconds. The API promises an answer from storage within 10 s. */
const DEADLINE_MS = 9_000;

/**
 * Creates a table.
 * @param name the name of the DynamoDB table
 * @param meter called with the capacity units of each call
 */
export function createTable(client: DynamoDBClient, name: string, meter?: Meter): Table {
  return tableWith(client, name, meter, within(DEADLINE_MS));
}

function tableWith(client: DynamoDBClient, name: string, meter: Meter | undefined, limit: Within): Table {
  const calls = createCalls(meter, limit);
  const reads = createReads(client, name, calls);
  return {
    name,
    ...reads,
    ...createWrites(client, name, calls, reads),
    withDeadline: (ms, run) => within(ms)((signal) => run(tableWith(client, name, meter, (call) => call(signal)))),
  };
}
