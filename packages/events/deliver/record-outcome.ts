/** Writes what came of an attempt: the delivery, its attempts, and its next place in the queue. */
import {
  type DeliveryRow,
  deliveryIdOf,
  pendingWrite,
  timerKey,
  timerWrite,
  ttlOf,
  type WebhookRef,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import { type Key, keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { MAX_DELAY_SECONDS } from "@skillmeat-deployments/core/storage/sqs.ts";
import type { Table, Write } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Result } from "./guarded-client.ts";
import type { Outcome } from "./schedule.ts";

/** An attempt: when it began, and what came of it. */
export type Attempted = { at: Date; result: Result };

type OutcomeDeps = { table: Pick<Table, "get" | "transact">; now: () => Date; newId: () => string };

/** How often the outcome is written anew because other writers were faster. */
const ROUNDS = 10;

/** What came of an attempt, and the place in the queue from which the delivery was taken. */
export type Made = { row: DeliveryRow; place: Key; attempted: readonly Attempted[]; outcome: Outcome };

/** What was written. `retry`: what wakes the webhook for the next attempt, with its delay in milliseconds. */
export type Recorded = { isRecorded: boolean; retry?: { wake: Wake; delay: number } | undefined };

/**
 * Writes an outcome in one transaction.
 * @param along returns other writes for the transaction, each time that it is tried
 */
export async function recordOutcome(
  ref: WebhookRef,
  made: Made,
  { table, now, newId }: OutcomeDeps,
  along: () => Promise<Write[]>,
): Promise<Recorded> {
  let current: DeliveryRow | undefined = made.row;
  for (let round = 0; current && round < ROUNDS; round++) {
    // Redelivered meanwhile, or sent by somebody else as well: that is newer than what came of this attempt.
    const isLate = current.revision !== made.row.revision && made.outcome.is !== "delivered";
    const { writes, retry } = isLate
      ? lateWrites(ref, current, made, now())
      : writesOf(ref, current, made, now(), newId());
    const result = await table.transact([...writes, ...(await along())]);
    if (result.done) return { isRecorded: true, retry };
    current = (await table.get({ pk: current.pk, sk: current.sk })) as DeliveryRow | undefined;
  }
  return { isRecorded: false };
}

/** The row after attempts, and the writes of their log. */
function logged(ref: WebhookRef, row: DeliveryRow, { attempted }: Made, ttl: number) {
  const last = attempted.at(-1)?.result;
  const next: DeliveryRow = {
    ...row,
    attempts: row.attempts + attempted.length,
    last_status: last?.kind === "answer" ? last.status : null,
    revision: row.revision + 1,
    ttl,
  };
  const log = attempted.map(
    (attempt, i): Write => ({
      put: attemptRow(ref, deliveryIdOf(row), row.attempts + i, attempt, ttl),
      when: { is: "any" },
    }),
  );
  return { next, log };
}

/** Removes the places of a delivery in the queue. One item can be in a transaction only once. */
const removals = (places: readonly Key[]): Write[] =>
  [...new Map(places.map((place) => [place.sk, place])).values()].map(({ pk, sk }) => ({
    remove: { pk, sk },
    when: { is: "any" },
  }));

const placesOf = ({ tenant, webhook }: WebhookRef, row: DeliveryRow): Key[] =>
  row.due === undefined ? [] : [keys.pending(tenant, webhook, row.due, deliveryIdOf(row))];

/** The writes of an attempt whose outcome changes the delivery no longer. */
function lateWrites(ref: WebhookRef, row: DeliveryRow, made: Made, now: Date) {
  const { next, log } = logged(ref, row, made, ttlOf(now));
  const kept = new Set(placesOf(ref, row).map(({ sk }) => sk));
  const writes = [put(next, row), ...log, ...removals([made.place].filter(({ sk }) => !kept.has(sk)))];
  return { writes, retry: undefined };
}

function writesOf(ref: WebhookRef, row: DeliveryRow, made: Made, now: Date, timerId: string) {
  const { outcome, place } = made;
  const ttl = ttlOf(now);
  const { next, log } = logged(ref, row, made, ttl);
  const { due: _due, ...rest } = next;
  const tried = { ...rest, tries: row.tries + 1 };
  const writes = [...log, ...removals([place, ...placesOf(ref, row)])];
  if (outcome.is !== "retried")
    return { writes: [put({ ...tried, status: outcome.is }, row), ...writes], retry: undefined };
  const due = now.getTime() + outcome.delay;
  const timer = timerKey(ref, due, timerId);
  const isFar = outcome.delay > MAX_DELAY_SECONDS * 1_000;
  const queued = [pendingWrite(ref, deliveryIdOf(row), due, ttl), timerWrite(timer, ttl, isFar)];
  return {
    writes: [put({ ...tried, due }, row), ...writes, ...queued],
    retry: { wake: { ...ref, timers: [timer] }, delay: outcome.delay },
  };
}

const put = (next: DeliveryRow, { revision }: DeliveryRow): Write => ({
  put: next,
  when: { is: "revision", revision },
});

function attemptRow(ref: WebhookRef, delivery: string, n: number, { at, result }: Attempted, ttl: number): Row {
  return {
    ...keys.attempt(ref.tenant, ref.webhook, delivery, n),
    at: at.toISOString(),
    duration_ms: Math.round(result.ms),
    ...(result.kind === "answer" ? { status: result.status, response: result.text } : { error: result.reason }),
    ttl,
  };
}
