/**
 * Converts API Gateway HTTP API events (payload format 2.0) to requests, and responses to the results it expects.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { encodePath } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpBody, HttpRequest, HttpResponse } from "../http/message.ts";

/** The methods that fetch forbids. Servers that speak fetch cannot pass them on, so this function does not either. */
const FORBIDDEN_METHODS = /^(?:CONNECT|TRACE|TRACK)$/i;

/** The request of an event. @throws TypeError if its URL is invalid, or if its method is CONNECT, TRACE or TRACK */
export function requestOf(event: APIGatewayProxyEventV2): HttpRequest {
  const { headers = {}, requestContext } = event;
  const { domainName, http } = requestContext;
  if (FORBIDDEN_METHODS.test(http.method)) throw new TypeError(`The method ${http.method} is not supported`);
  // API Gateway decodes the path.
  const query = event.rawQueryString === "" ? "" : `?${event.rawQueryString}`;
  const url = new URL(`https://${domainName}${encodePath(event.rawPath)}${query}`);
  const bytes = event.body ? Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8") : undefined;
  return {
    method: http.method,
    address: http.sourceIp,
    path: url.pathname,
    query: url.search + url.hash,
    header(name) {
      if (name === "content-length" && bytes) return String(bytes.length);
      const value = headers[name] ?? undefined;
      return value === undefined ? null : withoutSpace(toByteString(value));
    },
    body: () => bytes && bodyOf(bytes),
  };
}

const bodyOf = (bytes: Uint8Array): HttpBody => ({
  all: async () => bytes,
  async *chunks() {
    yield bytes;
  },
});

/** A header value without the space around it (RFC 9110, section 5.5). */
function withoutSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (isSpace(value[start])) start++;
  while (end > start && isSpace(value[end - 1])) end--;
  return value.slice(start, end);
}

const isSpace = (character: string | undefined) => character !== undefined && "\t\r\n ".includes(character);

/** A header value as Node.js and fetch represent it: one character for each byte. */
const toByteString = (value: string) => (isAscii(value) ? value : Buffer.from(value, "utf8").toString("latin1"));
const isAscii = (value: string) => /^[\t\x20-\x7e]*$/.test(value);

/** The result of a response. Bytes that are not text are encoded as base64. */
export function resultOf({ status, headers, body }: HttpResponse): APIGatewayProxyStructuredResultV2 {
  const text =
    typeof body === "string" ||
    body === null ||
    (headers["content-encoding"] === undefined && /^(?:application\/json|text\/)/.test(headers["content-type"] ?? ""));
  const encoded = body instanceof Uint8Array ? Buffer.from(body).toString(text ? "utf8" : "base64") : (body ?? "");
  return { statusCode: status, headers: { ...headers }, body: encoded, isBase64Encoded: !text };
}
