/** The statements of a TOML text with their full paths, and its value. toml-eslint-parser gives the ranges. */
import { type AST, parseTOML } from "toml-eslint-parser";
import type { Json } from "../place.ts";
import { EditError, ofLastText, type Path } from "./format.ts";
import { positionOf } from "./text.ts";

/** A table's header with its body, or a pair. */
export type Statement = {
  readonly path: Path;
  readonly start: number;
  readonly end: number;
} & (
  | { readonly kind: "table" | "array"; readonly pairs: number }
  | { readonly kind: "pair"; readonly value: AST.TOMLContentNode; readonly table: Path }
);
export type Pair = Extract<Statement, { kind: "pair" }>;

/** Parses a text into its statements: each table before the pairs of its body. */
export const statementsOf = ofLastText((text): Statement[] => {
  const [top] = parse(text).body;
  return top.body.flatMap((node) => (node.type === "TOMLTable" ? tableOf(node) : [pairOf(node, [])]));
});

function parse(text: string): AST.TOMLProgram {
  try {
    // toml-eslint-parser 1.0.3 gives a wrong range to a `0` with which a text ends.
    return parseTOML(`${text}\n`, { tomlVersion: "latest" });
  } catch (error) {
    const at = error as { index?: number; message: string };
    if (typeof at.index !== "number") throw error;
    throw new EditError("malformed", lowerFirst(at.message), positionOf(text, at.index));
  }
}

const lowerFirst = (message: string) => message.charAt(0).toLowerCase() + message.slice(1);

function tableOf(node: AST.TOMLTable): Statement[] {
  const [start, end] = node.range;
  const table: Statement = {
    kind: node.kind === "array" ? "array" : "table",
    path: node.resolvedKey,
    start,
    end,
    pairs: node.body.length,
  };
  return [table, ...node.body.map((pair) => pairOf(pair, node.resolvedKey))];
}

const pairOf = (node: AST.TOMLKeyValue, table: Path): Pair => ({
  kind: "pair",
  path: [...table, ...namesOf(node)],
  start: node.range[0],
  end: node.range[1],
  value: node.value,
  table,
});

/** The names of a dotted key. */
export const namesOf = ({ key }: AST.TOMLKeyValue): string[] =>
  key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));

/** Whether a path begins with another. */
export const isUnder = (path: Path, prefix: Path) =>
  path.length >= prefix.length && prefix.every((step, i) => step === path[i]);

type Members = Map<string, Tree>;
type Tree = Json | Members | Members[];

/** The value of the statements. Dates and times are their texts. */
export function jsonOf(statements: readonly Statement[]): Json {
  const root: Members = new Map();
  for (const statement of statements) {
    const { path } = statement;
    if (statement.kind !== "pair") membersAt(root, path);
    else membersAt(root, path.slice(0, -1)).set(String(path.at(-1)), contentOf(statement.value));
  }
  return plain(root);
}

/** The members at a path, which are created where they do not exist. */
function membersAt(root: Members, path: Path): Members {
  let members = root;
  for (const [i, step] of path.entries()) {
    if (typeof step === "number") continue;
    const number = path[i + 1];
    const here = members.get(step);
    if (typeof number === "number") {
      const list = (here ?? []) as Members[];
      members.set(step, list);
      list[number] ??= new Map();
      members = list[number];
      continue;
    }
    const next = here instanceof Map ? here : new Map();
    members.set(step, next);
    members = next;
  }
  return members;
}

function plain(tree: Tree): Json {
  if (tree instanceof Map) return Object.fromEntries([...tree].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(tree) ? (tree as Tree[]).map(plain) : (tree as Json);
}

function contentOf(node: AST.TOMLContentNode): Tree {
  if (node.type === "TOMLArray") return node.elements.map((element) => plain(contentOf(element)));
  if (node.type === "TOMLValue") return "datetime" in node ? node.datetime : node.value;
  const members: Members = new Map();
  for (const pair of node.body) {
    const names = namesOf(pair);
    membersAt(members, names.slice(0, -1)).set(names.at(-1) as string, contentOf(pair.value));
  }
  return members;
}
