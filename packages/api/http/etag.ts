/** Entity tags and the preconditions `If-Match` and `If-None-Match` (RFC 9110, section 13). */
import type { Precondition } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";

/** The strong ETag of a change id. JSON and TOML have different tags, because their bytes differ. */
export const etagOf = (change: string, as: "json" | "toml") => (as === "toml" ? `"${change}.toml"` : `"${change}"`);

/** One entity tag, followed by a comma or the end of the header. */
const TAG = /\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/y;

/** The tags in the header, or `*`. @throws 400 `malformed-header` */
function tagsOf(header: string, name: string): { weak: boolean; tag: string }[] | "*" {
  if (header.trim() === "*") return "*";
  const tags: { weak: boolean; tag: string }[] = [];
  TAG.lastIndex = 0;
  do {
    const start = TAG.lastIndex;
    const match = TAG.exec(header);
    if (!match) {
      const detail = `${name} must be * or a comma-separated list of quoted ETags, not: ${header.slice(start)}`;
      throw new Fault("malformed-header", detail, { errors: [{ parameter: name, detail }] });
    }
    tags.push({ weak: match[1] !== undefined, tag: match[2] as string });
  } while (TAG.lastIndex < header.length);
  return tags;
}

/** The maximum number of tags in `If-Match`. DynamoDB allows 100 operands of IN in one condition. */
const MAX_TAGS = 90;

/**
 * The change ids in `If-Match`. Weak tags never match (RFC 9110, section 13.1.1). Undefined: no condition, also for
 * `*`, because every write requires that the resource exists.
 * @throws 400 `malformed-header`
 */
export function ifMatch(header: string | null): Precondition {
  if (header === null) return undefined;
  const tags = tagsOf(header, "If-Match");
  if (tags === "*") return undefined;
  const changes = new Set(tags.filter((t) => !t.weak).map((t) => t.tag.replace(/\.toml$/, "")));
  if (changes.size > MAX_TAGS) {
    const detail = `If-Match must not contain more than ${MAX_TAGS} ETags`;
    throw new Fault("malformed-header", detail, { errors: [{ parameter: "If-Match", detail }] });
  }
  // With weak tags only, nothing may match: no change has the id "-".
  return changes.size === 0 ? ["-"] : [...changes];
}

/** Whether `If-None-Match` contains the tag, by weak comparison. @throws 400 `malformed-header` */
export function ifNoneMatch(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const tags = tagsOf(header, "If-None-Match");
  return tags === "*" || tags.some((t) => `"${t.tag}"` === etag);
}
