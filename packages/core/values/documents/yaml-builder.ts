/** Builds the value of a YAML document from its parts, and counts what it holds, so that aliases cannot multiply it. */
import { Fault, invalid } from "../../fault.ts";

/** How deep maps and lists can nest, also by an alias. */
export const MAX_LEVELS = 64;
/** The size that a document can have when its aliases are written out, in characters, and the size of a part without its text. */
const MAX_SIZE = 16 * 1024 * 1024;
const PART_SIZE = 8;

/** A part that is complete: its value, its size, and how many levels it has. */
type Part = { value: unknown; size: number; levels: number };
type YamlMap = Record<string, unknown>;
/** A map or list that is being built. `key`: the key whose value comes next. */
type Open = { items: unknown[] | YamlMap; key: string | undefined; anchor: string; size: number; levels: number };

export const malformedYaml = (detail: string) => new Fault("malformed-yaml", detail);
export const refusedYaml = (detail: string) => invalid({ pointer: "", detail });
export const tooDeepYaml = () => refusedYaml(`Maps and lists nest deeper than ${MAX_LEVELS} levels`);

/** What builds a document. An anchor is empty where a part has none. `lineOf` is called for an error. */
export type YamlBuilder = {
  /** Begins a list or a map. Maps have no prototype. */
  begin(kind: "list" | "map", anchor: string): void;
  /** Ends the list or map that was begun last. */
  end(): void;
  /** Adds a scalar. @param read returns its value. It is not called for a key, which is text. */
  scalar(source: string, read: (source: string) => unknown, anchor: string, lineOf: () => number): void;
  /** Adds what an anchor stands for. */
  alias(anchor: string, lineOf: () => number): void;
  /** The value of the document. */
  root(): unknown;
};

/** @throws 400 for a key that is there twice and an alias of nothing; 422 for a document that is too deep or too large */
export function createYamlBuilder(): YamlBuilder {
  const anchors = new Map<string, Part>();
  const open: Open[] = [];
  let size = 0;
  let root: unknown = null;

  const grow = (by: number) => {
    size += by;
    if (size > MAX_SIZE)
      throw refusedYaml(`The document is larger than ${MAX_SIZE} characters with its aliases written out`);
  };

  const add = ({ value, size: added, levels }: Part, lineOf: () => number) => {
    const parent = open.at(-1);
    if (!parent) {
      root = value;
      return;
    }
    if (open.length + levels > MAX_LEVELS) throw tooDeepYaml();
    parent.size += added;
    parent.levels = Math.max(parent.levels, levels + 1);
    if (Array.isArray(parent.items)) parent.items.push(value);
    else if (parent.key === undefined) parent.key = keyOf(value, parent.items, lineOf);
    else {
      parent.items[parent.key] = value;
      parent.key = undefined;
    }
  };

  return {
    begin(kind, anchor) {
      grow(PART_SIZE);
      const items = kind === "list" ? [] : (Object.create(null) as YamlMap);
      open.push({ items, key: undefined, anchor, size: PART_SIZE, levels: 1 });
    },
    end() {
      const done = open.pop();
      if (!done) return;
      const part = { value: done.items, size: done.size, levels: done.levels };
      if (done.anchor !== "") anchors.set(done.anchor, part);
      add(part, () => 0);
    },
    scalar(source, read, anchor, lineOf) {
      grow(PART_SIZE + source.length);
      const parent = open.at(-1);
      const isKey = parent !== undefined && !Array.isArray(parent.items) && parent.key === undefined;
      const part = { value: isKey ? source : read(source), size: PART_SIZE + source.length, levels: 0 };
      if (anchor !== "") anchors.set(anchor, part);
      add(part, lineOf);
    },
    alias(anchor, lineOf) {
      const part = anchors.get(anchor);
      // Also an alias inside of what it stands for: that is not complete.
      if (!part) throw malformedYaml(`Line ${lineOf()}: the alias stands for nothing before it`);
      grow(part.size);
      add(part, lineOf);
    },
    root: () => root,
  };
}

function keyOf(value: unknown, items: YamlMap, lineOf: () => number): string {
  if (typeof value === "object" && value !== null) throw refusedYaml("A key must not be a list or a map");
  const key = String(value);
  if (key === "<<") throw refusedYaml(`Line ${lineOf()}: merge keys are not supported`);
  if (Object.hasOwn(items, key)) throw malformedYaml(`Line ${lineOf()}: the key '${key.slice(0, 100)}' is there twice`);
  return key;
}
