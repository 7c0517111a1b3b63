/** Converts an answer or a fault to an HTTP response. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { withCommas } from "@skillmeat-deployments/core/values/number.ts";
import type { Answer, Format } from "./answer.ts";
import { contentHash, etagOf, ifNoneMatch } from "./etag.ts";
import type { HttpRequest, HttpResponse, ResponseBody } from "./message.ts";
import { problemResponse } from "./problem.ts";
import { prefixOf } from "./request.ts";

/** The parts of a request that its response depends on. */
export type Responding = {
  request: HttpRequest;
  /** The canonical path, including the prefix. */
  requestPath: string;
  requestId: string;
  /** Headers that the response gets, whether the request succeeds or fails. */
  headers: Record<string, string>;
};

/** The response of a route's answer, in the format that the client accepts. 304 if `If-None-Match` has its ETag. */
export async function respond(
  { request, requestPath, headers: shared }: Responding,
  answer: Answer,
  format: Format,
): Promise<HttpResponse> {
  const { status, location, next } = answer;
  // A copy: if the answer becomes an error, the error has none of them.
  const headers: Record<string, string> = { ...shared, ...answer.headers };
  if (location !== undefined) headers.location = prefixOf(requestPath) + location;
  if (next) headers.link = `<${requestPath}?${new URLSearchParams(next)}>; rel="next"`;
  const served = answer.toml && format === "toml" ? "toml" : "json";
  const listed = answer.tagged && (await contentOf(answer, served));
  const change = listed ? contentHash(`${listed.body}${headers.link ?? ""}`) : answer.change;
  if (change !== undefined) {
    headers.etag = etagOf(change, served);
    const isRead = request.method === "GET" || request.method === "HEAD";
    const known = isRead && ifNoneMatch(request.header("if-none-match"), headers.etag);
    if (known) return { status: 304, headers: { ...headers, etag: known }, body: null };
  }
  const content = listed ?? (await contentOf(answer, served));
  if (!content) return { status, headers, body: null };
  return { status, headers: { ...headers, "content-type": content.type }, body: content.body };
}

/** The body of an answer with its media type. undefined: it has none. */
async function contentOf(
  { raw, json, toml }: Answer,
  served: Format,
): Promise<{ body: ResponseBody; type: string } | undefined> {
  if (raw) return raw;
  if (served === "toml" && toml) return { body: bounded(await toml()), type: "application/toml; charset=utf-8" };
  return json === undefined ? undefined : { body: bounded(JSON.stringify(json)), type: "application/json" };
}

/** The maximum size of an answer in bytes. Lambda's limit is 6 MB. */
const MAX_ANSWER = 5_000_000;

/** @throws 413 if the text is too large. A character has at most three bytes. */
function bounded(text: string): string {
  if (text.length * 3 > MAX_ANSWER && Buffer.byteLength(text) > MAX_ANSWER) throw tooLarge();
  return text;
}

const tooLarge = () =>
  new Fault("too-large", `The answer would have more than ${withCommas(MAX_ANSWER)} bytes; ask for less, with limit`);

/** The methods and media types that a path accepts, for responses to OPTIONS and for some errors. */
export type Allowed = { allow: string; acceptPost?: string | undefined; acceptPatch?: string | undefined };

/** The headers `Allow`, `Accept-Post` and `Accept-Patch`. */
export const allowedHeaders = ({ allow, acceptPost, acceptPatch }: Allowed): Record<string, string> => ({
  allow,
  ...(acceptPost ? { "accept-post": acceptPost } : {}),
  ...(acceptPatch ? { "accept-patch": acceptPatch } : {}),
});

/** The problem response of a fault. @param allowed undefined if no route has the path */
export function respondToFault(responding: Responding, fault: Fault, allowed: Allowed | undefined): HttpResponse {
  const headers = { ...responding.headers, ...requiredHeaders(responding.request, fault, allowed) };
  return problemResponse(fault, responding.requestPath, responding.requestId, headers);
}

/** The headers that some errors require (RFC 9110, sections 10.2.1 and 11.6.1; RFC 6750, section 3). */
function requiredHeaders(request: HttpRequest, fault: Fault, allowed: Allowed | undefined): Record<string, string> {
  switch (fault.code) {
    case "method-not-allowed":
      return allowed ? { allow: allowed.allow } : {};
    case "unsupported-media-type":
      return {
        ...(allowed ? allowedHeaders(allowed) : {}),
        // RFC 9110, section 15.5.16.
        ...(request.header("content-encoding") === null ? {} : { "accept-encoding": "identity" }),
      };
    case "unauthenticated": {
      const invalidToken = request.header("authorization") !== null ? ', error="invalid_token"' : "";
      return { "www-authenticate": `Bearer realm="SkillMeat Deployments"${invalidToken}` };
    }
    case "missing-scope":
      return { "www-authenticate": 'Bearer realm="SkillMeat Deployments", error="insufficient_scope"' };
    default:
      return {};
  }
}
