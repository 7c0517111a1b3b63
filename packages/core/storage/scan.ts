/** Reads the whole table, for migrations. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";

/** Where a scan of the table stands; undefined: at its start. */
export type ScanPosition = Key | undefined;
/** The rows that it is about, and how many it went through for them. */
export type ScanPage = (after: ScanPosition) => Promise<{ rows: Row[]; scanned: number; last: ScanPosition }>;

/**
 * Reads the whole table, for migrations alone: no request does, and no function of the service may. One scan, not
 * parallel segments: those of dynoxide end early where the row that they stood at has gone.
 */
export function createScan(client: DynamoDBClient, name: string, prefix: string, limit = 500): ScanPage {
  const documents = DynamoDBDocumentClient.from(client);
  return async (after) => {
    const {
      Items = [],
      ScannedCount = 0,
      LastEvaluatedKey,
    } = await documents.send(
      new ScanCommand({
        TableName: name,
        FilterExpression: "begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":prefix": prefix },
        ConsistentRead: true,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    return { rows: Items as Row[], scanned: ScannedCount, last: LastEvaluatedKey as ScanPosition };
  };
}
