/** Random settings files: JSON, TOML and YAML as people write them, with comments, odd spacing and either line end. */
import { createRandom, type Random } from "@skillmeat-deployments/testing/random.ts";

/** A settings file, and the place in it where entries go. */
export type Settings = { text: string; key: string[] };

const NAMES = [
  "a",
  "x.y",
  "theme",
  "my server",
  "editor.fontSize",
  "über",
  "0",
  "__proto__",
  "constructor",
  "a-b",
  'q"q',
];
const WORDS = [
  "",
  "x",
  "# no comment",
  "// no comment",
  "{",
  "] ,",
  "a: b",
  "é",
  "two\nlines",
  " padded ",
  "'",
  '"',
  "\\",
  "null",
];
const KEYS = [[], ["mcpServers"], ["amp.mcpServers"], ["tools", "mcp"], ["a", "b", "c"]];

export const scalar = (random: Random): null | boolean | number | string =>
  random.pick([null, true, false, 0, -1, 1.5, 1e21, 12345678901, random.pick(WORDS)]);

const indent = (random: Random) => random.pick(["  ", "    ", "\t"]);

/** Makes a settings file from a seed. */
export function settingsOf(format: "json" | "toml" | "yaml", seed: number): Settings {
  const random = createRandom(seed);
  const key = random.pick(KEYS);
  const write = { json: jsonText, toml: tomlText, yaml: yamlText }[format];
  const lines = write(random, key);
  const eol = random.pick(["\n", "\n", "\r\n"]);
  const bom = random.oneIn(8) ? "\uFEFF" : "";
  return { text: bom + lines.replaceAll("\n", eol), key };
}

// JSON

function jsonText(random: Random, key: readonly string[]): string {
  if (random.oneIn(12)) return random.pick(["", "\n", " \n\n", "// nothing\n", "/* a */ // b", "\n// c\n\n"]);
  const unit = indent(random);
  const hasComments = random.oneIn(2);
  const trailing = random.oneIn(3);
  const isFlat = random.oneIn(6);
  const space = (depth: number) => {
    if (isFlat) return random.pick(["", "", " "]);
    const comment =
      hasComments && random.oneIn(4) ? random.pick([" // note", " /* note, } */", "\n// own line\n"]) : "";
    return `${comment}${random.oneIn(9) ? "\n" : ""}\n${unit.repeat(depth)}`;
  };
  const gap = () => (isFlat ? "" : random.pick(["", " ", "  ", hasComments ? " /* c */ " : " "]));
  const value = (depth: number): string => {
    if (depth > 3 || random.oneIn(2)) return JSON.stringify(scalar(random));
    return random.oneIn(2) ? list(depth) : object(depth, []);
  };
  const list = (depth: number): string => {
    const items = Array.from({ length: random.below(3) }, () => `${space(depth + 1)}${value(depth + 1)}`);
    return `[${items.join(`${gap()},`)}${items.length > 0 && trailing ? "," : ""}${end(items, depth)}]`;
  };
  const end = (items: string[], depth: number) =>
    items.length > 0 || random.oneIn(3) ? space(depth) : random.pick(["", " "]);
  const object = (depth: number, path: readonly string[]): string => {
    const names = random.shuffle(NAMES).slice(0, random.below(4));
    const [next, ...rest] = path;
    if (next !== undefined && !names.includes(next) && !random.oneIn(4))
      names.splice(random.below(names.length + 1), 0, next);
    const members = names.map((name) => {
      const inner = name === next ? object(depth + 1, rest) : value(depth + 1);
      return `${space(depth + 1)}${JSON.stringify(name)}${random.pick(["", "", gap()])}:${gap()}${inner}`;
    });
    return `{${members.join(`${random.oneIn(5) ? gap() : ""},`)}${members.length > 0 && trailing ? "," : ""}${end(members, depth)}}`;
  };
  const head = hasComments ? random.pick(["", "// head\n", "/* head\n */\n"]) : "";
  return `${head}${object(0, key)}${random.pick(["", "\n", "\n\n", " \n"])}`;
}

// TOML

const tomlName = (name: string) => (/^[\w-]+$/.test(name) && !/[^\x20-\x7e]/.test(name) ? name : JSON.stringify(name));

function tomlText(random: Random, key: readonly string[]): string {
  if (random.oneIn(12)) return random.pick(["", "\n", "\n \n", "# nothing", "# nothing\n\n"]);
  const value = (depth: number): string => {
    const plain = scalar(random) ?? 0;
    if (depth > 1 || !random.oneIn(3))
      return random.oneIn(6)
        ? "1979-05-27T07:32:00Z"
        : typeof plain === "number"
          ? tomlNumber(plain)
          : JSON.stringify(plain);
    if (random.oneIn(2))
      return `{ ${uniqueNames(2)
        .map((name) => `${tomlName(name)} = ${value(depth + 1)}`)
        .join(", ")} }`;
    const items = Array.from({ length: random.below(3) }, () => value(depth + 1));
    return random.oneIn(3) ? `[ # c\n  ${items.map((item) => `${item},`).join("\n  ")}\n]` : `[${items.join(", ")}]`;
  };
  const uniqueNames = (most: number) => random.shuffle(NAMES).slice(0, 1 + random.below(most));
  const comment = () => random.pick(["", "", "", "  # note", "# note"]);
  const blank = () => random.pick(["", "", "\n", "\n# own line\n", "\n\n"]);
  const pair = (name: string) =>
    `${random.pick(["", "", "  "])}${tomlName(name)}${random.pick([" = ", "=", "  =  "])}${value(0)}${comment()}\n${blank()}`;
  const pairs = (most: number, not: readonly string[]) =>
    random
      .shuffle(NAMES.filter((name) => !not.includes(name)))
      .slice(0, random.below(most + 1))
      .map(pair)
      .join("");
  const header = (path: readonly string[]) =>
    `${random.pick(["", "", "  "])}[${path.map(tomlName).join(random.pick([".", " . "]))}]${comment()}\n`;
  const parts = [pairs(3, [...key, "tables"])];
  const form = key.length === 0 ? 0 : random.below(6);
  const table = () => header([...key, random.pick(["s1", "s2"])]) + pairs(2, []);
  if (form === 1) parts.push(table());
  if (form === 2) parts.push(header(key) + (random.oneIn(2) ? pairs(2, []) : ""));
  if (form === 3)
    parts.push(header([...key, "s1"]), `${pairs(2, [])}${blank()}`, header([...key, "s1", "env"]), pairs(1, []));
  if (form === 4)
    parts.splice(
      1,
      0,
      `${key.map(tomlName).join(".")} = ${random.pick(["{}", "{ }", "{ s1 = { command = 'c' } }"])}${comment()}\n`,
    );
  if (form === 5) parts.splice(1, 0, `${[...key, "s1", "command"].map(tomlName).join(".")} = 'c'\n`);
  parts.push(header(["tables", "t"]) + pairs(2, []));
  if (random.oneIn(2)) parts.push(`[[tables.list]]\nname = "n"\n${blank()}[[tables.list]]\n${pairs(1, [])}`);
  const all = parts.join(blank());
  return random.oneIn(4) ? all.replace(/\n+$/, "") : all;
}

const tomlNumber = (value: number) => (Number.isSafeInteger(value) ? String(value) : value.toExponential());

// YAML

const yamlName = (name: string) => (/^[a-z][\w.-]*$/i.test(name) ? name : JSON.stringify(name));

function yamlText(random: Random, key: readonly string[]): string {
  if (random.oneIn(12)) return random.pick(["", "\n", "# nothing", "# nothing\n", "---\n", "---\n# x\n", "---\n...\n"]);
  const step = random.pick([2, 2, 4]);
  const comment = () => random.pick(["", "", "", "  # note", " # note"]);
  const own = (column: number) =>
    random.oneIn(6) ? random.pick(["\n", `${" ".repeat(column)}# own line\n`, "# far left\n"]) : "";
  const flat = (): string => {
    const value = scalar(random);
    if (typeof value === "string")
      return random.oneIn(2) ? JSON.stringify(value) : `'${value.replaceAll("'", "''").replaceAll("\n", " ")}'`;
    return String(value);
  };
  const flow = (): string =>
    random.pick(["{}", "[]", "[ ]", `[${flat()}, ${flat()}]`, `{ a: ${flat()}, "b": [${flat()}] }`]);
  const value = (column: number, depth: number): string => {
    const form = random.below(8);
    if (depth > 2 || form < 3) return ` ${flat()}${comment()}\n`;
    if (form === 3) return ` ${flow()}${comment()}\n`;
    if (form === 4) {
      const inner = " ".repeat(column + step);
      return ` ${random.pick(["|", ">", "|-", "|+"])}\n${inner}some text\n${inner}# more text\n${random.oneIn(3) ? "\n" : ""}`;
    }
    if (form === 5) return `${comment()}\n${list(column + random.pick([0, step]), depth + 1)}`;
    return `${comment()}\n${map(column + step, depth + 1, [])}`;
  };
  const list = (column: number, depth: number): string =>
    Array.from(
      { length: 1 + random.below(2) },
      () => `${" ".repeat(column)}-${value(column, depth + 1).replace(/^\n/, " x\n")}`,
    )
      .map((item) => (item.includes("#") && /^ *- *#/.test(item) ? `${" ".repeat(column)}- x\n` : item))
      .join(own(column));
  const map = (column: number, depth: number, path: readonly string[]): string => {
    const names = random.shuffle(NAMES.filter((name) => name !== "__proto__")).slice(0, 1 + random.below(3));
    const [next, ...rest] = path;
    const isOn = next !== undefined && !names.includes(next) && !random.oneIn(4);
    if (isOn) names.splice(random.below(names.length + 1), 0, next);
    return names
      .map(
        (name) =>
          `${" ".repeat(column)}${yamlName(name)}:${name === next ? inner(column, depth, rest) : value(column, depth)}`,
      )
      .join(own(column));
  };
  const inner = (column: number, depth: number, path: readonly string[]): string => {
    const form = random.below(6);
    if (form === 0) return `${comment()}\n`;
    if (form === 1) return ` ${random.pick(["{}", "{ }", "{ s1: { command: c } }"])}${comment()}\n`;
    return `${comment()}\n${map(column + step, depth + 1, path)}`;
  };
  const head = random.pick(["", "", "# head\n\n", "---\n", "%YAML 1.2\n---\n"]);
  const all = head + map(0, 0, key) + random.pick(["", "", "# tail\n", "\n\n"]);
  return random.oneIn(5) ? all.replace(/\n+$/, "") : all;
}
