/** The handler that the API is measured against: it makes the same storage call and does nothing else. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE_NAME as string;

export const handler = async (event: APIGatewayProxyEventV2) => {
  const [, , project, , profile] = event.rawPath.split("/");
  const Keys = [
    { pk: "T#bench", sk: `N#PROJECT#${project}` },
    { pk: `T#bench#P#${project}`, sk: `N#PROFILE#${profile}` },
  ];
  const request = { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } };
  const { Responses } = await documents.send(new BatchGetCommand(request));
  const row = Responses?.[TableName]?.find((item) => item.sk === Keys[1]?.sk);
  return {
    statusCode: row ? 200 : 404,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(row ?? {}),
  };
};
