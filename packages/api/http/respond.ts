/** Turns an answer, or a fault, into a response. */
import type { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { Answer, Format } from "./answer.ts";
import { etagOf, ifNoneMatch } from "./etag.ts";
import { problemResponse } from "./problem.ts";
import { prefixOf } from "./request.ts";

/** A request as far as its response depends on it. */
export type Responding = {
  request: Request;
  /** In its one spelling. */
  requestPath: string;
  requestId: string;
  /** Headers that the response carries, whatever becomes of the request. */
  headers: Record<string, string>;
};

export async function respond(
  { request, requestPath, headers }: Responding,
  answer: Answer,
  format: Format,
): Promise<Response> {
  const { status, json, toml, change, location, next, raw } = answer;
  Object.assign(headers, answer.headers);
  if (location !== undefined) headers.location = prefixOf(requestPath) + location;
  if (next) headers.link = `<${requestPath}?${new URLSearchParams(next)}>; rel="next"`;
  const as = toml && format === "toml" ? "toml" : "json";
  if (change !== undefined) {
    headers.etag = etagOf(change, as);
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading && ifNoneMatch(request.headers.get("if-none-match"), headers.etag)) {
      return new Response(null, { status: 304, headers });
    }
  }
  const send = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
    new Response(body, { status, headers: { ...headers, "content-type": type } });
  if (raw) return send(raw.body, raw.type);
  if (as === "toml" && toml) return send(await toml(), "application/toml; charset=utf-8");
  if (json === undefined) return new Response(null, { status, headers });
  return send(JSON.stringify(json), "application/json");
}

/** What a path allows: the answer to OPTIONS, and part of some refusals. */
export type Allowed = { allow: string; acceptPost?: string | undefined; acceptPatch?: string | undefined };

export const allowedHeaders = ({ allow, acceptPost, acceptPatch }: Allowed): Record<string, string> => ({
  allow,
  ...(acceptPost ? { "accept-post": acceptPost } : {}),
  ...(acceptPatch ? { "accept-patch": acceptPatch } : {}),
});

/** @param allowed what the path allows, where there is such a path */
export function respondToFault(responding: Responding, fault: Fault, allowed: Allowed | undefined): Response {
  const headers = { ...responding.headers, ...challenge(responding.request, fault, allowed) };
  return problemResponse(fault, responding.requestPath, responding.requestId, headers);
}

/** The headers that some refusals must carry (RFC 9110, sections 10.2.1 and 11.6.1; RFC 6750, section 3). */
function challenge(request: Request, fault: Fault, allowed: Allowed | undefined): Record<string, string> {
  switch (fault.code) {
    case "method-not-allowed":
      return allowed ? { allow: allowed.allow } : {};
    case "unsupported-media-type":
      return allowed ? allowedHeaders(allowed) : {};
    case "unauthenticated": {
      const invalid = request.headers.has("authorization") ? ', error="invalid_token"' : "";
      return { "www-authenticate": `Bearer realm="SkillMeat Deployments"${invalid}` };
    }
    case "missing-scope":
      return { "www-authenticate": 'Bearer realm="SkillMeat Deployments", error="insufficient_scope"' };
    default:
      return {};
  }
}
