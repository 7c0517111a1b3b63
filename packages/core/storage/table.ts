/** Creates the table: reads and writes on one client, with one deadline per request. */
import { setMaxListeners } from "node:events";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createCalls } from "./calls.ts";
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
  return tableWith(client, name, meter, () => AbortSignal.timeout(DEADLINE_MS));
}

function tableWith(client: DynamoDBClient, name: string, meter: Meter | undefined, deadline: () => AbortSignal): Table {
  const calls = createCalls(meter, deadline);
  const reads = createReads(client, name, calls);
  return {
    name,
    ...reads,
    ...createWrites(client, name, calls, reads),
    withDeadline(ms) {
      const signal = AbortSignal.timeout(ms);
      // Every call of the request adds a listener. Node.js warns above ten listeners by default.
      setMaxListeners(0, signal);
      return tableWith(client, name, meter, () => signal);
    },
  };
}
