/** Responses for public data that any cache may store. */
import { contentHash } from "../http/etag.ts";

/** A 200 response that caches may store for an hour. Its ETag is a hash of the content. */
export const cacheable = (json: object, headers: Record<string, string> = {}) => ({
  status: 200 as const,
  json,
  change: contentHash(json),
  headers: { "cache-control": "public, max-age=3600", ...headers },
});
