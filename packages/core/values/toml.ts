/** Reads and writes TOML. Null members are left out, and integers and floats stay distinct. */
import { parse, stringify, TomlDate, TomlError } from "smol-toml";
import { Fault } from "../fault.ts";
import type { JsonObject } from "./json.ts";

/**
 * Parses a TOML document. Dates become `TomlDate` and integers `bigint`, so that 1 and 1.0 stay distinct.
 * @throws 400 with the line and column of the error
 */
export function parseToml(text: string): JsonObject {
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace("Invalid TOML document: ", "");
    throw new Fault("malformed-toml", `Line ${error.line}, column ${error.column}: ${reason}`);
  }
}

/** Converts a parsed TOML value to JSON types: dates to strings, integers to numbers. */
export function asJson(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  // Without a prototype, `__proto__` stays an ordinary key, which the validation then rejects.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = asJson(member);
  return copy;
}

/** Writes a JSON object as TOML. Null members are left out at every depth. */
export const toToml = (value: JsonObject): string => stringify(asToml(value), { numbersAsFloat: true });

function asToml(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(asToml);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(present.map(([k, v]) => [k, asToml(v)]));
}

/** Writes a table that `parseToml` returned. Every value keeps its TOML type. */
export const rewriteToml = (value: JsonObject): string => stringify(value, { numbersAsFloat: true });
