/** The read operations of the table: one row, many rows, a page of a partition. */
import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import type { Calls } from "./calls.ts";
import { fromItem, type Item, toItem } from "./items.ts";
import { pause } from "./retry.ts";
import type { Row } from "./row.ts";
import type { ReadTable } from "./verbs.ts";

/** The maximum number of keys in one BatchGetItem (DynamoDB's limit). */
const BATCH = 100;

/** Creates the read operations of a table. */
export function createReads(client: DynamoDBClient, name: string, { metered, read }: Calls): ReadTable {
  return {
    async get(key, consistent = true) {
      const command = new GetItemCommand({ TableName: name, Key: toItem(key), ConsistentRead: consistent, ...metered });
      const result = await read("GetItem", (abortSignal) => client.send(command, { abortSignal }));
      return result.Item && fromItem(result.Item);
    },

    async getMany(keys, consistent = true) {
      const rowsByKey = new Map<string, Row>();
      for (let start = 0; start < keys.length; start += BATCH) {
        let remaining: Item[] | undefined = keys.slice(start, start + BATCH).map(toItem);
        for (let attempt = 0; remaining; attempt++) {
          if (attempt > 0) await pause(attempt);
          const command = new BatchGetItemCommand({
            RequestItems: { [name]: { Keys: remaining, ConsistentRead: consistent } },
            ...metered,
          });
          const result: BatchGetItemCommandOutput = await read("BatchGetItem", (abortSignal) =>
            client.send(command, { abortSignal }),
          );
          for (const row of (result.Responses?.[name] ?? []).map(fromItem)) rowsByKey.set(`${row.pk}\n${row.sk}`, row);
          remaining = result.UnprocessedKeys?.[name]?.Keys;
        }
      }
      return keys.map((key) => rowsByKey.get(`${key.pk}\n${key.sk}`));
    },

    async query({ pk, prefix, after, limit, consistent = true }) {
      const end = keyAfter(prefix);
      const command = new QueryCommand({
        TableName: name,
        // Not begins_with: dynoxide, the local engine, compares it without regard to case, and it then reads the partition
        // from its start, so that a list behind 100,000 rows took six times as long.
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :prefix AND :end",
        ExpressionAttributeValues: toItem({ ":pk": pk, ":prefix": prefix, ":end": end }),
        ...(after === undefined ? {} : { ExclusiveStartKey: toItem({ pk, sk: after }) }),
        Limit: limit,
        ConsistentRead: consistent,
        ...metered,
      });
      const result = await read("Query", (abortSignal) => client.send(command, { abortSignal }));
      const rows = (result.Items ?? []).map(fromItem);
      const last = result.LastEvaluatedKey?.sk?.S;
      // BETWEEN includes its end, which begins with another prefix. No row of this one comes after it.
      if (rows.at(-1)?.sk === end) return { rows: rows.slice(0, -1) };
      return last === undefined ? { rows } : { rows, last };
    },
  };
}

/** Returns the first key after all that begin with a prefix. The prefix ends with an ASCII character. */
const keyAfter = (prefix: string) =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
