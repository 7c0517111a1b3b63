/** Edits TOML by splicing tables, pairs and what is in inline tables and arrays. */
import type { AST } from "toml-eslint-parser";
import { isObject, type Json } from "../place.ts";
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
  shown,
  withNote,
  withoutNote,
} from "./format.ts";
import { afterEol, beforeEol, endOfContent, eolOf, isBlank, lineEnd, positionOf, splice } from "./text.ts";
import { isUnder, jsonOf, namesOf, type Pair, type Statement, statementsOf } from "./toml-tree.ts";
import { tomlPair, tomlTable, tomlValue } from "./toml-write.ts";

type Inline = AST.TOMLInlineTable | AST.TOMLArray;

const isInline = (node: AST.TOMLContentNode): node is Inline => node.type !== "TOMLValue";

/** The pair whose value has what is at a path. Undefined: the path is not in the value of a pair. */
const carrierOf = (statements: readonly Statement[], path: Path): Pair | undefined =>
  statements.find((statement): statement is Pair => statement.kind === "pair" && isUnder(path, statement.path));

/** The node in an inline value at a path, or the nearest one above it that exists. */
function nearest(node: AST.TOMLContentNode, path: Path): { node: AST.TOMLContentNode; depth: number } {
  let at = node;
  for (const [depth, step] of path.entries()) {
    const next = childOf(at, step);
    if (next === undefined) return { node: at, depth };
    at = next;
  }
  return { node: at, depth: path.length };
}

function childOf(node: AST.TOMLContentNode, step: string | number): AST.TOMLContentNode | undefined {
  if (node.type === "TOMLArray") return node.elements[Number(step)];
  if (node.type !== "TOMLInlineTable") return undefined;
  return node.body.find((pair) => namesOf(pair).length === 1 && namesOf(pair)[0] === step)?.value;
}

const flowOf = (node: Inline): Flow => ({
  start: node.range[0] + 1,
  end: node.range[1] - 1,
  children: (node.type === "TOMLArray" ? node.elements : node.body).map(({ range: [start, end] }) => ({ start, end })),
});

const styleOf = (text: string, node: Inline): FlowStyle => ({
  comments: "#",
  eol: eolOf(text),
  unit: "  ",
  lines: false,
  space: " ",
  pad: node.type === "TOMLArray" ? "" : " ",
});

const unsupported = (text: string, node: { range: readonly [number, number] }, message: string) =>
  new EditError("unsupported", message, positionOf(text, node.range[0]));

/** Adds a child inside of the value of a pair. */
function appendInline(text: string, carrier: Pair, path: Path, child: Child, notes: Notes): Edited {
  const found = nearest(carrier.value, path.slice(carrier.path.length));
  const depth = carrier.path.length + found.depth;
  const [name, ...names] = path.slice(depth);
  const added: Child = name === undefined ? child : { name: String(name), value: nested(names, child) };
  const { node } = found;
  const wanted = added.name === null ? "TOMLArray" : "TOMLInlineTable";
  if (!isInline(node) || node.type !== wanted)
    throw unsupported(text, node, added.name === null ? "this is not a list" : "this is not a table");
  const flow = flowOf(node);
  const container = path.slice(0, depth);
  const isFirst = flow.children.length === 0 && noteOf(notes, container) === undefined;
  const noted = isFirst ? withNote(notes, container, { inner: text.slice(flow.start, flow.end) }) : notes;
  const rendered = added.name === null ? tomlValue(added.value) : tomlPair(added.name, added.value);
  return {
    text: appendChild(text, flow, styleOf(text, node), () => rendered),
    notes: notesOfCreated(noted, path, depth),
  };
}

function append(text: string, path: Path, child: Child, notes: Notes): Edited {
  const statements = statementsOf(text);
  const carrier = carrierOf(statements, path);
  if (carrier) return appendInline(text, carrier, path, child, notes);
  requireKind(statements, path, child);
  const table = statements.find((each) => each.kind !== "pair" && isSame(each.path, path));
  const isRoot = path.length === 0;
  const hasPairs = !isRoot && table?.kind !== "pair" && (table?.pairs ?? 0) > 0;
  // A header cannot name an item of a list.
  const isPair = hasPairs || !isObject(child.value) || path.some((step) => typeof step === "number");
  if (child.name !== null && isPair) return appendPair(text, statements, path, child, notes);
  if (!isObject(child.value)) throw new EditError("unsupported", "an item of a TOML list must be a table");
  const eol = eolOf(text);
  const names = child.name === null ? path : [...path, child.name];
  const block = tomlTable(names, child.value, child.name === null, eol);
  if (isBlank(text)) return { text: block + eol, notes: withNote(notes, [], { blank: text }) };
  const tables = statements.filter((each) => each.kind !== "pair" && isUnder(each.path, path));
  const last = isRoot ? undefined : tables.reduce((end, each) => Math.max(end, each.end), 0) || undefined;
  const at = last === undefined ? endOfContent(text) : lineEnd(text, last);
  return { text: splice(text, at, at, eol + eol + block), notes };
}

const isSame = (a: Path, b: Path) => a.length === b.length && isUnder(a, b);
/** A path through a list of tables cannot be written as a header, and a list is not an object. */
function requireKind(statements: readonly Statement[], path: Path, child: Child): void {
  for (let length = 1; length <= path.length; length++) {
    const prefix = path.slice(0, length);
    const under = statements.filter((each) => each.path.length > length && isUnder(each.path, prefix));
    const isList = under.some((each) => typeof each.path[length] === "number");
    const isContainer = length === path.length;
    const isMeant = isContainer ? child.name === null : typeof path[length] === "number";
    if (isList && !isMeant) throw new EditError("unsupported", `${shown(prefix)} is a list`);
    const isTable = under.length > 0 || statements.some((each) => each.kind === "table" && isSame(each.path, prefix));
    if (isContainer && child.name === null && isTable && !isList)
      throw new EditError("unsupported", `${shown(prefix)} is not a list`);
  }
}

/** Adds a pair to the body of a table, after its last pair. */
function appendPair(text: string, statements: readonly Statement[], path: Path, child: Child, notes: Notes): Edited {
  const pair = tomlPair(String(child.name), child.value);
  const eol = eolOf(text);
  if (isBlank(text) && path.length === 0) return { text: pair + eol, notes: withNote(notes, [], { blank: text }) };
  const body = statements.filter((each) => each.kind === "pair" && isSame(each.table, path));
  const own = body.at(-1) ?? statements.find((each) => each.kind !== "pair" && isSame(each.path, path));
  if (own === undefined)
    throw new EditError("unsupported", `${shown(path)} has no table to which a value can be added`);
  const at = lineEnd(text, own.end);
  return { text: splice(text, at, at, eol + pair), notes };
}

function cut(text: string, path: Path, notes: Notes): Edited | undefined {
  const statements = statementsOf(text);
  const carrier = carrierOf(statements, path);
  if (carrier && carrier.path.length < path.length) return cutInline(text, carrier, path, notes);
  const tables = statements.filter((each) => each.kind !== "pair" && isUnder(each.path, path));
  const pairs = statements.filter(
    (each) => each.kind === "pair" && isUnder(each.path, path) && !isUnder(each.table, path),
  );
  if (tables.length + pairs.length === 0) return undefined;
  const pieces = [...tables, ...pairs].sort((a, b) => b.start - a.start);
  const rest = pieces.reduce((left, piece) => cutPiece(left, piece), text);
  const note = noteOf(notes, []);
  if (!isBlank(rest) || note === undefined || !("blank" in note)) return { text: rest, notes };
  return { text: note.blank, notes: withoutNote(notes, []) };
}

/** Removes a statement with the line ends before it: of a table, that of the empty line before it too. */
function cutPiece(text: string, { start, end, kind }: Statement): string {
  const one = beforeEol(text, start);
  const from = kind === "pair" || one === start ? one : beforeEol(text, one);
  const rest = splice(text, from, end);
  return from === 0 ? rest.slice(afterEol(rest, 0)) : rest;
}

function cutInline(text: string, carrier: Pair, path: Path, notes: Notes): Edited | undefined {
  const container = path.slice(0, -1);
  const found = nearest(carrier.value, container.slice(carrier.path.length));
  const { node } = found;
  if (carrier.path.length + found.depth < container.length || !isInline(node)) return undefined;
  const step = path.at(-1) as string | number;
  const value = childOf(node, step);
  if (value === undefined) return undefined;
  const flow = flowOf(node);
  const index = flow.children.findIndex(({ start, end }) => start <= value.range[0] && value.range[1] <= end);
  const without = cutChild(text, flow, index, styleOf(text, node));
  return flow.children.length === 1 ? emptied(without, container, notes) : { text: without, notes };
}

/** Brings back how an inline container was before it got its first child. */
function emptied(text: string, container: Path, notes: Notes): Edited {
  const note = noteOf(notes, container);
  const rest = withoutNote(notes, container);
  const gone = note && "created" in note ? cut(text, container, rest) : undefined;
  if (gone) return gone;
  const carrier = carrierOf(statementsOf(text), container) as Pair;
  const { node } = nearest(carrier.value, container.slice(carrier.path.length));
  return {
    text: restoreInner(text, flowOf(node as Inline), note && "inner" in note ? note.inner : undefined),
    notes: rest,
  };
}

function replace(text: string, path: Path, value: Json): string | undefined {
  const carrier = carrierOf(statementsOf(text), path);
  const found = carrier && nearest(carrier.value, path.slice(carrier.path.length));
  if (!carrier || !found || carrier.path.length + found.depth < path.length) return undefined;
  const [start, end] = found.node.range;
  return splice(text, start, end, tomlValue(value));
}

export const toml: Format = { parse: (text) => jsonOf(statementsOf(text)), append, replace, cut };
