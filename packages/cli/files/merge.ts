/** Merges three ways: what was written last, what is on the disk, and what is to be written. */
import { isDeepStrictEqual } from "node:util";
import { eolOf, splitBom } from "./edit/text.ts";
import { isObject, type Json, type JsonObject } from "./place.ts";

/** So many lines may be added or removed on a side. The time of a comparison grows with the square of this number. */
const MOST_CHANGED = 2000;

/**
 * Merges texts line by line. What is not changed keeps the line ends and the byte order mark of `mine`.
 * undefined: both sides changed the same or neighbouring lines, or one of them changed thousands.
 * @param base what was written last
 * @param mine what is on the disk
 * @param theirs what is to be written
 */
export async function mergeText(base: string, mine: string, theirs: string): Promise<string | undefined> {
  const [b, m, t] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const [own, other] = [await hunksOf(b.lines, m.lines), await hunksOf(b.lines, t.lines)];
  const merged = own && other && mergeHunks(b.lines.length, own, other);
  if (merged === undefined) return undefined;
  const eol = eolOf(mine);
  const isEnded = m.isEnded === b.isEnded ? t.isEnded : m.isEnded;
  const lines = merged.map((line) =>
    typeof line === "number" ? `${m.lines[line]}${m.ends[line] || eol}` : `${line}${eol}`,
  );
  const body = lines.join("");
  return splitBom(mine).bom + (isEnded ? body : body.replace(/\r?\n$/, ""));
}

type Lines = {
  readonly lines: string[];
  /** Their line ends. */
  readonly ends: readonly string[];
  /** Whether the last line has a line end. */
  readonly isEnded: boolean;
};

function linesOf(text: string): Lines {
  const body = splitBom(text).body;
  const raw = body === "" ? [] : body.replace(/\n$/, "").split("\n");
  const isEnded = body.endsWith("\n");
  const hasFeed = (i: number) => isEnded || i < raw.length - 1;
  const isCrlf = raw.map((line, i) => hasFeed(i) && line.endsWith("\r"));
  return {
    lines: raw.map((line, i) => (isCrlf[i] ? line.slice(0, -1) : line)),
    ends: raw.map((_, i) => (hasFeed(i) ? (isCrlf[i] ? "\r\n" : "\n") : "")),
    isEnded,
  };
}

/** A part of the base, from `start` to `end`, that became other lines: those from `from` to `to`. */
type Hunk = { readonly start: number; readonly end: number; readonly lines: readonly string[]; readonly from: number };

/** undefined: too much was changed. */
async function hunksOf(base: string[], changed: string[]): Promise<Hunk[] | undefined> {
  const { diffArrays } = await import("diff");
  const parts = diffArrays(base, changed, { maxEditLength: MOST_CHANGED });
  if (parts === undefined) return undefined;
  const hunks: Hunk[] = [];
  let [at, to] = [0, 0];
  for (const { added, removed, value } of parts) {
    const last = hunks.at(-1);
    const isSame = last?.end === at && last.from + last.lines.length === to;
    if (removed) hunks.push({ start: at, end: at + value.length, lines: [], from: to });
    else if (added && last && isSame) hunks[hunks.length - 1] = { ...last, lines: [...last.lines, ...value] };
    else if (added) hunks.push({ start: at, end: at, lines: value, from: to });
    if (!added) at += value.length;
    if (!removed) to += value.length;
  }
  return hunks;
}

/** The merged lines: numbers of lines of `mine`, and lines of the other side. undefined: the sides meet. */
function mergeHunks(length: number, mine: readonly Hunk[], theirs: readonly Hunk[]): (number | string)[] | undefined {
  const merged: (number | string)[] = [];
  // The line of the base, and the one of `mine` that it became.
  let [at, own] = [0, 0];
  const keepUpTo = (end: number) => {
    for (; at < end; at++) merged.push(own++);
  };
  let [i, j] = [0, 0];
  for (;;) {
    const [m, t] = [mine[i], theirs[j]];
    if (m === undefined && t === undefined) break;
    if (m && t && m.start <= t.end && t.start <= m.end) {
      const isSame = m.start === t.start && m.end === t.end && isDeepStrictEqual(m.lines, t.lines);
      if (!isSame) return undefined;
      j++;
    }
    if (m && (t === undefined || m.start <= t.start)) {
      keepUpTo(m.start);
      for (const _ of m.lines) merged.push(own++);
      at = m.end;
      i++;
    } else if (t) {
      keepUpTo(t.start);
      merged.push(...t.lines);
      own += t.end - t.start;
      at = t.end;
      j++;
    }
  }
  keepUpTo(length);
  return merged;
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
