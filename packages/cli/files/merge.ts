/** Merges three ways: what was written last, what is on the disk, and what is to be written. */
import { isDeepStrictEqual } from "node:util";
import { eolOf, splitBom } from "./edit/text.ts";
import type { Json, JsonObject } from "./place.ts";

/**
 * Merges texts line by line. Line ends and the byte order mark are those of `mine`, line by line where a line is of it.
 * undefined: both changed the same lines.
 * @param base what was written last
 * @param mine what is on the disk
 * @param theirs what is to be written
 */
export async function mergeText(base: string, mine: string, theirs: string): Promise<string | undefined> {
  const { diff3Merge, diffIndices } = await import("node-diff3");
  const [b, m, t] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const regions = diff3Merge(m.lines, b.lines, t.lines, { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const { ok } of regions) {
    if (ok === undefined) return undefined;
    merged.push(...ok);
  }
  const eol = eolOf(mine);
  const ends = merged.map(() => eol as string);
  // The lines that are also in `mine` keep their line ends.
  let [own, all] = [0, 0];
  const keepUpTo = (line: number) => {
    while (own < line) ends[all++] = m.ends[own++] ?? eol;
  };
  for (const { buffer1, buffer2 } of diffIndices(m.lines, merged)) {
    keepUpTo(buffer1[0]);
    own += buffer1[1];
    all += buffer2[1];
  }
  keepUpTo(m.lines.length);
  const isEnded = m.isEnded === b.isEnded ? t.isEnded : m.isEnded;
  const text = merged.map((line, i) => line + (i < merged.length - 1 || isEnded ? ends[i] || eol : "")).join("");
  return splitBom(mine).bom + text;
}

type Lines = { lines: string[]; ends: string[]; isEnded: boolean };

/** The lines of a text without their ends, and the ends. */
function linesOf(text: string): Lines {
  const parts = splitBom(text).body.split("\n");
  const isEnded = parts.at(-1) === "" && parts.length > 1;
  const raw = isEnded || (parts.length === 1 && parts[0] === "") ? parts.slice(0, -1) : parts;
  const lines = raw.map((line, i) =>
    line.endsWith("\r") && (i < raw.length - 1 || isEnded) ? line.slice(0, -1) : line,
  );
  const ends = raw.map((line, i) =>
    i < raw.length - 1 || isEnded ? (line.length > (lines[i] as string).length ? "\r\n" : "\n") : "",
  );
  return { lines, ends, isEnded };
}

/** Merges values member by member. undefined: both changed the same member, or an item of the same list. */
export function mergeValues(base: Json | undefined, mine: Json, theirs: Json): Json | undefined {
  const merged = mergeMember(base, mine, theirs);
  return merged === CONFLICT ? undefined : (merged as Json);
}

const CONFLICT = Symbol("conflict");

function mergeMember(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
): Json | undefined | typeof CONFLICT {
  if (isDeepStrictEqual(mine, theirs) || isDeepStrictEqual(base, theirs)) return mine;
  if (isDeepStrictEqual(base, mine)) return theirs;
  if (!isObject(base) || !isObject(mine) || !isObject(theirs)) return CONFLICT;
  const merged: [string, Json][] = [];
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const member = mergeMember(own(base, name), own(mine, name), own(theirs, name));
    if (member === CONFLICT) return CONFLICT;
    if (member !== undefined) merged.push([name, member]);
  }
  return Object.fromEntries(merged);
}

const own = (value: JsonObject, name: string) => (Object.hasOwn(value, name) ? value[name] : undefined);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
