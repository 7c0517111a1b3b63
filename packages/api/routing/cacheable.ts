/** Responses for public data that any cache may store. */
import { sha256 } from "@skillmeat-deployments/core/values/secret.ts";

/** Content hashes by object, so that an object that is served often is hashed once. */
const hashes = new WeakMap<object, string>();

/** Returns what the ETag of content is made from: of a text, of bytes, or of an object as JSON. */
export function contentHash(content: object | string): string {
  if (typeof content === "string") return hashOf(content);
  const hash = hashes.get(content) ?? hashOf(content instanceof Uint8Array ? content : JSON.stringify(content));
  hashes.set(content, hash);
  return hash;
}

const hashOf = (content: string | Uint8Array) => sha256(content).slice(0, 26);

/** A 200 response that caches may store for an hour. Its ETag is a hash of the content. */
export const cacheable = (json: object, headers: Record<string, string> = {}) => ({
  status: 200 as const,
  json,
  change: contentHash(json),
  headers: { "cache-control": "public, max-age=3600", ...headers },
});
