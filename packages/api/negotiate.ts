/** Which representation is wanted, and the preconditions that name one (RFC 9110, sections 12 and 13). */
import type { Precondition } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { parseAccept } from "hono/utils/accept";

const JSON_TYPES = ["application/json", "application/problem+json", "application/*", "*/*"];

/** @throws 406 where `Accept` leaves out all that the route has */
export function representation(accept: string | null, toml: boolean): "json" | "toml" {
  if (accept === null || accept.trim() === "") return "json";
  const wanted = parseAccept(accept).filter((a) => a.q > 0);
  const quality = (types: string[]) =>
    Math.max(0, ...wanted.filter((a) => types.includes(a.type.toLowerCase())).map((a) => a.q));
  const asJson = quality(JSON_TYPES);
  const asToml = toml ? quality(["application/toml"]) : 0;
  if (asToml > 0 && asToml >= quality(JSON_TYPES.slice(0, 2))) return "toml";
  if (asJson > 0) return "json";
  throw new Fault("not-acceptable", `This is served as application/json${toml ? " or application/toml" : ""}`);
}

/** A strong tag; JSON and TOML differ, since they are different bytes of one state. */
export const etagOf = (change: string, as: "json" | "toml") => (as === "toml" ? `"${change}.toml"` : `"${change}"`);

const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/y;

/** The header's tags, or `*`. @throws 400 where it is neither */
function tagsOf(header: string, name: string): { weak: boolean; tag: string }[] | "*" {
  if (header.trim() === "*") return "*";
  const tags: { weak: boolean; tag: string }[] = [];
  for (const part of header.split(",")) {
    const text = part.trim();
    TAG.lastIndex = 0;
    const match = TAG.exec(text);
    if (!match || TAG.lastIndex !== text.length) {
      const detail = `${name} holds quoted ETags, separated by commas, or *; not: ${text}`;
      throw new Fault("malformed-header", detail, { errors: [{ parameter: name, detail }] });
    }
    tags.push({ weak: match[1] !== undefined, tag: match[2] as string });
  }
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
