/** Scans the whole table, for migrations. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";

/** The position of a scan. undefined: the start of the table. */
export type ScanPosition = Key | undefined;
/** Reads one page of a scan: the matching rows, and the number of rows that were scanned. */
export type ScanPage = (after: ScanPosition) => Promise<{ rows: Row[]; scanned: number; last: ScanPosition }>;

/**
 * Creates a scan of the rows whose sort keys start with `prefix`. Only migrations use it. There are no parallel
 * segments: in dynoxide, the local engine, a segment ends early if the row at its position was removed.
 * @param limit rows that one page scans
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
