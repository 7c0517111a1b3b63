/** Makes the request of an operation from its arguments. The same request is sent by every attempt. */
import type { CallOptions } from "./method.ts";
import type { Settings } from "./options.ts";

/** The arguments of any operation. `Args` in method.ts has the exact types. */
export type AnyArgs = CallOptions & {
  body?: unknown;
  contentType?: string;
  accept?: string;
  ifMatch?: string | null;
  ifNoneMatch?: string | null;
  idempotencyKey?: string;
  [parameter: string]: unknown;
};

export type PreparedRequest = {
  url: string;
  method: string;
  /** Without the credential, which can differ between attempts. */
  headers: Headers;
  body: string | undefined;
  signal: AbortSignal | undefined;
  timeoutMs: number;
};

/**
 * @param route method and path, such as `GET /projects/{project_id}`
 * @throws TypeError for arguments that no request can be made of
 */
export function prepareRequest(route: string, args: AnyArgs, settings: Settings): PreparedRequest {
  const { body, contentType, accept, ifMatch, ifNoneMatch, idempotencyKey, signal, timeoutMs, headers, ...rest } = args;
  const [method = "", template = ""] = route.split(" ");
  const query = new Map(Object.entries(rest));
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = query.get(name);
    query.delete(name);
    return segmentOf(name, value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of query) if (value !== undefined) search.append(name, String(value));

  const all = new Headers({ accept: accept ?? "application/json", ...settings.headers });
  if (body !== undefined)
    all.set("content-type", contentType ?? (typeof body === "string" ? "application/toml" : "application/json"));
  // One key a call: the attempts of a write have one effect together.
  if (method !== "GET") all.set("idempotency-key", idempotencyKey ?? newKey());
  if ("ifMatch" in args) all.set("if-match", tagOf("ifMatch", ifMatch));
  if ("ifNoneMatch" in args) all.set("if-none-match", tagOf("ifNoneMatch", ifNoneMatch));
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
  return {
    url: settings.baseUrl + path + (search.size > 0 ? `?${search}` : ""),
    method,
    headers: all,
    body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    signal,
    timeoutMs: timeoutMs ?? settings.timeoutMs,
  };
}

/** A path parameter. URLs drop the segments `.` and `..`, so with these the request would go to another operation. */
function segmentOf(name: string, value: unknown): string {
  if (typeof value !== "string" || ["", ".", ".."].includes(value)) {
    throw new TypeError(`${name} must be an id, not ${JSON.stringify(value)}`);
  }
  return encodeURIComponent(value);
}

/** Without this check, an update whose ETag is missing would overwrite what others have changed. */
function tagOf(name: string, tag: string | null | undefined): string {
  if (!tag) throw new TypeError(`${name} is given but has no ETag`);
  return tag;
}

/** Not `randomUUID`: browsers have it on secure pages only. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
