/** Responses for public data that any cache may store. */
import { sha256 } from "@skillmeat-deployments/core/values/secret.ts";

/** Content hashes by object, so that an object that is served often is hashed once. */
const hashes = new WeakMap<object, string>();

function contentHash(json: object): string {
  const hash = hashes.get(json) ?? sha256(JSON.stringify(json)).slice(0, 26);
  hashes.set(json, hash);
  return hash;
}

/** A 200 response that caches may store for an hour. Its ETag is a hash of the content. */
export const cacheable = (json: object, headers: Record<string, string> = {}) => ({
  status: 200 as const,
  json,
  change: contentHash(json),
  headers: { "cache-control": "public, max-age=3600", ...headers },
});
