/** TOML in and out: null fields omitted, one order of fields, numbers that keep their kind. */
import { parse, stringify, TomlDate, TomlError } from "smol-toml";
import { Fault } from "../fault.ts";
import type { JsonObject } from "./json.ts";

/**
 * A TOML document as the parser sees it: dates as dates, integers as bigint, so that 1 and 1.0 stay apart.
 * @throws 400 naming line and column
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

/** The same value as JSON would hold it. */
export function asJson(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  // Own properties only: a key such as `__proto__` stays a key, for the validation to refuse.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = asJson(member);
  return copy;
}

/** Writes a table; what is null is left out, at every depth. */
export const toToml = (value: JsonObject): string => stringify(asToml(value), { numbersAsFloat: true });

function asToml(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(asToml);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(present.map(([k, v]) => [k, asToml(v)]));
}

/** Tables that were parsed by `parseToml`, written again with every value of the same kind. */
export const rewriteToml = (value: JsonObject): string => stringify(value, { numbersAsFloat: true });
