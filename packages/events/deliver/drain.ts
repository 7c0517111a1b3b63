/**
 * Sends what is due for a webhook. One process at a time does it for a webhook, under a lease, with at most ten requests in
 * flight; while the webhook fails, with one at a time and a rest after each.
 */
import { setTimeout as wait } from "node:timers/promises";
import {
  pendingOf,
  timerKey,
  timerOf,
  timerWrite,
  ttlOf,
  type WebhookRef,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { type Key, keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { activeWebhook, type DeliverDeps, deliver } from "./deliver.ts";
import { type Lease, type LeaseDeps, takeLease } from "./lease.ts";
import { createPace } from "./pace.ts";
import { type HealthDeps, keepHealth } from "./webhook-health.ts";

/** The maximum number of requests in flight to a webhook. */
const MAX_IN_FLIGHT = 10;
/** How long a failing webhook rests after an attempt: at most 360 attempts an hour. */
const REST_MS = 10_000;
/** The deliveries that are read at a time. */
const BATCH = 50;

/** What the worker depends on. */
export type DrainDeps = DeliverDeps &
  Pick<HealthDeps, "appendEvents"> &
  Pick<LeaseDeps, "only"> & {
    /** Milliseconds after which no further delivery is started: the rest is for the next message. */
    budgetMs?: number;
    /** Whether the process is to end: no further delivery is started. */
    isStopping?: () => boolean;
    /** Waits for a webhook's rate. Defaults to a timer. */
    sleep?: (ms: number) => Promise<unknown>;
    log: (line: Record<string, unknown>) => void;
  };

/** Sends what is due for the webhook of a message. */
export type Drain = (wake: Wake) => Promise<void>;

const NO_BUDGET = Number.POSITIVE_INFINITY;

/** How a drain ended. `next`: when the webhook may be sent to again, 0 at any time. */
type End = { isLeft: boolean; next: number; paced: number; cover?: Key };

/** Creates the worker. */
export const createDrain =
  (deps: DrainDeps): Drain =>
  async (wake) => {
    const came = deps.now();
    const lease = await takeLease(wake, deps);
    if (!lease.isTaken)
      return removeTimers(
        wake.timers.filter((timer) => !lease.needs(timer)),
        came,
        deps,
      );
    let end: End = { isLeft: true, next: 0, paced: lease.paced };
    try {
      end = await drainLeased(wake, lease, deps);
    } finally {
      await lease.release(end.next, end.paced);
    }
    await finish(wake, end, deps);
  };

/**
 * Removes the timers of the message, or sends it again. Only after the lease: a message that found it taken has left its
 * deliveries to whoever looks now.
 */
async function finish(wake: Wake, { isLeft, next, cover }: End, deps: DrainDeps): Promise<void> {
  const { now, queue } = deps;
  const kept = cover ? [cover] : wake.timers;
  // The time before the look: what falls due after it was not seen.
  const looked = now();
  if (isLeft || (await hasWork(wake, deps))) {
    const delaySeconds = Math.max(0, Math.ceil((next - now().getTime()) / 1_000));
    await queue([{ wake: { ...wake, timers: kept }, delaySeconds }]);
    if (cover) await removeTimers(wake.timers, looked, deps);
  } else {
    await removeTimers([...wake.timers, ...(cover ? [cover] : [])], looked, deps);
  }
}

/** Removes timers that were due at a time. One of later is for what is due then. */
async function removeTimers(timers: readonly Key[], at: Date, { table }: Pick<DrainDeps, "table">): Promise<void> {
  const due = timers.filter((timer) => timerOf(timer).due <= at.getTime());
  await inParallel(MAX_IN_FLIGHT, due, ({ pk, sk }) => table.remove({ pk, sk }, { is: "any" }));
}

type LookDeps = Pick<DrainDeps, "table" | "now">;

/** Places in the queue of a webhook that are due. */
async function dueFor({ tenant, webhook }: WebhookRef, { table, now }: LookDeps): Promise<Row[]> {
  const { rows } = await table.query({
    pk: keys.webhookPartition(tenant, webhook),
    prefix: PREFIX.pending,
    limit: BATCH,
  });
  const time = now().getTime();
  return rows.filter((row) => pendingOf(row).due <= time);
}

const activeOf = async (ref: WebhookRef, { table }: LookDeps) =>
  activeWebhook(await table.get(keys.webhook(ref.tenant, ref.webhook)));

const hasWork = async (ref: WebhookRef, deps: LookDeps): Promise<boolean> =>
  (await dueFor(ref, deps)).length > 0 && (await activeOf(ref, deps)) !== undefined;

async function drainLeased(wake: Wake, lease: Lease, deps: DrainDeps): Promise<End> {
  const { table, now, newId, budgetMs = NO_BUDGET, isStopping = () => false, sleep = wait, log } = deps;
  const started = performance.now();
  const mustEnd = () => isStopping() || performance.now() - started > budgetMs;
  const counts = { delivered: 0, retried: 0, failed: 0 };
  const keeper = keepHealth(wake, await table.get(keys.webhookHealth(wake.tenant, wake.webhook)), deps);
  const pace = createPace(lease.paced, { now, sleep, mustEnd });
  let cover: Key | undefined;
  const coverFrom = async (due: number) => {
    cover = timerKey(wake, due, newId());
    const { put, when } = timerWrite(cover, ttlOf(now())) as { put: Row; when: { is: "any" } };
    await table.put(put, when);
    await lease.coverWith(cover);
  };
  let next = 0;
  let isLeft = false;
  for (let batch = 0; ; batch++) {
    const webhook = await activeOf(wake, deps);
    if (!webhook) {
      next = 0;
      break;
    }
    const due = next === 0 ? await dueFor(wake, deps) : [];
    isLeft = next > 0 || (due.length > 0 && (mustEnd() || !(await lease.lasts())));
    if (isLeft || due.length === 0) break;
    if (batch === 1) await coverFrom(now().getTime());
    const width = keeper.isFailing() ? 1 : MAX_IN_FLIGHT;
    await inParallel(width, due.slice(0, width === 1 ? 1 : BATCH), async (place) => {
      const isOver = () => mustEnd() || (width > 1 && keeper.isFailing());
      // Others of this batch may have failed since it was read, or while this one waited.
      if (isOver()) return;
      await pace.wait(webhook.rate);
      if (isOver() || !(await lease.lasts())) return;
      const outcome = await deliver(wake, place, keeper, deps);
      if (outcome) counts[outcome.is]++;
    });
    await keeper.store();
    if (keeper.isFailing()) next = now().getTime() + REST_MS;
  }
  // What a process that died has not put into the feed.
  await keeper.store();
  if (next > 0 && !cover) await coverFrom(next);
  const { delivered, retried, failed } = counts;
  if (delivered + retried + failed > 0)
    log({ level: "info", message: "webhook deliveries", tenant: wake.tenant, webhook: wake.webhook, ...counts });
  return { isLeft, next, paced: pace.next(), ...(cover ? { cover } : {}) };
}
