/** The read operations of the table: one row, many rows, a page of a partition. */
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Calls } from "./calls.ts";
import { pause } from "./retry.ts";
import type { Row } from "./row.ts";
import type { ReadTable } from "./verbs.ts";

/** The maximum number of keys in one BatchGetItem (DynamoDB's limit). */
const BATCH = 100;

/** Creates the read operations of a table. */
export function createReads(documents: DynamoDBDocumentClient, name: string, { metered, read }: Calls): ReadTable {
  return {
    async get(key, consistent = true) {
      const command = new GetCommand({ TableName: name, Key: key, ConsistentRead: consistent, ...metered });
      const result = await read("GetItem", (abortSignal) => documents.send(command, { abortSignal }));
      return result.Item as Row | undefined;
    },

    async getMany(keys) {
      const rowsByKey = new Map<string, Row>();
      for (let start = 0; start < keys.length; start += BATCH) {
        let remaining: Record<string, unknown>[] | undefined = keys.slice(start, start + BATCH);
        for (let attempt = 0; remaining; attempt++) {
          if (attempt > 0) await pause(attempt);
          const command = new BatchGetCommand({
            RequestItems: { [name]: { Keys: remaining, ConsistentRead: true } },
            ...metered,
          });
          const result: BatchGetCommandOutput = await read("BatchGetItem", (abortSignal) =>
            documents.send(command, { abortSignal }),
          );
          for (const row of (result.Responses?.[name] ?? []) as Row[]) rowsByKey.set(`${row.pk}\n${row.sk}`, row);
          remaining = result.UnprocessedKeys?.[name]?.Keys;
        }
      }
      return keys.map((key) => rowsByKey.get(`${key.pk}\n${key.sk}`));
    },

    async query({ pk, prefix, after, limit, consistent = true }) {
      const command = new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
        Limit: limit,
        ConsistentRead: consistent,
        ...metered,
      });
      const result = await read("Query", (abortSignal) => documents.send(command, { abortSignal }));
      const last = result.LastEvaluatedKey?.sk as string | undefined;
      return { rows: (result.Items ?? []) as Row[], ...(last === undefined ? {} : { last }) };
    },
  };
}
