/** Reads and writes TOML. Null members are left out, and integers and floats stay distinct. */
import { Fault, invalid } from "../../fault.ts";
import { once } from "../../runtime/once.ts";
import type { JsonObject } from "../json.ts";
import { MAX_LEVELS, tomlProblem } from "./toml-bounds.ts";

type Library = typeof import("smol-toml");

/** What reads and writes TOML. */
export type Toml = {
  parse(text: string): JsonObject;
  /** Writes a JSON object. Null members are left out at every depth. */
  write(value: JsonObject): string;
  /** Writes a table that `parse` returned. Every value keeps its TOML type. */
  rewrite(value: JsonObject): string;
};

const loadLibrary = once(() => import("smol-toml"));

/** Loads the library when TOML is first read or written: most requests never do, and a start is quicker without it. */
export async function loadToml(): Promise<Toml> {
  const library = await loadLibrary();
  return {
    parse: (text) => parse(library, text),
    write: (value) => library.stringify(asToml(value), { numbersAsFloat: true }),
    rewrite: (value) => library.stringify(value, { numbersAsFloat: true }),
  };
}

/**
 * Parses a TOML document. Dates become `TomlDate` and integers `bigint`, so that 1 and 1.0 stay distinct.
 * @throws 400 with the line and column of the error; 422 if it nests too deep or has too many parts, before it is parsed
 */
function parse(library: Library, text: string): JsonObject {
  const problem = tomlProblem(text);
  if (problem !== undefined) throw invalid({ pointer: "", detail: problem });
  try {
    return library.parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (!(error instanceof library.TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace("Invalid TOML document: ", "");
    throw new Fault("malformed-toml", `Line ${error.line}, column ${error.column}: ${reason}`);
  }
}

const tooDeep = () => invalid({ pointer: "", detail: `Tables and arrays nest deeper than ${MAX_LEVELS} levels` });

/**
 * Converts a parsed TOML value to JSON types: dates to strings, integers to numbers.
 * @throws 422 if it nests too deep, which `tomlProblem` should have seen
 */
export function asJson(value: unknown, levels = 0): unknown {
  if (levels > MAX_LEVELS) throw tooDeep();
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map((item) => asJson(item, levels + 1));
  if (typeof value !== "object" || value === null) return value;
  // Without a prototype, `__proto__` stays an ordinary key, which the validation then rejects.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = asJson(member, levels + 1);
  return copy;
}

function asToml(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(asToml);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(present.map(([k, v]) => [k, asToml(v)]));
}
