/** Edits YAML by splicing lines of block collections, and children of flow collections. */
import { isMap, isSeq, type Node, stringify } from "yaml";
import type { Json } from "../place.ts";
import { appendChild, cutChild, type Flow, type FlowStyle, restoreInner } from "./flow.ts";
import {
  type Child,
  EditError,
  type Edited,
  type Format,
  type Notes,
  nested,
  noteOf,
  notesOfCreated,
  type Path,
  withNote,
  withoutNote,
} from "./format.ts";
import { beforeEol, eolOf, indentAt, isBlank, lineEnd, lineStart, splice } from "./text.ts";
import {
  afterDeeperComments,
  type Collection,
  childOf,
  childrenOf,
  documentOf,
  isCollection,
  isEmpty,
  linesOf,
  nearest,
  parse,
  rangeOf,
  unsupported,
} from "./yaml-tree.ts";

const rootOf = (text: string): Node | null => documentOf(text).contents as Node | null;

const flowOf = (text: string, node: Collection): Flow => {
  const [start, end] = rangeOf(node);
  return { start: start + 1, end: end - 1, children: childrenOf(text, node) };
};

const styleOf = (text: string, node: Collection): FlowStyle => ({
  comments: "#",
  eol: eolOf(text),
  unit: "  ",
  lines: false,
  space: " ",
  pad: isSeq(node) ? "" : " ",
});

/** A value on one line: JSON is YAML in brackets. */
function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inline(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** The lines of a member or an item, without the last line end. */
function block({ name, value }: Child, column: string, eol: string): string {
  const wrapped: Json = name === null ? [value] : Object.fromEntries([[name, value]]);
  const text = stringify(wrapped, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" }).replace(
    /\n$/,
    "",
  );
  // Blank lines of a text in a block stay blank.
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : column + line))
    .join(eol);
}

function append(text: string, path: Path, child: Child, notes: Notes): Edited {
  const root = rootOf(text);
  const { node, depth, at } = nearest(text, root, path);
  const [name, ...names] = path.slice(depth);
  const added: Child = name === undefined ? child : { name: String(name), value: nested(names, child) };
  const container = path.slice(0, depth);
  const created = notesOfCreated(notes, path, depth);
  if (isEmpty(node)) return appendToEmpty(text, added, container, at, created);
  const isRight = isCollection(node) && (added.name === null ? isSeq(node) : isMap(node));
  if (!isRight) throw unsupported(text, node, added.name === null ? "this is not a list" : "this is not an object");
  if (!node.flow) return { text: appendToBlock(text, node, added), notes: created };
  const flow = flowOf(text, node);
  const isFirst = flow.children.length === 0 && noteOf(notes, container) === undefined;
  const noted = isFirst ? withNote(created, container, { inner: text.slice(flow.start, flow.end) }) : created;
  const rendered = added.name === null ? inline(added.value) : `${JSON.stringify(added.name)}: ${inline(added.value)}`;
  return { text: appendChild(text, flow, styleOf(text, node), () => rendered), notes: noted };
}

/** Adds lines after the last child of a block collection. */
function appendToBlock(text: string, node: Collection, child: Child): string {
  const children = childrenOf(text, node);
  const last = children.at(-1) as (typeof children)[number];
  const column = " ".repeat(columnOf(text, children[0] as (typeof children)[number]));
  const { end } = linesOf(text, last);
  return insertLines(text, afterDeeperComments(text, end, column.length), child, column);
}

const columnOf = (text: string, { start }: { start: number }) => start - lineStart(text, start);

/** Adds lines to `key:` without a value, or to a text without a value. */
function appendToEmpty(text: string, child: Child, container: Path, at: number, notes: Notes): Edited {
  if (container.length === 0) {
    const end = endOfDocument(text);
    return { text: insertLines(text, end, child, ""), notes };
  }
  const column = `${indentAt(text, at)}  `;
  const { end } = linesOf(text, { start: at, end: at });
  return { text: insertLines(text, end, child, column), notes: withNote(notes, container, { inner: "" }) };
}

/** Where a document without a value ends: before its end marker. */
function endOfDocument(text: string): number {
  const marker = /(?:^|\n)\.\.\.[ \t]*\r?(?:\n|$)/.exec(text);
  return marker === null ? text.length : marker.index + (text[marker.index] === "\n" ? 1 : 0);
}

/** Inserts lines at the beginning of a line, or at the end of a text whose last line has no line end. */
function insertLines(text: string, offset: number, child: Child, column: string): string {
  const eol = eolOf(text);
  const lines = block(child, column, eol);
  const isOpen = offset > 0 && text[offset - 1] !== "\n";
  return splice(text, offset, offset, isOpen ? eol + lines : lines + eol);
}

function cut(text: string, path: Path, notes: Notes): Edited | undefined {
  const container = path.slice(0, -1);
  const { node, depth } = nearest(text, rootOf(text), container);
  if (depth < container.length || !isCollection(node)) return undefined;
  const child = childOf(text, node, path.at(-1) as string | number);
  if (child === undefined) return undefined;
  const isLast = node.items.length === 1;
  if (node.flow) {
    const without = cutChild(text, flowOf(text, node), child.index, styleOf(text, node));
    return isLast ? emptied(without, container, notes) : { text: without, notes };
  }
  const note = noteOf(notes, container);
  if (isLast && note && "created" in note && container.length > 0)
    return cut(text, container, withoutNote(notes, container));
  if (!isBlank(text.slice(lineStart(text, child.start), child.start))) return undefined;
  const lines = linesOf(text, child);
  const endsOpen = lines.end === text.length && text[lines.end - 1] !== "\n";
  const without = splice(text, endsOpen ? beforeEol(text, lines.start) : lines.start, lines.end);
  if (!isLast || container.length === 0) return { text: without, notes };
  const rest = { text: without, notes: withoutNote(notes, container) };
  return note && "inner" in note ? rest : { ...rest, text: withEmpty(without, container, isSeq(node) ? " []" : " {}") };
}

/** Writes an empty collection behind a key that has no value any more. */
function withEmpty(text: string, container: Path, empty: string): string {
  const { node, depth, at } = nearest(text, rootOf(text), container);
  return depth === container.length && isEmpty(node) ? splice(text, at, at, empty) : text;
}

/** Brings back how a flow collection was before it got its first child. */
function emptied(text: string, container: Path, notes: Notes): Edited {
  const note = noteOf(notes, container);
  const rest = withoutNote(notes, container);
  const gone = note && "created" in note && container.length > 0 ? cut(text, container, rest) : undefined;
  if (gone) return gone;
  const { node } = nearest(text, rootOf(text), container);
  if (!isCollection(node)) throw new EditError("unsupported", "this is not an object");
  return {
    text: restoreInner(text, flowOf(text, node), note && "inner" in note ? note.inner : undefined),
    notes: rest,
  };
}

function replace(text: string, path: Path, value: Json): string | undefined {
  const { node, depth } = nearest(text, rootOf(text), path);
  if (depth < path.length || node === null || isEmpty(node)) return undefined;
  const [start, end] = rangeOf(node);
  const isScalarLine = !isCollection(node) && lineEnd(text, start) >= end;
  if (!isScalarLine && !(isCollection(node) && node.flow)) return undefined;
  if (typeof value === "string" && value.includes("\n") && !(isCollection(node) && node.flow)) return undefined;
  return splice(text, start, end, inline(value));
}

export const yaml: Format = { parse, append, replace, cut };
