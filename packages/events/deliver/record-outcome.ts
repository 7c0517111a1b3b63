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
import type { Table, Write } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Result } from "./guarded-client.ts";
import type { Outcome } from "./schedule.ts";

/** An attempt: when it began, and what came of it. */
export type Attempted = { at: Date; result: Result };

type OutcomeDeps = { table: Pick<Table, "get" | "transact">; now: () => Date; newId: () => string };

/** How often the outcome is written anew because the delivery was redelivered meanwhile. */
const ROUNDS = 10;

/**
 * Writes an outcome in one transaction.
 * @param place the place in the queue from which the delivery was taken
 * @returns what wakes the webhook for the next attempt, with its delay in milliseconds
 */
export async function recordOutcome(
  ref: WebhookRef,
  row: DeliveryRow,
  place: Key,
  attempted: readonly Attempted[],
  outcome: Outcome,
  { table, now, newId }: OutcomeDeps,
): Promise<{ wake: Wake; delay: number } | undefined> {
  let current: DeliveryRow | undefined = row;
  for (let round = 0; current && round < ROUNDS; round++) {
    const at = now();
    const { writes, retry } = writesOf(ref, current, place, attempted, outcome, at, newId());
    const result = await table.transact(writes);
    if (result.done) return retry;
    // Redelivered by the API meanwhile, or the log has this attempt already.
    current = (await table.get({ pk: row.pk, sk: row.sk })) as DeliveryRow | undefined;
  }
  return undefined;
}

function writesOf(
  ref: WebhookRef,
  row: DeliveryRow,
  place: Key,
  attempted: readonly Attempted[],
  outcome: Outcome,
  now: Date,
  timerId: string,
) {
  const id = deliveryIdOf(row);
  const ttl = ttlOf(now);
  const last = attempted.at(-1)?.result;
  const { due: _due, ...rest } = row;
  const next: DeliveryRow = {
    ...rest,
    tries: row.tries + 1,
    attempts: row.attempts + attempted.length,
    last_status: last?.kind === "answer" ? last.status : null,
    status: outcome.is === "retried" ? "pending" : outcome.is,
    revision: row.revision + 1,
    ttl,
  };
  const writes: Write[] = attempted.map((attempt, i) => ({
    put: attemptRow(ref, id, row.attempts + i, attempt, ttl),
    when: { is: "any" },
  }));
  const places = [place, ...(row.due === undefined ? [] : [keys.pending(ref.tenant, ref.webhook, row.due, id)])];
  for (const { pk, sk } of new Map(places.map((key) => [key.sk, key])).values())
    writes.push({ remove: { pk, sk }, when: { is: "any" } });
  if (outcome.is !== "retried") return { writes: [put(next, row), ...writes], retry: undefined };
  const due = now.getTime() + outcome.delay;
  const timer = timerKey(ref, due, timerId);
  return {
    writes: [put({ ...next, due }, row), ...writes, pendingWrite(ref, id, due, ttl), timerWrite(timer, ttl)],
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
