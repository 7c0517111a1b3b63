/** Creates the table: reads and writes on one client, with one deadline per request. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createCalls } from "./calls.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
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
  return tableWith(client, name, meter, () => startDeadline(DEADLINE_MS));
}

function tableWith(client: DynamoDBClient, name: string, meter: Meter | undefined, deadline: () => Deadline): Table {
  const calls = createCalls(meter, deadline);
  const reads = createReads(client, name, calls);
  return {
    name,
    ...reads,
    ...createWrites(client, name, calls, reads),
    withDeadline(ms) {
      const { signal, end } = startDeadline(ms);
      // The calls of the request share the deadline, so none of them ends it.
      const shared = { signal, end: () => {} };
      return { ...tableWith(client, name, meter, () => shared), end };
    },
  };
}
