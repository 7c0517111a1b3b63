/** Edits what is in brackets and separated by commas: JSON, inline tables and arrays of TOML, flow collections of YAML. */
import { afterEol, indentAt, isBlank, lineEnd, splice, startsLine } from "./text.ts";

/** An object or list in brackets. */
export type Flow = {
  /** The offset after the opening bracket. */
  readonly start: number;
  /** The offset of the closing bracket. */
  readonly end: number;
  readonly children: readonly { readonly start: number; readonly end: number }[];
};

/** How a language writes. */
export type FlowStyle = {
  readonly comments: "//" | "#";
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  /** Whether a child of an empty container gets a line of its own. */
  readonly lines: boolean;
  /** What separates a child from the one before on the same line, and in a container that was empty from its brackets. */
  readonly space: string;
  readonly pad: string;
};

/** Renders a child. @param indent the indentation of its line; null: it has to be on one line */
export type Render = (indent: string | null) => string;

/** Adds a child after the last one. */
export function appendChild(text: string, flow: Flow, style: FlowStyle, render: Render): string {
  const last = flow.children.at(-1);
  if (last === undefined) return fill(text, flow, style, render);
  const comma = findComma(text, last.end, flow.end, style);
  const { offset: anchor, openLine } = afterComments(text, comma === -1 ? last.end : comma + 1, style);
  const ownLine = openLine || startsLine(text, last.start);
  const indent = ownLine ? indentAt(text, last.start) : null;
  const child = `${indent === null ? style.space : style.eol + indent}${render(indent)}`;
  if (comma !== -1) return splice(text, anchor, anchor, `${child},`);
  return splice(splice(text, anchor, anchor, child), last.end, last.end, ",");
}

/** Puts the first child into an empty container, after its comments. */
function fill(text: string, flow: Flow, style: FlowStyle, render: Render): string {
  const { offset: anchor, openLine } = lastComment(text, flow, style);
  if (!style.lines && !openLine) return splice(text, anchor, flow.end, `${style.pad}${render(null)}${style.pad}`);
  const outer = indentAt(text, flow.start - 1);
  const indent = outer + style.unit;
  return splice(text, anchor, flow.end, `${style.eol}${indent}${render(indent)}${style.eol}${outer}`);
}

/** Removes a child with its comma. Comments beside it stay. */
export function cutChild(text: string, flow: Flow, index: number, style: FlowStyle): string {
  const child = flow.children[index] as Flow["children"][number];
  const before = flow.children[index - 1];
  const after = flow.children[index + 1];
  const from = before?.end ?? flow.start;
  const start = gapStart(text, from, child.start, style);
  const own = findComma(text, child.end, after?.start ?? flow.end, style);
  const previous = own === -1 && before !== undefined ? findComma(text, before.end, child.start, style) : -1;
  // From the back, so that offsets stay valid.
  const withoutComma = own === -1 ? text : splice(text, own, own + 1);
  // The next child takes the place of the first one.
  if (before === undefined && after && own !== -1 && isBlank(text.slice(own + 1, after.start)))
    return splice(splice(text, own, after.start), child.start, child.end);
  const keepsLine =
    endsInLineComment(text, from, start, style) && !/^[ \t]*(?:\r?\n|$)/.test(withoutComma.slice(child.end));
  const withoutChild = splice(withoutComma, keepsLine ? afterEol(text, start) : start, child.end);
  return previous === -1 ? withoutChild : splice(withoutChild, previous, previous + 1);
}

/** Replaces what is between the brackets of an empty container by what was there before, if the comments are the same. */
export function restoreInner(text: string, flow: Flow, inner: string | undefined): string {
  const now = text.slice(flow.start, flow.end);
  if (inner !== undefined && squeezed(inner) === squeezed(now)) return splice(text, flow.start, flow.end, inner);
  return isBlank(now) ? splice(text, flow.start, flow.end) : text;
}

/** A text without spaces and line ends. */
export const squeezed = (text: string) => text.replace(/[ \t\r\n]/g, "");

/** The offset of the comma between two offsets, outside of comments. -1: there is none. */
function findComma(text: string, from: number, to: number, style: FlowStyle): number {
  for (let at = from; at < to; ) {
    if (text[at] === ",") return at;
    at = commentEnd(text, at, style) ?? at + 1;
  }
  return -1;
}

/** The offset after a comment that begins at an offset. undefined: none begins there. */
function commentEnd(text: string, at: number, { comments }: FlowStyle): number | undefined {
  if (comments === "#") return text[at] === "#" ? lineEnd(text, at) : undefined;
  if (text.startsWith("//", at)) return lineEnd(text, at);
  if (!text.startsWith("/*", at)) return undefined;
  const end = text.indexOf("*/", at + 2);
  return end === -1 ? text.length : end + 2;
}

const isLineComment = (text: string, at: number) => !text.startsWith("/*", at);

/** The offset after the comments that follow on the same line, and whether the last one ends with its line. */
function afterComments(text: string, from: number, style: FlowStyle): { offset: number; openLine: boolean } {
  let offset = from;
  let openLine = false;
  for (let at = from; ; ) {
    while (text[at] === " " || text[at] === "\t") at++;
    const end = commentEnd(text, at, style);
    if (end === undefined || text.slice(at, end).includes("\n")) return { offset, openLine };
    openLine = isLineComment(text, at);
    offset = end;
    at = end;
  }
}

/** The offset after the last comment of an empty container, and whether it ends with its line. */
function lastComment(text: string, { start, end }: Flow, style: FlowStyle): { offset: number; openLine: boolean } {
  let found = { offset: start, openLine: false };
  for (let at = start; at < end; ) {
    const after = commentEnd(text, at, style);
    if (after !== undefined) found = { offset: after, openLine: isLineComment(text, at) };
    at = after ?? at + 1;
  }
  return found;
}

/** Where the spaces and line ends before a child begin: after a bracket, a comma or a comment. */
function gapStart(text: string, from: number, to: number, style: FlowStyle): number {
  let start = from;
  for (let at = from; at < to; ) {
    const after = commentEnd(text, at, style);
    if (after !== undefined || !isBlank(text[at] as string)) start = after ?? at + 1;
    at = after ?? at + 1;
  }
  return start;
}

/** Whether a comment that ends with its line ends at an offset. */
function endsInLineComment(text: string, from: number, offset: number, style: FlowStyle): boolean {
  for (let at = from; at < offset; ) {
    const after = commentEnd(text, at, style);
    if (after === offset) return isLineComment(text, at);
    at = after ?? at + 1;
  }
  return false;
}
