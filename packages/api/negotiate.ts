/** Which representation is wanted, and the preconditions that name one (RFC 9110, sections 12 and 13). */
import type { Precondition } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { parseAccept } from "hono/utils/accept";

/** @throws 406 where `Accept` leaves out all that the route has */
export function representation(accept: string | null, toml: boolean): "json" | "toml" {
  if (accept === null || accept.trim() === "") return "json";
  const wanted = parseAccept(accept);
  // The most specific range decides (RFC 9110, section 12.5.1), and JSON where both are wanted alike.
  const quality = (...exact: string[]) => {
    for (const types of [exact, ["application/*"], ["*/*"]]) {
      const found = wanted.filter((a) => types.includes(a.type.toLowerCase()));
      if (found.length > 0) return Math.max(...found.map((a) => a.q));
    }
    return 0;
  };
  const asJson = quality("application/json", "application/problem+json");
  const asToml = toml ? quality("application/toml") : 0;
  if (asToml > asJson) return "toml";
  if (asJson > 0) return "json";
  throw new Fault("not-acceptable", `This is served as application/json${toml ? " or application/toml" : ""}`);
}

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
export function noneMatch(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const tags = tagsOf(header, "If-None-Match");
  return tags === "*" || tags.some((t) => `"${t.tag}"` === etag);
}
