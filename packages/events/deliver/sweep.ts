/** Wakes webhooks whose timers are due: what a lost message, a stopped process or a long delay has left. */
import { TIMER_SHARDS, timersUntil, webhookOf } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import { type Key, PREFIX, systemKeys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Queue } from "./queue.ts";

/** Timers that one sweep reads of a shard. The next sweep goes on. */
const MAX_TIMERS = 1_000;
/** Timers in one message: what ends with them is in one transaction. */
const TIMERS_A_MESSAGE = 90;

/** Sends a message for each webhook with a timer that is due. @returns the number of messages, and the age of the oldest timer in minutes */
export async function sweep(
  table: Pick<ReadTable, "query">,
  now: () => Date,
  queue: Queue,
): Promise<{ woken: number; overdue: number }> {
  const end = timersUntil(now());
  const found: Key[] = [];
  for (let shard = 0; shard < TIMER_SHARDS; shard++) {
    const { rows } = await table.query({ pk: systemKeys.timers(shard), prefix: PREFIX.timer, limit: MAX_TIMERS });
    found.push(...rows.filter(({ sk }) => sk < end).map(({ pk, sk }) => ({ pk, sk })));
  }
  const byWebhook = Map.groupBy(found, ({ sk }) => sk.slice(sk.indexOf("#", PREFIX.timer.length), sk.lastIndexOf("#")));
  const wakes = [...byWebhook.values()].map(
    (timers): Wake => ({ ...webhookOf(timers[0] as Key), timers: timers.slice(0, TIMERS_A_MESSAGE) }),
  );
  if (wakes.length > 0) await queue(wakes.map((wake) => ({ wake, delaySeconds: 0 })));
  const minutes = found.map(({ sk }) => Number(sk.slice(PREFIX.timer.length, PREFIX.timer.length + 10)));
  const current = Math.floor(now().getTime() / 60_000);
  return { woken: wakes.length, overdue: minutes.length === 0 ? 0 : current - Math.min(...minutes) };
}
