/** Answers that everybody may read and any cache may keep. */
import { sha256 } from "@skillmeat-deployments/core/values/secret.ts";

/** The tags of objects that are served again and again: each is hashed once. */
const tags = new WeakMap<object, string>();

function tagOf(json: object): string {
  const tag = tags.get(json) ?? sha256(JSON.stringify(json)).slice(0, 26);
  tags.set(json, tag);
  return tag;
}

/** 200 with a tag that changes with any byte of the answer. */
export const cacheable = (json: object, headers: Record<string, string> = {}) => ({
  status: 200 as const,
  json,
  change: tagOf(json),
  headers: { "cache-control": "public, max-age=3600", ...headers },
});
