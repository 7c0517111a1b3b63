/**
 * API Gateway's HTTP API in front of the app: an event of payload format 2.0 as the request that was sent, and the
 * response as the result that the gateway sends.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { encodePath } from "@skillmeat-deployments/core/model/paths.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** @throws TypeError where fetch's Request cannot be made of it: a method such as TRACE */
export function requestOf(event: APIGatewayProxyEventV2): Request {
  const { domainName, http } = event.requestContext;
  // API Gateway delivers paths decoded.
  const path = encodePath(event.rawPath);
  const url = `https://${domainName}${path}${event.rawQueryString === "" ? "" : `?${event.rawQueryString}`}`;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) headers.set(name, inBytes(value ?? ""));
  if (event.cookies) headers.set("cookie", inBytes(event.cookies.join("; ")));
  // A body where HTTP gives it no meaning is none; Request would refuse to be made with it.
  const bodiless = http.method === "GET" || http.method === "HEAD" || !event.body;
  const body = bodiless ? null : Buffer.from(event.body as string, event.isBase64Encoded ? "base64" : "utf8");
  if (body) headers.set("content-length", String(body.length));
  return new Request(url, { method: http.method, headers, body });
}

/** A header as fetch has it: its bytes, one a character. */
const inBytes = (value: string) => (isAscii(value) ? value : Buffer.from(value, "utf8").toString("latin1"));
const isAscii = (value: string) => /^[\t\x20-\x7e]*$/.test(value);

export async function resultOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const body = Buffer.from(await response.arrayBuffer());
  const textual = /^(?:application\/(?:problem\+)?json|text\/)/.test(response.headers.get("content-type") ?? "");
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: body.toString(textual ? "utf8" : "base64"),
    isBase64Encoded: !textual,
  };
}
