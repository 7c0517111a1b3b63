/** Hashes, all SHA-256 in 64 lower-case hex digits. Those of files and folders are SkillMeat's. */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { blockText } from "./edit/block.ts";
import type { Json } from "./place.ts";

/** The hash of a file: of its bytes. */
export const hashBytes = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/**
 * The hash of a folder: for each file below it, its path relative to the folder (with `/`, in UTF-8), then its bytes, with
 * nothing between. The order is that of the paths' segments, compared as strings, so `a/b.txt` comes before `a-b/c.txt`.
 */
export function hashFolder(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): string {
  const hash = createHash("sha256");
  for (const { path, bytes } of [...files].sort((a, b) => comparePaths(a.path, b.path)))
    hash.update(path).update(bytes);
  return hash.digest("hex");
}

/** Compares paths segment by segment. Segments are compared by their characters' code points, as SkillMeat does. */
export function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareText(left[i] as string, right[i] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** By code points: in UTF-16, which `<` compares, the characters from U+E000 come after those from U+10000. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** An entry as RFC 8785 JSON, from which its hash is made. @throws Error for what that cannot hold */
export const canonicalJson = (value: Json): string => canonicalize(value) as string;

/** The `written_hash` of an entry. */
export const hashEntry = (value: Json) => hashBytes(canonicalJson(value));

/** The `written_hash` of a block: of the text between its markers, with line feeds and without one at its end. */
export const hashBlock = (text: string) => hashBytes(blockText(text));
