/** Pure: what API Gateway changes of a request on its way, undone, so that it means here what it means everywhere. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { segment } from "./route.ts";

/**
 * - Paths come decoded: a `#`, `?` or `%` in a segment would otherwise end or change the path.
 * - A header without a value is still a header; the adapter drops it, unless it is blank.
 * - A body where HTTP gives it no meaning is none; `Request` would refuse to be made with it.
 */
export function asSent(event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const { method } = event.requestContext.http;
  const { body, ...rest } = event;
  const bodiless = method === "GET" || method === "HEAD";
  return {
    ...rest,
    ...(bodiless || body === undefined ? {} : { body }),
    rawPath: event.rawPath.split("/").map(segment).join("/"),
    headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name, value || " "])),
  };
}
