/**
 * Simulates an API Gateway HTTP API: converts requests to events (payload format 2.0), and results to responses.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type GatewayRequest = { method: string; path: string; headers?: [string, string][]; body?: string | Uint8Array };
export type GatewayResponse = { status: number; headers: [string, string][]; body: Buffer };

/** API Gateway passes bodies of these media types as text, and all others as base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.+-]*\+json|[\w.+-]*\+xml)\b)/;

/** The event of a request. */
export function eventOf({ method, path, headers = [], body }: GatewayRequest): APIGatewayProxyEventV2 {
  const [rawPath = "/", rawQueryString = ""] = path.split(/\?(.*)/s);
  const mergedHeaders: Record<string, string> = { host: "abc123.execute-api.us-east-1.amazonaws.com" };
  const cookies: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === "cookie") cookies.push(...value.split("; "));
    else mergedHeaders[lower] = mergedHeaders[lower] === undefined ? value : `${mergedHeaders[lower]},${value}`;
  }
  const bytes = body === undefined ? undefined : Buffer.from(body);
  if (bytes) mergedHeaders["content-length"] = String(bytes.length);
  const isText = TEXT.test(mergedHeaders["content-type"] ?? "");
  // API Gateway cuts the decoded path at an encoded `?`.
  const decoded = decodeURIComponent(rawPath).split("?")[0] as string;
  const query = new URLSearchParams(rawQueryString);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: decoded,
    rawQueryString,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: mergedHeaders,
    ...(rawQueryString === ""
      ? {}
      : { queryStringParameters: Object.fromEntries([...query.keys()].map((k) => [k, query.getAll(k).join(",")])) }),
    requestContext: {
      accountId: "123456789012",
      apiId: "abc123",
      domainName: "abc123.execute-api.us-east-1.amazonaws.com",
      domainPrefix: "abc123",
      http: { method, path: decoded, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage: "$default",
      time: "10/Mar/2026:05:16:23 +0000",
      timeEpoch: 1773119783636,
    },
    ...(bytes === undefined || bytes.length === 0
      ? { isBase64Encoded: false }
      : { body: isText ? bytes.toString("utf8") : bytes.toString("base64"), isBase64Encoded: !isText }),
  };
}

/** The response for a result. */
export function answerOf(result: APIGatewayProxyStructuredResultV2): GatewayResponse {
  const body = Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8");
  const headers = Object.entries(result.headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  for (const cookie of result.cookies ?? []) headers.push(["set-cookie", cookie]);
  return { status: result.statusCode ?? 200, headers, body };
}
