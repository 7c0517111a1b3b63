/** Edits JSON with comments and trailing commas. jsonc-parser gives the tree; the text is spliced. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Json } from "../place.ts";
import { appendChild, cutChild, type Flow, type FlowStyle, type Render, restoreInner, squeezed } from "./flow.ts";
import {
  type Child,
  EditError,
  type Edited,
  type Format,
  type Notes,
  nested,
  noteOf,
  notesOfCreated,
  ofLastText,
  type Path,
  withNote,
  withoutNote,
} from "./format.ts";
import { eolOf, indentAt, isBlank, positionOf, splice } from "./text.ts";

const PROBLEMS: Partial<Record<string, string>> = {
  InvalidSymbol: "this is not a JSON value",
  InvalidNumberFormat: "this is not a number",
  PropertyNameExpected: "the name of a member is missing",
  ValueExpected: "a value is missing",
  ColonExpected: "a colon is missing",
  CommaExpected: "a comma is missing",
  CloseBraceExpected: "a closing brace is missing",
  CloseBracketExpected: "a closing bracket is missing",
  EndOfFileExpected: "the file should end here",
  UnexpectedEndOfComment: "the comment has no end",
  UnexpectedEndOfString: "the text has no closing quote",
  UnexpectedEndOfNumber: "the number is incomplete",
};

/** The tree of a text. undefined: it has only spaces and comments. */
const treeOf = ofLastText((text): Node | undefined => {
  if (isBlank(withoutComments(text))) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined || tree === undefined) {
    const problem = PROBLEMS[first === undefined ? "" : printParseErrorCode(first.error)] ?? "this is not valid JSON";
    throw new EditError("malformed", problem, positionOf(text, first?.offset ?? 0));
  }
  return tree;
});

/** A text without its comments, if it has nothing else. Otherwise some text that is not blank. */
function withoutComments(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length; ) {
    const line = text.startsWith("//", at);
    if (!line && !text.startsWith("/*", at)) {
      if (!isBlank(text[at] as string)) return "x";
      rest += text[at++];
      continue;
    }
    const end = text.indexOf(line ? "\n" : "*/", at + 2);
    if (end === -1) return line ? rest : "x";
    at = end + (line ? 0 : 2);
  }
  return rest;
}

function jsonOf(node: Node): Json {
  if (node.type === "array") return (node.children ?? []).map(jsonOf);
  if (node.type !== "object") return node.value as Json;
  return Object.fromEntries((node.children ?? []).map((member) => [nameOf(member), jsonOf(valueNode(member))]));
}

const nameOf = (member: Node): string => member.children?.[0]?.value as string;
const valueNode = (member: Node): Node => member.children?.[1] as Node;

/** The child of a node by its name or number. A name that appears twice cannot be edited. */
function childOf(text: string, node: Node, step: string | number): { node: Node; index: number } | undefined {
  const children = node.children ?? [];
  if (typeof step === "number") {
    const item = node.type === "array" ? children[step] : undefined;
    return item && { node: item, index: step };
  }
  if (node.type !== "object") throw unsupported(text, node, "this is not an object");
  const [first, second] = children.filter((member) => nameOf(member) === step);
  if (second !== undefined) throw unsupported(text, second, `the member ${JSON.stringify(step)} appears twice`);
  return first && { node: first, index: children.indexOf(first) };
}

const unsupported = (text: string, node: Node, message: string) =>
  new EditError("unsupported", message, positionOf(text, node.offset));

/** The node at a path, or the nearest one above it that exists. */
function nearest(text: string, root: Node, path: Path): { node: Node; depth: number } {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const child = childOf(text, node, step);
    if (child === undefined) return { node, depth };
    node = typeof step === "number" ? child.node : valueNode(child.node);
  }
  return { node, depth: path.length };
}

const flowOf = (node: Node): Flow => ({
  start: node.offset + 1,
  end: node.offset + node.length - 1,
  children: (node.children ?? []).map(({ offset, length }) => ({ start: offset, end: offset + length })),
});

/** How a text is written: on lines unless it has only one, with the indentation of its first indented line. */
function styleOf(text: string): FlowStyle {
  const lines = text.trim().includes("\n") || text.length < 40;
  const unit = /\n([ \t]+)["{[]/.exec(text)?.[1] ?? "  ";
  const space = /[,:] /.test(text) || text.length < 40 ? " " : "";
  return { comments: "//", eol: eolOf(text), unit, lines, space, pad: "" };
}

const render =
  ({ name, value }: Child, style: FlowStyle): Render =>
  (indent) => {
    const start = name === null ? "" : `${JSON.stringify(name)}:${indent === null ? style.space : " "}`;
    return start + (indent === null ? inline(value, style.space) : lined(value, style, indent));
  };

const lined = (value: Json, { unit, eol }: FlowStyle, indent: string) =>
  JSON.stringify(value, null, unit).split("\n").join(`${eol}${indent}`);

function inline(value: Json, space: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, space)).join(`,${space}`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${space}${inline(member, space)}`)
    .join(`,${space}`)}}`;
}

/** Adds a child to an object or list that exists. */
function appendTo(text: string, node: Node, child: Child): string {
  const wanted = child.name === null ? "array" : "object";
  if (node.type !== wanted) throw unsupported(text, node, `this is not ${wanted === "array" ? "a list" : "an object"}`);
  const style = styleOf(text);
  return appendChild(text, flowOf(node), style, render(child, style));
}

function append(text: string, path: Path, child: Child, notes: Notes): Edited {
  const tree = treeOf(text);
  if (tree === undefined) return appendToBlank(text, path, child, notes);
  const { node, depth } = nearest(text, tree, path);
  const [name, ...names] = path.slice(depth);
  const added: Child = name === undefined ? child : { name: String(name), value: nested(names, child) };
  const isEmpty = (node.children ?? []).length === 0 && noteOf(notes, path.slice(0, depth)) === undefined;
  const flow = flowOf(node);
  const noted = isEmpty ? withNote(notes, path.slice(0, depth), { inner: text.slice(flow.start, flow.end) }) : notes;
  return { text: appendTo(text, node, added), notes: notesOfCreated(noted, path, depth) };
}

/** A text without a value gets an object. What was there stays before it. */
function appendToBlank(text: string, path: Path, child: Child, notes: Notes): Edited {
  const style = styleOf(text);
  const before = isBlank(text) ? "" : text.endsWith("\n") ? text : text + style.eol;
  const noted = withNote(notes, [], { blank: text });
  return {
    text: `${before}${lined(nested(path, child), style, "")}${style.eol}`,
    notes: notesOfCreated(noted, path, 0),
  };
}

function cut(text: string, path: Path, notes: Notes): Edited | undefined {
  const container = path.slice(0, -1);
  const tree = treeOf(text);
  const found = tree && nearest(text, tree, container);
  if (!found || found.depth < container.length) return undefined;
  const child = childOf(text, found.node, path.at(-1) as string | number);
  if (child === undefined) return undefined;
  const without = cutChild(text, flowOf(found.node), child.index, styleOf(text));
  return found.node.children?.length === 1 ? emptied(without, container, notes) : { text: without, notes };
}

/** Brings back how a container was before it got its first child. */
function emptied(text: string, container: Path, notes: Notes): Edited {
  const { node } = nearest(text, treeOf(text) as Node, container);
  const note = noteOf(notes, container);
  const rest = withoutNote(notes, container);
  const flow = flowOf(node);
  const isPlain = isBlank(text.slice(flow.start, flow.end));
  if (note && "created" in note && isPlain) {
    const gone = cut(text, container, rest);
    if (gone) return gone;
  }
  if (note && "blank" in note && isPlain) {
    const outside = splice(text, node.offset, node.offset + node.length);
    if (squeezed(outside) === squeezed(note.blank)) return { text: note.blank, notes: rest };
  }
  return { text: restoreInner(text, flow, note && "inner" in note ? note.inner : undefined), notes: rest };
}

function replace(text: string, path: Path, value: Json): string | undefined {
  const tree = treeOf(text);
  const found = tree && nearest(text, tree, path);
  if (!found || found.depth < path.length) return undefined;
  const style = styleOf(text);
  const { offset, length } = found.node;
  const old = text.slice(offset, offset + length);
  const isOnLines =
    style.lines && (old.includes("\n") || found.node.children === undefined || found.node.children.length === 0);
  const rendered = isOnLines ? lined(value, style, indentAt(text, offset)) : inline(value, style.space);
  return splice(text, offset, offset + length, rendered);
}

export const json: Format = {
  parse: (text) => {
    const tree = treeOf(text);
    return tree === undefined ? {} : jsonOf(tree);
  },
  append,
  replace,
  cut,
};
