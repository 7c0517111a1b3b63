/** The nodes of a YAML text with their ranges. The `yaml` package parses; the text is spliced. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Json } from "../place.ts";
import { EditError, ofLastText, type Path } from "./format.ts";
import { afterEol, indentAt, isBlank, lineEnd, lineStart, positionOf } from "./text.ts";

export type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;
type Entry = Pair<Node, Node | null>;

/** Parses a text with one document. */
export const documentOf = ofLastText((text): Document.Parsed => {
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return document;
  if (error.code === "MULTIPLE_DOCS")
    throw new EditError("unsupported", "the file has more than one document", positionOf(text, error.pos[0]));
  throw new EditError("malformed", lowerFirst(error.message), positionOf(text, error.pos[0]));
});

const lowerFirst = (message: string) => message.charAt(0).toLowerCase() + message.slice(1);

/** The value of a text. Names of members are texts. */
export function parse(text: string): Json {
  const document = documentOf(text);
  try {
    return (document.toJS({ maxAliasCount: 100 }) ?? {}) as Json;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new EditError("malformed", lowerFirst(error.message), positionOf(text, 0));
  }
}

/** The node at a path, or the nearest one above it that exists. null: an empty value. */
export function nearest(text: string, root: Node | null, path: Path): { node: Node | null; depth: number; at: number } {
  let node = root;
  let at = 0;
  for (const [depth, step] of path.entries()) {
    if (!isCollection(node)) {
      if (isEmpty(node)) return { node, depth, at };
      throw unsupported(text, node, isAlias(node) ? "this is an alias" : "this is not an object");
    }
    const found = childOf(text, node, step);
    if (found === undefined) return { node, depth, at };
    node = found.value;
    at = found.end;
  }
  return { node, depth: path.length, at };
}

export const isCollection = (node: Node | null | undefined): node is Collection => isMap(node) || isSeq(node);

/** Whether a node is nothing, as the value in `key:`. */
export const isEmpty = (node: Node | null | undefined) =>
  node === null ||
  node === undefined ||
  (isScalar(node) && node.value === null && rangeOf(node)[0] === rangeOf(node)[1]);

export const unsupported = (text: string, node: Node | null, message: string) =>
  new EditError("unsupported", message, positionOf(text, node?.range?.[0] ?? 0));

export const rangeOf = (node: Node): readonly [number, number] => [node.range?.[0] ?? 0, node.range?.[1] ?? 0];

/** A child of a collection: where it begins, and where its value ends. */
export type Child = {
  readonly start: number;
  readonly end: number;
  readonly value: Node | null;
  readonly index: number;
};

/** The children of a collection in the order of the text. An item begins at its dash. */
export function childrenOf(text: string, collection: Collection): Child[] {
  if (isSeq(collection)) {
    return collection.items.map((item, index) => {
      const dash = collection.flow ? undefined : dashOf(collection, index);
      return { start: dash ?? rangeOf(item)[0], end: Math.max(endOf(item), (dash ?? 0) + 1), value: item, index };
    });
  }
  return (collection.items as Entry[]).map(({ key, value }, index) => {
    const [start, keyEnd] = rangeOf(key);
    return { start, end: isEmpty(value) ? colonEnd(text, keyEnd) : endOf(value as Node), value: value ?? null, index };
  });
}

/** The offset after the colon that follows a key. */
function colonEnd(text: string, keyEnd: number): number {
  const colon = text.indexOf(":", keyEnd);
  return colon === -1 || !isBlank(text.slice(keyEnd, colon)) ? keyEnd : colon + 1;
}

/** Where a value ends in the text: of a collection, its last child. */
function endOf(node: Node): number {
  if (!isCollection(node) || node.flow) return rangeOf(node)[1];
  const last = isSeq(node) ? node.items.at(-1) : ((node.items as Entry[]).at(-1)?.value ?? undefined);
  if (isSeq(node) && last && isEmpty(last as Node)) return (dashOf(node, node.items.length - 1) ?? 0) + 1;
  if (last && !isEmpty(last as Node)) return endOf(last as Node);
  const key = isMap(node) ? (node.items as Entry[]).at(-1)?.key : undefined;
  return key ? rangeOf(key)[1] + 1 : rangeOf(node)[1];
}

function dashOf(seq: YAMLSeq<Node>, index: number): number | undefined {
  const token = seq.srcToken;
  if (token?.type !== "block-seq") return undefined;
  return token.items[index]?.start.find(({ type }) => type === "seq-item-ind")?.offset;
}

export function childOf(text: string, collection: Collection, step: string | number): Child | undefined {
  const children = childrenOf(text, collection);
  if (isSeq(collection)) return children[Number(step)];
  const found = children.filter(({ index }) => {
    const { key } = (collection.items as Entry[])[index] as Entry;
    return isScalar(key) && String(key.value) === step;
  });
  if (found.length > 1) throw unsupported(text, collection, `the member ${JSON.stringify(step)} appears twice`);
  return found[0];
}

/** The lines of a block child: from the beginning of its first line to that of the line after its last. */
export function linesOf(text: string, { start, end }: { start: number; end: number }): { start: number; end: number } {
  const isAfterLine = end > start && text[end - 1] === "\n";
  return { start: lineStart(text, start), end: isAfterLine ? end : afterEol(text, lineEnd(text, end)) };
}

/** The offset after the comment lines at an offset that are indented deeper than a column. */
export function afterDeeperComments(text: string, offset: number, column: number): number {
  let at = offset;
  for (;;) {
    const indent = indentAt(text, at).length;
    if (indent <= column || text[at + indent] !== "#") return at;
    at = afterEol(text, lineEnd(text, at));
  }
}
