/** Entity tags, what they are made from, and the preconditions `If-Match` and `If-None-Match` (RFC 9110, section 13). */
import type { Preconditions } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { sha256 } from "@skillmeat-deployments/core/values/secret.ts";
import type { HttpRequest } from "./message.ts";

/** The strong ETag of a change id. JSON and TOML have different tags, because their bytes differ. */
export const etagOf = (change: string, as: "json" | "toml") => (as === "toml" ? `"${change}.toml"` : `"${change}"`);

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

/** The maximum number of tags in a condition. DynamoDB allows 100 operands of IN in one condition. */
const MAX_TAGS = 90;

/** The change id of a tag, whatever the format and the encoding of its representation. */
const changeOf = (tag: string) => withoutEncoding(tag).replace(/\.toml$/, "");
const withoutEncoding = (tag: string) => tag.replace(/-(?:br|gzip)$/, "");

/** The change ids in a header. @throws 400 `malformed-header` if there are too many */
function changesOf(tags: readonly { tag: string }[], name: string): string[] {
  const changes = new Set(tags.map(({ tag }) => changeOf(tag)));
  if (changes.size > MAX_TAGS) {
    const detail = `${name} must not contain more than ${MAX_TAGS} ETags`;
    throw new Fault("malformed-header", detail, { errors: [{ parameter: name, detail }] });
  }
  return [...changes];
}

/**
 * The preconditions of a write. `If-Match: *` is none, because every write requires that the resource exists.
 * @throws 400 `malformed-header`
 */
export function preconditionsOf(request: Pick<HttpRequest, "header">): Preconditions {
  const match = tagsIn(request, "If-Match");
  const noneMatch = tagsIn(request, "If-None-Match");
  return {
    ...(match && match !== "*" ? { match: strongChanges(match) } : {}),
    ...(noneMatch ? { noneMatch: noneMatch === "*" ? "*" : changesOf(noneMatch, "If-None-Match") } : {}),
  };
}

function tagsIn(request: Pick<HttpRequest, "header">, name: string) {
  const header = request.header(name.toLowerCase());
  return header === null ? undefined : tagsOf(header, name);
}

/** Weak tags never match in `If-Match` (RFC 9110, section 13.1.1). */
function strongChanges(tags: readonly { weak: boolean; tag: string }[]): string[] {
  const changes = changesOf(
    tags.filter(({ weak }) => !weak),
    "If-Match",
  );
  // With weak tags only, nothing may match: no change has the id "-".
  return changes.length === 0 ? ["-"] : changes;
}

/**
 * The tag in `If-None-Match` that matches, by weak comparison and whatever the encoding. undefined: none.
 * @throws 400 `malformed-header`
 */
export function ifNoneMatch(header: string | null, etag: string): string | undefined {
  if (header === null) return undefined;
  const tags = tagsOf(header, "If-None-Match");
  if (tags === "*") return etag;
  const found = tags.find(({ tag }) => `"${withoutEncoding(tag)}"` === etag);
  return found && `"${found.tag}"`;
}

/** The tag of a representation in an encoding. */
export const encodedTag = (etag: string, encoding: string) => `${etag.slice(0, -1)}-${encoding}"`;
