/** Reads and writes all rows of a table, to compare or copy tables. */
import { type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";

const idOf = (row: Row) => `${row.pk}\n${row.sk}`;

/** The rows whose sort keys have a prefix, sorted by key. */
export async function dump(client: DynamoDBClient, table: string, prefix = "N#"): Promise<Row[]> {
  const rows: Row[] = [];
  let from: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    for (const item of page.Items ?? []) rows.push(unmarshall(item) as Row);
    from = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (from);
  return rows.filter((row) => row.sk.startsWith(prefix)).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** Writes rows unchanged, without conditions. */
export async function load(client: DynamoDBClient, table: string, rows: readonly Row[]): Promise<void> {
  const documents = DynamoDBDocumentClient.from(client);
  for (let from = 0; from < rows.length; from += 25) {
    const batch = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [table]: batch } }));
  }
}
