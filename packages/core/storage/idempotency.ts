/**
 * One effect for one `Idempotency-Key`: the key's row is written in the effect's own transaction, with what the verb
 * returned. Whoever comes second fails on that row, and is given what the first was.
 */
import type { Ctx } from "../context.ts";
import { Fault } from "../fault.ts";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";
import type { Outcome, Write } from "./table.ts";

/** Hours that a key is remembered, by the clock; TTL deletes late, so its row goes a day after. */
const REMEMBERED_HOURS = 24;
const HOUR_SECONDS = 3_600;
/** DynamoDB takes items of 400 KB. */
const RESULT_BYTES = 350_000;

/** Where a request's key is kept, and what the request was: a hash of its method, path and body. */
export type Once = { readonly key: Key; readonly request: string };

/** Thrown in place of an effect that has been: its key's row. */
export class Replay extends Error {
  readonly row: Row;
  constructor(row: Row) {
    super("This Idempotency-Key has had its effect");
    this.row = row;
  }
}

const seconds = (ctx: Pick<Ctx, "now">) => Math.floor(ctx.now().getTime() / 1000);

/** The row of a key that has had its effect within the last 24 hours. */
export async function findReplay(ctx: Pick<Ctx, "now" | "table">, once: Once): Promise<Row | undefined> {
  const row = await ctx.table.get(once.key);
  return row && (row.expires as number) > seconds(ctx) ? row : undefined;
}

/** What the first was given. `secret_shown`: a secret was in it, and is shown no more. */
export const storedResult = (row: Row): unknown => JSON.parse(row.result as string);

/**
 * Commits writes, with the request's key where it has one: all or nothing. One write alone is no transaction.
 * @param result what the verb will return, JSON as it stands; `secret` names a member that is not kept
 * @throws Replay where the key has had its effect
 */
export async function commit(
  ctx: Pick<Ctx, "now" | "table" | "once">,
  writes: readonly Write[],
  result: object,
  secret?: string,
): Promise<{ done: true } | { done: false; outcomes: Outcome[] }> {
  const all = ctx.once ? [...writes, rowOf(ctx, ctx.once, result, secret)] : writes;
  const [only] = all;
  if (!only) return { done: true };
  let committed: { done: true } | { done: false; outcomes: Outcome[] };
  if (all.length === 1 && "put" in only) {
    const outcome = await ctx.table.put(only.put, only.when);
    committed = outcome.done ? outcome : { done: false, outcomes: [outcome] };
  } else {
    committed = await ctx.table.transact(all);
  }
  if (committed.done || !ctx.once) return committed;
  const key = committed.outcomes[writes.length];
  if (key && !key.done && key.row) throw new Replay(key.row);
  return committed;
}

/** The row that the first of the writes failed on. */
export function blockingRow(committed: { outcomes: Outcome[] }): Row | undefined {
  const [first] = committed.outcomes;
  return first?.done === false ? first.row : undefined;
}

function rowOf(ctx: Pick<Ctx, "now">, once: Once, result: object, secret: string | undefined): Write {
  const kept = secret === undefined ? result : { ...result, [secret]: undefined, secret_shown: true };
  const text = JSON.stringify(kept);
  if (Buffer.byteLength(text) > RESULT_BYTES) {
    throw new Fault("too-large", "The answer is too large to be kept for an Idempotency-Key; send it without one");
  }
  const at = seconds(ctx);
  const expires = at + REMEMBERED_HOURS * HOUR_SECONDS;
  const put = {
    ...once.key,
    request: once.request,
    result: text,
    expires,
    ttl: expires + REMEMBERED_HOURS * HOUR_SECONDS,
  };
  return { put, when: { is: "unused", at } };
}
