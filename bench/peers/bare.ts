/** The handler that the API is measured against: it makes the same storage call and does nothing else. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { readProfile } from "./read-profile.ts";

export const handler = async (event: APIGatewayProxyEventV2) => {
  const [, , project = "", , profile = ""] = event.rawPath.split("/");
  const row = await readProfile(project, profile);
  return {
    statusCode: row ? 200 : 404,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(row ?? {}),
  };
};
