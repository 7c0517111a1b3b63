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
  /** The media type that the answer must have. */
  accept: string;
  signal: AbortSignal | undefined;
  timeoutMs: number;
};

/**
 * @param route method and path, such as `GET /projects/{project_id}`, and the media type of the answer if it is not JSON
 * @param page the query of a page, instead of the query in the arguments
 * @throws TypeError for arguments of which no request can be made
 */
export function prepareRequest(
  route: string,
  args: AnyArgs,
  settings: Settings,
  page?: Readonly<Record<string, string>>,
): PreparedRequest {
  const { body, contentType, accept, ifMatch, ifNoneMatch, idempotencyKey, signal, timeoutMs, headers, ...rest } = args;
  const [method = "", template = "", media = "application/json"] = route.split(" ");
  const query = new Map(Object.entries(rest));
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = query.get(name);
    query.delete(name);
    return segmentOf(name, value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of page ? Object.entries(page) : query) {
    if (value !== undefined && value !== null) search.append(name, String(value));
  }

  const isText = typeof body === "string";
  const sent = new Headers({ accept: media });
  // Not one object, in which `Accept` and `accept` would be two headers that are joined.
  for (const [name, value] of Object.entries(settings.headers)) sent.set(name, value);
  if (accept !== undefined) sent.set("accept", accept);
  if (body !== undefined) sent.set("content-type", contentType ?? (isText ? "application/toml" : "application/json"));
  // One key for each call: all attempts of a write have one effect together.
  if (method !== "GET") sent.set("idempotency-key", keyOf(idempotencyKey));
  if ("ifMatch" in args) sent.set("if-match", tagOf("ifMatch", ifMatch));
  if ("ifNoneMatch" in args) sent.set("if-none-match", tagOf("ifNoneMatch", ifNoneMatch));
  for (const [name, value] of Object.entries(headers ?? {})) sent.set(name, value);
  return {
    url: `${settings.baseUrl}${path}${search.size > 0 ? `?${search}` : ""}`,
    method,
    headers: sent,
    body: body === undefined || isText ? body : JSON.stringify(body),
    accept: accept ?? media,
    signal,
    timeoutMs: timeoutMs ?? settings.timeoutMs,
  };
}

/** A path parameter. URLs drop the segments `.` and `..`: the request would go to another operation. */
function segmentOf(name: string, value: unknown): string {
  if (typeof value !== "string" || ["", ".", ".."].includes(value)) {
    throw new TypeError(`${name} must be an id, not ${JSON.stringify(value)}`);
  }
  return encodeURIComponent(value);
}

/** Without this check, an update whose ETag is missing would overwrite what others have changed. */
function tagOf(name: string, tag: string | null | undefined): string {
  if (!tag) throw new TypeError(`${name} is given, but is no ETag`);
  return tag;
}

/** A write with an empty key would have none, and its attempts could have several effects. */
function keyOf(given: string | null | undefined): string {
  if (given?.trim() === "") throw new TypeError("idempotencyKey is given, but is empty");
  return given ?? newKey();
}

/** Not `randomUUID`, which browsers have on secure pages only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
