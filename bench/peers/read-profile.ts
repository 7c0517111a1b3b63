/** The one storage call of the smallest peers: reads a project and a profile, as the API does. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE_NAME as string;

/** Returns the row of a profile. Undefined: there is none. */
export async function readProfile(project: string, profile: string): Promise<Record<string, unknown> | undefined> {
  const Keys = [
    { pk: "T#bench", sk: `N#PROJECT#${project}` },
    { pk: `T#bench#P#${project}`, sk: `N#PROFILE#${profile}` },
  ];
  const request = { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } };
  const { Responses } = await documents.send(new BatchGetCommand(request));
  return Responses?.[TableName]?.find((item) => item.sk === Keys[1]?.sk);
}
