/**
 * Converts API Gateway HTTP API events (payload format 2.0) to requests, and responses to the results it expects.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { encodePath } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** The request of an event. @throws TypeError if fetch's Request does not support it, for example the method TRACE */
export function requestOf(event: APIGatewayProxyEventV2): Request {
  const { domainName, http } = event.requestContext;
  // API Gateway decodes the path.
  const path = encodePath(event.rawPath);
  const url = `https://${domainName}${path}${event.rawQueryString === "" ? "" : `?${event.rawQueryString}`}`;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) headers.set(name, toByteString(value ?? ""));
  if (event.cookies) headers.set("cookie", toByteString(event.cookies.join("; ")));
  // A body of GET or HEAD has no meaning in HTTP, and Request rejects it.
  const hasNoBody = http.method === "GET" || http.method === "HEAD" || !event.body;
  const body = hasNoBody ? null : Buffer.from(event.body as string, event.isBase64Encoded ? "base64" : "utf8");
  if (body) headers.set("content-length", String(body.length));
  return new Request(url, { method: http.method, headers, body });
}

/** A header value as fetch represents it: one character for each byte. */
const toByteString = (value: string) => (isAscii(value) ? value : Buffer.from(value, "utf8").toString("latin1"));
const isAscii = (value: string) => /^[\t\x20-\x7e]*$/.test(value);

/** The result of a response. Bodies that are not text are encoded as base64. */
export async function resultOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const body = Buffer.from(await response.arrayBuffer());
  const isText = /^(?:application\/(?:problem\+)?json|text\/)/.test(response.headers.get("content-type") ?? "");
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: body.toString(isText ? "utf8" : "base64"),
    isBase64Encoded: !isText,
  };
}
