/** Values by a JSON Schema: random ones that are valid, and changes of a valid one, most of which make it invalid. */
import fc from "fast-check";
import { isObject, isValid, type Json, resolve, type Schema } from "./document.ts";

const SEED = 20_260_310;
/** How long a list or how large a map is made, whatever the schema allows. */
const MANY = 3;

const list = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);
const number = (node: Json | undefined, otherwise: number) => (typeof node === "number" ? node : otherwise);

/** @returns `count` valid values, the same each time */
export function sample(schema: Schema, count: number): Json[] {
  const valid = arbitraryOf(schema).filter((value) => isValid(schema, value));
  return fc.sample(valid, { seed: SEED, numRuns: count });
}

/** Values by a schema. Rules that it does not know are left to the filter of `sample`. */
function arbitraryOf(node: Json | undefined): fc.Arbitrary<Json> {
  const schema = resolve(node);
  const made = fromRules(schema);
  return schema.example === undefined ? made : fc.oneof(made, fc.constant(schema.example));
}

function fromRules(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...list(schema.enum));
  const alternatives = [...list(schema.anyOf), ...list(schema.oneOf)];
  if (alternatives.length > 0) return fc.oneof(...alternatives.map(arbitraryOf));
  const types = list([schema.type ?? "object"].flat());
  return fc.oneof(...types.map((type) => ofType(String(type), schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<Json> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: number(schema.minimum, -10), max: Math.min(number(schema.maximum, 1000), 2 ** 31 - 1) });
    case "number":
      return fc.double({ min: number(schema.minimum, -10), max: number(schema.maximum, 1000), noNaN: true });
    case "string":
      return stringOf(schema);
    case "array": {
      const maxLength = Math.max(number(schema.minItems, 0), Math.min(number(schema.maxItems, MANY), MANY));
      return fc.array(arbitraryOf(schema.items), { minLength: number(schema.minItems, 0), maxLength });
    }
    default:
      return objectOf(schema);
  }
}

function stringOf({ format, pattern, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === "date-time")
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date("2099-01-01") })
      .map((date) => date.toISOString());
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  const limits = { minLength: number(minLength, 0), maxLength: Math.min(number(maxLength, 40), 40) };
  return fc.oneof(
    fc.string(limits),
    fc.string({ ...limits, unit: "binary" }).map((text) => text.toWellFormed()),
  );
}

function objectOf({ properties, required, additionalProperties, propertyNames }: Schema): fc.Arbitrary<Json> {
  const fields = Object.entries(isObject(properties) ? properties : {});
  const requiredKeys = list(required).map(String);
  const known = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, arbitraryOf(field)])), {
    requiredKeys,
  });
  if (!isObject(additionalProperties) || fields.length > 0) return known as fc.Arbitrary<Json>;
  const names = isObject(propertyNames)
    ? arbitraryOf({ type: "string", ...propertyNames })
    : fc.string({ minLength: 1 });
  return fc.dictionary(names.map(String), arbitraryOf(additionalProperties), { maxKeys: MANY, noNullPrototype: true });
}

export type Change = { at: string; value: Json };

/** What is put in place of any value. */
const OTHERS: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  "",
  "\u0000",
  "no such value",
  "x".repeat(5_000),
  [],
  [1],
  {},
  { x: 1 },
];

/** Values just beyond what a rule of the schema allows: out of range, too long, too many. */
export function* beyondLimits(schema: Schema, value: Json): Generator<Json> {
  if (typeof schema.minimum === "number") yield schema.minimum - 1;
  if (typeof schema.maximum === "number") yield schema.maximum + 1;
  if (typeof schema.maxLength === "number") yield "x".repeat(schema.maxLength + 1);
  if (Array.isArray(value) && value[0] !== undefined && typeof schema.maxItems === "number") {
    yield Array.from({ length: schema.maxItems + 1 }, () => value[0] as Json);
  }
}

/** Each change of one place of a value: another type, null, out of range, too long, an unknown or a missing member. */
export function* changes(node: Json | undefined, value: Json, at = ""): Generator<Change> {
  const schema = resolve(node);
  for (const other of [...OTHERS, ...beyondLimits(schema, value)]) yield { at, value: other };
  for (const branch of [...list(schema.anyOf), ...list(schema.oneOf)]) {
    const [valid] = isValid(branch as Schema, value) ? [value] : sample(branch as Schema, 1);
    if (valid !== undefined && valid !== null) yield* changes(branch, valid, at);
  }
  if (Array.isArray(value)) yield* itemChanges(schema, value, at);
  else if (isObject(value)) yield* memberChanges(schema, value, at);
}

function* itemChanges(schema: Schema, value: Json[], at: string): Generator<Change> {
  const [first = sample(resolve(schema.items), 1)[0] as Json, ...rest] = value;
  for (const change of changes(schema.items, first, `${at}/0`)) yield { at: change.at, value: [change.value, ...rest] };
}

function* memberChanges(schema: Schema, value: { [name: string]: Json }, at: string): Generator<Change> {
  yield { at: `${at}/no_such_field`, value: { ...value, no_such_field: 1 } };
  for (const name of list(schema.required).map(String)) {
    const { [name]: _, ...rest } = value;
    yield { at: `${at} without ${name}`, value: rest };
  }
  const fields = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const others = isObject(schema.additionalProperties) ? schema.additionalProperties : undefined;
  const unnamed = others ? Object.keys(value).filter((name) => !fields.some(([field]) => field === name)) : [];
  for (const [name, field] of [...fields, ...unnamed.map((name): [string, Json] => [name, others as Json])]) {
    const present = value[name] ?? (sample(resolve(field), 1)[0] as Json);
    for (const change of changes(field, present, `${at}/${name}`)) {
      yield { at: change.at, value: { ...value, [name]: change.value } };
    }
  }
}
