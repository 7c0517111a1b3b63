/** Entity tags, and the preconditions that name them (RFC 9110, section 13). */
import type { Precondition } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";

/** A strong tag; JSON and TOML differ, since they are different bytes of one state. */
export const etagOf = (change: string, as: "json" | "toml") => (as === "toml" ? `"${change}.toml"` : `"${change}"`);

/** One entity tag, and the comma or the end behind it. */
const TAG = /\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/y;

/** The header's tags, or `*`. @throws 400 where it is neither */
function tagsOf(header: string, name: string): { weak: boolean; tag: string }[] | "*" {
  if (header.trim() === "*") return "*";
  const tags: { weak: boolean; tag: string }[] = [];
  TAG.lastIndex = 0;
  do {
    const at = TAG.lastIndex;
    const match = TAG.exec(header);
    if (!match) {
      const detail = `${name} holds quoted ETags, separated by commas, or *; not: ${header.slice(at)}`;
      throw new Fault("malformed-header", detail, { errors: [{ parameter: name, detail }] });
    }
    tags.push({ weak: match[1] !== undefined, tag: match[2] as string });
  } while (TAG.lastIndex < header.length);
  return tags;
}

/** The most tags whose change ids fit in one condition (DynamoDB: 100 operands of IN). */
const MAX_TAGS = 90;

/** `If-Match` as change ids: of either representation, strong ones alone. `*` asks for existence, as every write does. */
export function ifMatch(header: string | null): Precondition {
  if (header === null) return undefined;
  const tags = tagsOf(header, "If-Match");
  if (tags === "*") return undefined;
  const changes = new Set(tags.filter((t) => !t.weak).map((t) => t.tag.replace(/\.toml$/, "")));
  if (changes.size > MAX_TAGS) {
    const detail = `If-Match may hold at most ${MAX_TAGS} ETags`;
    throw new Fault("malformed-header", detail, { errors: [{ parameter: "If-Match", detail }] });
  }
  // Weak tags alone match nothing; a condition needs an id that no change has.
  return changes.size === 0 ? ["-"] : [...changes];
}

/** Does `If-None-Match` hold this tag? Weak comparison. */
export function ifNoneMatch(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const tags = tagsOf(header, "If-None-Match");
  return tags === "*" || tags.some((t) => `"${t.tag}"` === etag);
}
