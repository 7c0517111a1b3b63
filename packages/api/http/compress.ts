/** Compresses answers for clients that accept it (RFC 9110, section 12.5.3). */
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { encodedTag } from "./etag.ts";
import type { HttpRequest, HttpResponse } from "./message.ts";

type Encoding = "br" | "gzip";

/** Smaller bodies gain less than the headers cost. */
const MIN_BYTES = 1_024;
/** Of 0 to 11. Higher ones take longer than they save on the way. */
const BROTLI_QUALITY = 4;
/** How many compressed files are kept in memory: those of the reference page, in both encodings. */
const MAX_KEPT = 16;

/** Loaded with the first body that is compressed. */
const zlib = once(() => import("node:zlib"));

/** The compressed bodies of answers that never change, by ETag. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();

/** Returns the response, compressed if the client accepts it. Its ETag then names the encoding. */
export async function compressed(request: HttpRequest, response: HttpResponse): Promise<HttpResponse> {
  const { status, headers, body } = response;
  if (body === null && status !== 304) return response;
  const varying = { ...headers, vary: headers.vary ? `${headers.vary}, Accept-Encoding` : "Accept-Encoding" };
  const encoding = encodingOf(request.header("accept-encoding"));
  if (body === null || encoding === undefined || body.length < MIN_BYTES) return { ...response, headers: varying };
  const etag = headers.etag === undefined ? undefined : encodedTag(headers.etag, encoding);
  const isFixed = headers["cache-control"]?.startsWith("public");
  const bytes = (isFixed && etag && kept.get(etag)) || (await compress(body, encoding));
  if (isFixed && etag && kept.size < MAX_KEPT) kept.set(etag, bytes);
  return {
    status,
    headers: { ...varying, "content-encoding": encoding, ...(etag === undefined ? {} : { etag }) },
    body: bytes,
  };
}

async function compress(body: string | Uint8Array, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const { brotliCompress, gzip, constants } = await zlib();
  return new Promise((done, fail) => {
    const end = (error: Error | null, bytes: Uint8Array<ArrayBuffer>) => (error ? fail(error) : done(bytes));
    if (encoding === "gzip") gzip(body, end);
    else brotliCompress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }, end);
  });
}

/** The encoding that `Accept-Encoding` prefers; brotli wins a tie. undefined: none of ours. */
export function encodingOf(header: string | null): Encoding | undefined {
  if (header === null) return undefined;
  const qualities = new Map<string, number>();
  for (const part of header.split(",").slice(0, 32)) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = q === undefined ? 1 : Number(q.slice(2));
    qualities.set(name, quality >= 0 && quality <= 1 ? quality : 0);
  }
  const qualityOf = (name: Encoding) => qualities.get(name) ?? qualities.get("*") ?? 0;
  const [br, gzip] = [qualityOf("br"), qualityOf("gzip")];
  if (br === 0 && gzip === 0) return undefined;
  return br >= gzip ? "br" : "gzip";
}
