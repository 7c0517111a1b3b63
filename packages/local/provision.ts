/** Creates the table on a local engine, with the same keys, stream and TTL as the deployed table in infra/table.ts. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { reasonOf, StartError } from "./start-error.ts";

/** The name of the local table. */
export const TABLE = "skillmeat";
/** Region and credentials for a local engine, which accepts any values. */
export const LOCAL_AWS = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

/** The keys and the billing mode of the table. */
export const TABLE_SETTINGS = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
} satisfies Partial<CreateTableCommandInput>;

/**
 * Creates the table if it does not exist. @returns the ARN of its stream
 * @throws StartError if the engine does not answer, or not as DynamoDB does
 */
export async function provisionTable(client: DynamoDBClient, name: string): Promise<string> {
  try {
    return await createTable(client, name);
  } catch (error) {
    const { $metadata, $response } = error as { $metadata?: { httpStatusCode?: number }; $response?: unknown };
    const answered = $metadata?.httpStatusCode !== undefined || $response !== undefined;
    const what = answered ? "answers, but not as DynamoDB does" : "does not answer";
    throw new StartError(`The DynamoDB endpoint ${await endpointOf(client)} ${what}: ${reasonOf(error)}`);
  }
}

async function endpointOf({ config }: DynamoDBClient): Promise<string> {
  const { hostname, port } = (await config.endpoint?.()) ?? { hostname: "of AWS" };
  return port === undefined ? hostname : `${hostname}:${port}`;
}

async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        ...TABLE_SETTINGS,
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const table = await waitUntilActive(client, name);
  // DynamoDB returns ValidationException if TTL is already enabled.
  await client
    .send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      }),
    )
    .catch((error: Error) => {
      if (error.name !== "ValidationException") throw error;
    });
  return table.LatestStreamArn as string;
}

async function waitUntilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (;;) {
    const { Table, $metadata } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (!Table) throw Object.assign(new Error("it describes no table"), { $metadata });
    if (Table.TableStatus === "ACTIVE") return Table;
    await sleep(10);
  }
}
