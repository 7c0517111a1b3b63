/** Reads and parses request bodies: checks size and media type, then parses by the route's schema. */
import { Fault, invalid } from "@skillmeat-deployments/core/fault.ts";
import { parse } from "@skillmeat-deployments/core/resource/parse.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { checkDocument } from "@skillmeat-deployments/core/values/documents/document.ts";
import { withCommas } from "@skillmeat-deployments/core/values/number.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import type * as z from "zod";
import type { HttpBody, HttpRequest } from "./message.ts";

/** A media type that a route can accept. */
export type Media = "json" | "merge-patch" | "toml" | "yaml";

/** The body that a route accepts. */
export type BodySpec = {
  media: readonly Media[];
  /** The maximum size in bytes. Defaults to 128 KiB. */
  maxBytes?: number;
  /** Whether the verb parses the text itself, because it keeps details that a plain value loses. */
  raw?: boolean;
  /** The scopes that bodies of a media type need besides the route's. */
  scopes?: Partial<Record<Media, Scope>>;
};

/** The part of a route that concerns its body. */
type BodyRoute = { method: string; body?: BodySpec | undefined };

/** Loads what reads and writes TOML. */
export const loadToml = once(() => import("./toml.ts"));

const NO_BYTES = new Uint8Array();

/** The default maximum size of a body, in bytes. */
const MAX_BODY = 128 * 1024;

export const MEDIA_TYPES: Record<Media, string> = {
  json: "application/json",
  "merge-patch": "application/merge-patch+json",
  toml: "application/toml",
  yaml: "application/yaml",
};

/** The bytes of the body. @throws 413 if it is too large, 415 if it is encoded, 422 if the route accepts no body */
export async function readBody(request: HttpRequest, route: BodyRoute): Promise<Uint8Array> {
  // A body of GET has no meaning in HTTP and is ignored. An unexpected body of a write is probably a mistake.
  const body = route.method === "GET" ? null : request.body();
  if (!body) return NO_BYTES;
  const encoding = request.header("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity")
    throw new Fault("unsupported-media-type", `Send the body without Content-Encoding, not in '${encoding}'`);
  const bytes = await readBytes(request, body, route.body?.maxBytes ?? MAX_BODY);
  if (!route.body && bytes.length > 0)
    throw invalid({ pointer: "", detail: `${route.method} on this path does not accept a body` });
  return bytes;
}

/** The body, parsed by a schema. @throws 400, 415, 422 */
export async function parseBody(
  request: HttpRequest,
  { media, raw }: BodySpec,
  schema: z.ZodType,
  bytes: Uint8Array,
): Promise<unknown> {
  const type = mediaOf(request, media);
  const text = decode(bytes, `malformed-${type === "merge-patch" ? "json" : type}`, raw);
  if (raw) return parse(schema, text);
  const value = type === "toml" ? await (await loadToml()).parseToml(text) : parseJson(text);
  checkDocument(value);
  return parse(schema, value);
}

/** The scope that the body of a request needs besides the route's. */
export function scopeOfBody(request: HttpRequest, { media, scopes }: BodySpec): Scope | undefined {
  const [name] = partsOf(request.header("content-type") ?? MEDIA_TYPES.json);
  const type = media.find((m) => MEDIA_TYPES[m] === name);
  return type && scopes?.[type];
}

/** The media type of a header, and its parameters. */
const partsOf = (header: string) => header.split(";").map((part) => part.trim().toLowerCase());

/** The media type of the body of a request. @throws 415 if it is none of those that are accepted */
export function mediaOf(request: HttpRequest, accepted: readonly Media[]): Media {
  const header = request.header("content-type");
  const names = accepted.map((m) => MEDIA_TYPES[m]);
  // No Content-Type means JSON.
  if (header === null && accepted.includes("json")) return "json";
  if (header === null) throw new Fault("unsupported-media-type", `Send Content-Type: ${names.join(" or ")}`);
  const [name, ...parameters] = partsOf(header);
  const charset = parameters
    .find((p) => p.startsWith("charset="))
    ?.slice(8)
    .replaceAll('"', "");
  const media = accepted.find((m) => MEDIA_TYPES[m] === name);
  if (media && (charset === undefined || charset === "utf-8")) return media;
  throw new Fault("unsupported-media-type", `Send Content-Type: ${names.join(" or ")} in UTF-8, not '${header}'`);
}

async function readBytes(request: HttpRequest, body: HttpBody, max: number): Promise<Uint8Array> {
  const tooLarge = () => new Fault("too-large", `The body must not exceed ${withCommas(max)} bytes`);
  const length = request.header("content-length");
  if (length !== null) {
    if (Number(length) > max) throw tooLarge();
    return body.all().catch(endedEarly);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of untilCut(body.chunks())) {
    size += chunk.length;
    if (size > max) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* untilCut(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    endedEarly(error);
  }
}

/** The client closed the connection, or sent fewer bytes than Content-Length states. */
function endedEarly(cause: unknown): never {
  throw new Fault("malformed-json", "The body ended before it was complete", { cause });
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array, code: `malformed-${"json" | "toml" | "yaml"}`, raw = false): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new Fault(code, "The body is not valid UTF-8", { cause });
  }
  // Editors on Windows write one into files. JSON of an HTTP client must not have it (RFC 8259, section 8.1); a verb that parses a
  // file itself skips it.
  if (code === "malformed-json" && !raw && text.startsWith("\uFEFF")) {
    throw new Fault(code, "The body starts with a byte order mark; send UTF-8 without one");
  }
  return text;
}

function parseJson(text: string): unknown {
  if (text.trim() === "") throw new Fault("malformed-json", "The body is empty; send a JSON object");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault("malformed-json", (error as Error).message);
  }
}
