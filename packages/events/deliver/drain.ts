/**
 * Sends what is due for a webhook. One process at a time does it for a webhook, under a lease, with at most ten requests in
 * flight; while the webhook fails, with one at a time and a rest after each.
 */
import { setTimeout as sleep } from "node:timers/promises";
import {
  type DeliveryRow,
  pendingOf,
  timerKey,
  timerWrite,
  ttlOf,
  type WebhookRef,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import type { SecretsRow } from "@skillmeat-deployments/core/model/webhooks/secrets.ts";
import type { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { webhooks } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { type Key, keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { SecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import type { Result } from "./guarded-client.ts";
import { type Lease, takeLease } from "./lease.ts";
import { bodyOf, headersOf, openSecrets } from "./message.ts";
import { MAX_DELAY_SECONDS, type Queue } from "./queue.ts";
import { type Attempted, recordOutcome } from "./record-outcome.ts";
import { isTriedAtOnce, type Outcome, outcomeOf } from "./schedule.ts";
import { type HealthDeps, keepHealth } from "./webhook-health.ts";

/** The maximum number of requests in flight to a webhook. */
export const MAX_IN_FLIGHT = 10;
/** How long a failing webhook rests after an attempt: at most 360 attempts an hour. */
export const REST_MS = 10_000;
/** The deliveries that are read at a time. */
const BATCH = 50;

/** What the worker depends on. */
export type DrainDeps = Omit<HealthDeps, "table"> & {
  table: Table;
  send: (request: { url: string; headers: Record<string, string>; body: string }) => Promise<Result>;
  secrets: SecretBox;
  publicUrl: string;
  queue: Queue;
  /** From 0 to 1. Defaults to Math.random. */
  random?: () => number;
  /** Milliseconds after which no further delivery is started: the rest is for the next message. */
  budgetMs?: number;
  log: (line: Record<string, unknown>) => void;
};

/** Sends what is due for the webhook of a message. */
export type Drain = (wake: Wake) => Promise<void>;

const NO_BUDGET = Number.POSITIVE_INFINITY;

/** Creates the worker. */
export const createDrain =
  (deps: DrainDeps): Drain =>
  async (wake) => {
    const lease = await takeLease(wake, deps);
    // Whoever has the lease looks again before it ends, and a webhook that rests has a timer.
    if (!lease) return;
    let next: number | undefined = 0;
    try {
      next = await drainLeased(wake, lease, deps);
    } finally {
      await lease.release(next ?? 0);
    }
    // What was queued between the last look and the end of the lease: its own message found the lease taken.
    if (next === 0 && (await dueFor(wake, deps)).length > 0)
      await deps.queue([{ wake: { ...wake, timers: [] }, delaySeconds: 0 }]);
  };

/** Places in the queue of a webhook that are due. */
async function dueFor(
  { tenant, webhook }: WebhookRef,
  { table, now }: Pick<DrainDeps, "table" | "now">,
): Promise<Row[]> {
  const { rows } = await table.query({
    pk: keys.webhookPartition(tenant, webhook),
    prefix: PREFIX.pending,
    limit: BATCH,
  });
  const time = now().getTime();
  return rows.filter((row) => pendingOf(row).due <= time);
}

/** Returns when the webhook may be sent to again, in milliseconds since 1970. 0: at any time; undefined: it is not active. */
async function drainLeased(wake: Wake, lease: Lease, deps: DrainDeps): Promise<number | undefined> {
  const { table, now, budgetMs = NO_BUDGET, log } = deps;
  const started = performance.now();
  const counts = { delivered: 0, retried: 0, failed: 0 };
  const [health] = await table.getMany([keys.webhookHealth(wake.tenant, wake.webhook)]);
  const keeper = keepHealth(wake, health, deps);
  let rest = 0;
  let isLeft = false;
  let isActive = true;
  for (;;) {
    const target = await targetOf(wake, deps);
    isActive = target !== undefined;
    const due = target ? await dueFor(wake, deps) : [];
    if (!target || due.length === 0) break;
    if (performance.now() - started > budgetMs || !(await lease.lasts())) {
      isLeft = true;
      break;
    }
    const pace = createPace(target.webhook.rate, now);
    const width = keeper.isFailing() ? 1 : MAX_IN_FLIGHT;
    await inParallel(width, keeper.isFailing() ? due.slice(0, 1) : due, async (place) => {
      // Others of this batch may have failed since it was read.
      if (width > 1 && keeper.isFailing()) return;
      if (performance.now() - started > budgetMs || !(await lease.lasts())) return;
      await pace();
      const outcome = await deliver(wake, place, target, deps);
      if (!outcome) return;
      counts[outcome.is]++;
      await keeper.count(target.webhook, pendingOf(place).id, outcome);
    });
    if (keeper.isFailing()) {
      rest = now().getTime() + REST_MS;
      isLeft = true;
      break;
    }
  }
  await keeper.store();
  await finish(wake, isLeft, rest, deps);
  const { delivered, retried, failed } = counts;
  if (delivered + retried + failed > 0)
    log({ level: "info", message: "webhook deliveries", tenant: wake.tenant, webhook: wake.webhook, ...counts });
  return isActive ? rest : undefined;
}

/** Removes the timers of the message. If something is due still, there is a new one, and a message. */
async function finish(
  wake: Wake,
  isLeft: boolean,
  rest: number,
  { table, now, newId, queue }: DrainDeps,
): Promise<void> {
  const removals = wake.timers.map((remove) => ({ remove, when: { is: "any" } as const }));
  const ref = { tenant: wake.tenant, webhook: wake.webhook };
  if (isLeft) {
    const timer = timerKey(ref, Math.max(rest, now().getTime()), newId());
    await table.transact([timerWrite(timer, ttlOf(now())), ...removals]);
    const delaySeconds = Math.max(0, Math.ceil((rest - now().getTime()) / 1_000));
    await queue([{ wake: { ...ref, timers: [timer] }, delaySeconds }]);
  } else {
    for (const { remove, when } of removals) await table.remove(remove, when);
  }
}

/** Where deliveries are sent, and what signs them. */
type Target = { webhook: Webhook; secrets: readonly string[] };

/** Undefined: the webhook does not exist, or is not active. */
async function targetOf(ref: WebhookRef, { table, secrets, now }: DrainDeps): Promise<Target | undefined> {
  const [row, sealed] = await table.getMany([
    keys.webhook(ref.tenant, ref.webhook),
    keys.webhookSecrets(ref.tenant, ref.webhook),
  ]);
  if (!isLive(row) || !sealed) return undefined;
  const webhook = webhooks.fromRow(row);
  if (webhook.status !== "active") return undefined;
  return { webhook, secrets: await openSecrets(ref, sealed as SecretsRow, secrets, now()) };
}

/** Makes one attempt. Undefined: there was nothing to send. */
async function deliver(ref: WebhookRef, place: Key, target: Target, deps: DrainDeps): Promise<Outcome | undefined> {
  const { table, now, random = Math.random, queue, publicUrl } = deps;
  const row = (await table.get(keys.delivery(ref.tenant, ref.webhook, pendingOf(place).id))) as DeliveryRow | undefined;
  if (row?.status !== "pending") {
    await table.remove({ pk: place.pk, sk: place.sk }, { is: "any" });
    return undefined;
  }
  const body = await bodyOf(ref, row, table, publicUrl);
  const attempted = body === undefined ? [EXPIRED(now())] : await attempt(row, body, target, deps);
  const { result } = attempted.at(-1) as Attempted;
  const outcome: Outcome = body === undefined ? { is: "failed" } : outcomeOf(result, row.tries + 1, now(), random());
  const retry = await recordOutcome(ref, row, { pk: place.pk, sk: place.sk }, attempted, outcome, deps);
  if (retry) {
    const delaySeconds = Math.ceil(retry.delay / 1_000);
    if (delaySeconds <= MAX_DELAY_SECONDS) await queue([{ wake: retry.wake, delaySeconds }]);
  }
  return outcome;
}

const EXPIRED = (at: Date): Attempted => {
  const reason = "The event is no longer retained";
  return { at, result: { kind: "failure", reason, refused: false, connected: false, ms: 0 } };
};

async function attempt(
  row: DeliveryRow,
  body: string,
  { webhook, secrets }: Target,
  { send, now }: DrainDeps,
): Promise<Attempted[]> {
  const once = async (): Promise<Attempted> => {
    const at = now();
    return { at, result: await send({ url: webhook.url, headers: headersOf(row, body, secrets, at), body }) };
  };
  const first = await once();
  return row.tries === 0 && isTriedAtOnce(first.result) ? [first, await once()] : [first];
}

/** Returns a function that waits until the next request may start. */
function createPace(rate: number | null, now: () => Date): () => Promise<void> {
  if (rate === null) return async () => {};
  let start = 0;
  return async () => {
    const time = now().getTime();
    const mine = Math.max(start, time);
    start = mine + 1_000 / rate;
    if (mine > time) await sleep(mine - time);
  };
}
