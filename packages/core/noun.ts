/**
 * What all nouns share: shapes derived from one schema, updates by PUT and PATCH, and the way a change is stamped on
 * a row. A noun's schema is the read shape; `identity` and `readOnly` name its fields that an update cannot move.
 */
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Ctx, Versioned } from "./context.ts";
import { backoff } from "./dynamo.ts";
import { Fault, type FieldError, invalidAll, notFound } from "./fault.ts";
import type { Key } from "./keys.ts";
import { commit, inTheWay } from "./once.ts";
import type { Condition, DeleteStamp, NounRow, Outcome, Row, Stamp } from "./table.ts";

/** Fields every noun answers with and the server alone sets. Timestamps are RFC 3339 in UTC with milliseconds. */
export const stampFields = {
  created_at: z.string().meta({ description: "When it was created (RFC 3339, UTC).", readOnly: true }),
  updated_at: z.string().meta({ description: "When it last changed (RFC 3339, UTC).", readOnly: true }),
  version: z
    .int()
    .positive()
    .meta({ description: "Counts changes from 1; information only, the ETag decides.", readOnly: true }),
};
const STAMPED = ["created_at", "updated_at", "version"];

export type Noun<I extends z.ZodRawShape, W extends z.ZodRawShape, R extends z.ZodRawShape> = {
  /** As people read it in errors: `Deployment profile`. */
  label: string;
  read: z.ZodObject<I & W & R & typeof stampFields>;
  writable: z.ZodObject<W>;
  /** The body of a PUT: every field optional, omitted or null keeps the value. */
  put: z.ZodObject;
  /** The body of a PATCH (RFC 7396): null clears a nullable field. */
  patch: z.ZodObject;
  identity: readonly string[];
  readOnly: readonly string[];
};

/** Derives a noun's shapes from its three groups of fields. */
export function noun<I extends z.ZodRawShape, W extends z.ZodRawShape, R extends z.ZodRawShape>(
  id: string,
  label: string,
  fields: { identity: I; writable: W; readOnly: R },
): Noun<I, W, R> {
  const { identity, writable, readOnly } = fields;
  const others = { ...identity, ...readOnly, ...stampFields };
  const asRead = z
    .unknown()
    .optional()
    .meta({ description: "Of the read shape: an identity must equal the path's, the rest is ignored." });
  const ignored = Object.fromEntries(Object.keys(others).map((k) => [k, asRead]));
  const loose = (field: z.core.$ZodType) => z.optional(z.nullable(field));
  const putFields = Object.fromEntries(Object.entries(writable).map(([k, field]) => [k, loose(field)]));
  // A map is merged member by member, so a patch of one is any object; what it makes is checked as a whole.
  const merged = z.record(z.string(), z.unknown()).meta({ description: "Merged into what is there (RFC 7396)." });
  const patched = (field: z.core.$ZodType) => z.optional(isMap(field) ? merged : field);
  const patchFields = Object.fromEntries(Object.entries(writable).map(([k, field]) => [k, patched(field)]));
  return {
    label,
    read: z.object({ ...identity, ...writable, ...readOnly, ...stampFields }).meta({ id }),
    writable: z.strictObject(writable),
    put: z.strictObject({ ...putFields, ...ignored }).meta({ id: `${id}Put` }),
    patch: z.strictObject({ ...patchFields, ...ignored }).meta({ id: `${id}Patch` }),
    identity: Object.keys(identity),
    readOnly: [...Object.keys(readOnly), ...STAMPED],
  };
}

/** A JSON object as it came, before a noun's schema has seen it. */
export type JsonObject = { readonly [key: string]: unknown };

/** How an update's body is to be read. */
export type Update = { readonly mode: "put" | "patch"; readonly body: JsonObject };

/** RFC 7396, section 2. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** Is it an object, as JSON means it? */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isMap = (field: z.core.$ZodType) => (field as z.core.$ZodTypes)._zod.def.type === "record";

const isNullable = (field: z.core.$ZodType) => z.safeParse(field, null).success;

/**
 * The writable fields after an update.
 * @param identity the path's identity; a body may repeat it, not change it
 * @throws 422 naming each field that is unknown, of the identity but different, or invalid
 */
export function applyUpdate<W extends z.ZodRawShape>(
  noun: Noun<z.ZodRawShape, W, z.ZodRawShape>,
  current: z.output<z.ZodObject<W>>,
  identity: Readonly<Record<string, string | null>>,
  { mode, body }: Update,
): z.output<z.ZodObject<W>> {
  const shape: Record<string, z.core.$ZodType> = noun.writable.shape;
  const given: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const [field, value] of Object.entries(body)) {
    const pointer = `/${escapePointer(field)}`;
    if (noun.identity.includes(field)) {
      if ((mode === "put" && value === null) || value === identity[field]) continue;
      errors.push({ pointer, detail: `${field} is immutable: it must equal '${identity[field]}', or be left out` });
    } else if (noun.readOnly.includes(field)) {
      // Accepted and ignored, so that GET → edit → PUT works.
    } else if (!Object.hasOwn(shape, field)) {
      errors.push({ pointer, detail: `unknown field '${field}'` });
    } else if (value === null && mode === "patch" && !isNullable(shape[field] as z.core.$ZodType)) {
      errors.push({ pointer, detail: `${field} cannot be null` });
    } else if (value !== null || mode === "patch") {
      given[field] = value;
    }
  }
  if (errors.length > 0) throw invalidAll(errors);
  const next = mode === "put" ? { ...current, ...given } : withNulls(shape, mergePatch(current, given) as JsonObject);
  return parse(noun.writable, next);
}

/** Nullable fields that are absent are null: in a merged patch, and in rows stored before a field was known. */
function withNulls(shape: Record<string, z.core.$ZodType>, value: JsonObject): JsonObject {
  const full: Record<string, unknown> = { ...value };
  for (const [key, field] of Object.entries(shape)) {
    if (full[key] === undefined && isNullable(field)) full[key] = null;
  }
  return full;
}

/** Parses what a caller sent. @throws 422 with a pointer for each issue */
export function parse<S extends z.ZodType>(schema: S, value: unknown, base = ""): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidAll(fieldErrors(result.error.issues, base));
}

/** zod's issues as pointers; of a union, the branch that came closest. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], base = ""): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const pointer = base + issue.path.map((p) => `/${escapePointer(String(p))}`).join("");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${escapePointer(key)}`,
        detail: `unknown field '${key}'`,
      }));
    }
    if (issue.code === "invalid_union") {
      const branch = issue.errors.find((e) => !e.some((i) => i.code === "invalid_type" && i.path.length === 0));
      if (branch) return fieldErrors(branch, pointer);
    }
    return [{ pointer, detail: named(issue) }];
  });
}

/** An issue in the caller's words: `context_path_prefixes[1]: must not be empty or blank`. */
function named(issue: z.core.$ZodIssue): string {
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  const message = missing ? "is required" : issue.message.replace(/, received \w+$/, "");
  const at = issue.path.length - 1;
  const last = issue.path[at];
  if (last === undefined) return message;
  return `${typeof last === "number" ? `${String(issue.path[at - 1] ?? "")}[${last}]` : String(last)}: ${message}`;
}

/** RFC 6901: `~` and `/` of a member name. */
export const escapePointer = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** A schema as rows are read by it, and its fields that are null where a row lacks them. */
type Stored = { schema: z.core.$ZodType; nullable: readonly string[] };
const stored = new WeakMap<z.ZodObject, Stored>();

function storedOf(schema: z.ZodObject): Stored {
  const known = stored.get(schema);
  if (known) return known;
  const nullable = Object.keys(schema.shape).filter((k) => isNullable(schema.shape[k] as z.core.$ZodType));
  const made = { schema: structural(schema), nullable };
  stored.set(schema, made);
  return made;
}

/** The same shape without its rules: a row was held to those of its day, and a rule made since must not lose it. */
function structural(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return z.object(Object.fromEntries(Object.entries(def.shape).map(([k, field]) => [k, structural(field)])));
    case "array":
      return z.array(structural(def.element));
    case "record":
      return z.record(z.string(), structural(def.valueType));
    case "union":
      return z.union(def.options.map(structural));
    case "nullable":
      return z.nullable(structural(def.innerType));
    case "optional":
      return z.optional(structural(def.innerType));
    case "string":
      return z.string();
    case "number":
      return z.number();
    default:
      return schema;
  }
}

/** A row as its noun's read shape. A row that does not parse is our fault, never the caller's. */
export function fromRow<S extends z.ZodObject>(schema: S, row: JsonObject): z.output<S> {
  const { schema: shape, nullable } = storedOf(schema);
  const full: Record<string, unknown> = { ...row };
  for (const key of nullable) full[key] ??= null;
  const result = z.safeParse(shape, full);
  // Of the same shape, so of the same type.
  if (result.success) return result.data as z.output<S>;
  throw new Fault("internal", "A stored item could not be read", { cause: result.error });
}

/** Nulls are not stored: a field that is absent reads as null, as it does in rows older than the field. */
export const withoutNulls = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined));

/** Is this row there for a reader? Not when it is absent, marked as deleted, or left by a former project. */
export function isLive(row: Row | undefined, parent?: string): row is NounRow {
  return row !== undefined && row.deleted !== true && (parent === undefined || row.parent === parent);
}

/** Who makes the change, and by which request. */
const origin = ({ actor, requestId, trace }: Ctx): Pick<Stamp, "actor" | "request" | "trace"> => ({
  actor,
  request: requestId,
  ...(trace === undefined ? {} : { trace }),
});

/** The stamp of a first version. `change` is minted once, before any attempt, and is the uid as well. */
export function firstStamp(ctx: Ctx, parent?: string): Stamp {
  const change = ctx.newId();
  const at = ctx.now().toISOString();
  return {
    uid: change,
    ...(parent === undefined ? {} : { parent }),
    change,
    changes: [change],
    ...origin(ctx),
    version: 1,
    created_at: at,
    updated_at: at,
  };
}

/** The stamp of the version after `row`, under a change id minted before the first attempt. */
export function nextStamp(ctx: Ctx, row: NounRow, change: string): Stamp {
  return {
    uid: row.uid,
    ...(row.parent === undefined ? {} : { parent: row.parent }),
    change,
    changes: [change, ...row.changes].slice(0, 4),
    ...origin(ctx),
    version: row.version + 1,
    created_at: row.created_at,
    updated_at: ctx.now().toISOString(),
  };
}

/** How often a writer tries again when others got in between, before it answers 503. */
const CONTENDED_ATTEMPTS = 60;

/** A row to be written: where it is, and what was read there. */
export type Place = { label: string; id: string; key: Key; parent?: string; row: Row | undefined };

/**
 * Writes the row after the live one, or the first, on the condition that nothing came between; else looks at what did.
 * A failed condition brings the row that stands there, so another try needs no read. The change id is minted once.
 * @param next the row's own attributes after `live`; undefined where nothing changes
 * @param result what the verb will return of them, to be kept where the request has an Idempotency-Key
 * @returns the row that stands there now, the one before it, and whether it was written
 */
export async function write(
  ctx: Ctx,
  { label, id, key, parent, row }: Place,
  next: (live: NounRow | undefined) => JsonObject | undefined,
  result: (row: NounRow, before: NounRow | undefined) => object = () => ({}),
): Promise<{ row: NounRow; before: NounRow | undefined; changed: boolean }> {
  const first = firstStamp(ctx, parent);
  let found = row;
  for (let attempt = 0; attempt < CONTENDED_ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, backoff(Math.min(attempt, 3))));
    const before = isLive(found, parent) ? found : undefined;
    const attributes = next(before);
    if (!attributes) {
      await commit(ctx, [], result(before as NounRow, before));
      return { row: before as NounRow, before, changed: false };
    }
    const stamp = before ? nextStamp(ctx, before, first.change) : first;
    const after: NounRow = { ...attributes, ...key, ...stamp };
    fitsInItem(after);
    const put = { put: after, when: unchangedSince(before, parent) };
    const committed = await commit(ctx, [put], result(after, before));
    if (committed.done) return { row: after, before, changed: true };
    found = inTheWay(committed);
    notReplaced(found, parent);
  }
  throw new Fault("unavailable", `${label} '${id}' is being changed by many writers; try again`, { retryAfter: 1 });
}

/**
 * A row of a later project of the same id stands there: the project that this was written for is gone.
 * @throws 404
 */
export function notReplaced(found: Row | undefined, parent: string | undefined): void {
  if (parent !== undefined && typeof found?.parent === "string" && found.parent > parent) {
    throw new Fault("not-found", "The project was deleted while this was being written");
  }
}

/** The condition that this row, or none, still stands there. */
export function unchangedSince(before: NounRow | undefined, parent: string | undefined): Condition {
  const owner = parent === undefined ? {} : { parent };
  return before ? { is: "live", changes: [before.change], ...owner } : { is: "new", ...owner };
}

export type Edit<T> = Place & {
  ifMatch: readonly string[] | undefined;
  read(row: NounRow): T;
  /** The next row's own attributes, or undefined where nothing changes. */
  change(current: T): JsonObject | undefined;
};

/** Changes what is there; with `If-Match` a stale tag is 412, without it the last write wins. @throws 404, 412 */
export async function edit<T>(ctx: Ctx, e: Edit<T>): Promise<Versioned<T>> {
  const { row } = await write(ctx, e, (live) => {
    if (!live) throw notFound(e.label, e.id);
    if (e.ifMatch && !e.ifMatch.includes(live.change)) throw stale(e.label, e.id);
    return e.change(e.read(live));
  });
  return { value: e.read(row), change: row.change };
}

export const stale = (noun: string, id: string) =>
  new Fault("precondition-failed", `${noun} '${id}' has changed: If-Match holds another ETag than its current one`);

/** What a failed delete means for its caller. */
export function deleted(outcome: Outcome, noun: string, id: string, parent?: string): void {
  if (outcome.done) return;
  throw isLive(outcome.row, parent) ? stale(noun, id) : notFound(noun, id);
}

/** Stored items stay under 150 KiB, so that an event with two of them fits in one item of 400 KB. */
export function fitsInItem(row: Row): void {
  if (Buffer.byteLength(JSON.stringify(row)) > 150 * 1024) {
    throw new Fault("too-large", "The stored item would be larger than 150 KiB");
  }
}

/** Were two values equal to a reader? */
export const same = (a: unknown, b: unknown) => isDeepStrictEqual(a, b);

/** @throws 404 unless the row is there for a reader */
export function notFoundUnlessLive(row: Row | undefined, noun: string, id: string, parent?: string): NounRow {
  if (!isLive(row, parent)) throw notFound(noun, id);
  return row;
}

/** What a delete stamps on the row it marks. */
export const deleteStamp = (ctx: Ctx): DeleteStamp => ({
  change: ctx.newId(),
  ...origin(ctx),
  updated_at: ctx.now().toISOString(),
});
