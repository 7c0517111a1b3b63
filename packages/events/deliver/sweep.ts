/** Wakes webhooks whose timers are due: what a lost message, a stopped process or a long delay has left. */
import {
  TIMER_SHARDS,
  timerOf,
  timersBefore,
  type WebhookRef,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import { type Key, PREFIX, systemKeys } from "@skillmeat-deployments/core/storage/keys.ts";
import { readSteps } from "@skillmeat-deployments/core/storage/pages.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Queue, QueueMessage } from "./queue.ts";

/** Timers that one sweep reads of a shard. The next sweep goes on. */
const MAX_TIMERS = 20_000;
const PAGE = 1_000;
/** Timers in one message, which is to stay small. */
const TIMERS_A_MESSAGE = 90;
const GRACE_MS = 10_000;
/** Nothing was sent for far timers. Those until the next sweep are sent now, so that they are not late. */
export const AHEAD_MS = 60_000;

type Timer = { key: Key; due: number; ref: WebhookRef };

/**
 * Sends messages for the webhooks with timers that are due, or far and due until the next sweep.
 * @param graceMs the age under which a timer has probably a message that is on its way. Negative: none has, not even those of
 * later
 * @returns the number of messages, and the age of the oldest timer in minutes
 */
export async function sweep(
  table: Pick<ReadTable, "query">,
  now: () => Date,
  queue: Queue,
  graceMs = GRACE_MS,
): Promise<{ woken: number; overdue: number }> {
  const time = now().getTime();
  const shards = await Promise.all(
    Array.from({ length: TIMER_SHARDS }, (_, shard) => timersIn(table, shard, time, graceMs)),
  );
  const found = shards.flat();
  const messages = [...Map.groupBy(found, idOf(time)).values()].flatMap((timers) => messagesOf(timers, time));
  if (messages.length > 0) await queue(messages);
  const oldest = Math.min(time, ...found.map(({ due }) => due));
  return { woken: messages.length, overdue: Math.floor((time - oldest) / 60_000) };
}

/** Timers that can be in one message: those of a webhook and a second. */
const idOf =
  (time: number) =>
  ({ ref: { tenant, webhook }, due }: Timer): string =>
    `${tenant}#${webhook}#${delayOf(due, time)}`;

const delayOf = (due: number, time: number) => Math.max(0, Math.ceil((due - time) / 1_000));

function messagesOf(timers: readonly Timer[], time: number): QueueMessage[] {
  const [{ due, ref }] = timers as [Timer];
  const delaySeconds = delayOf(due, time);
  return Array.from({ length: Math.ceil(timers.length / TIMERS_A_MESSAGE) }, (_, i) => {
    const part = timers.slice(i * TIMERS_A_MESSAGE, (i + 1) * TIMERS_A_MESSAGE);
    return { wake: { ...ref, timers: part.map(({ key }) => key) }, delaySeconds };
  });
}

/** The timers of a shard that nothing has handled, or will handle in time. */
async function timersIn(
  table: Pick<ReadTable, "query">,
  shard: number,
  time: number,
  graceMs: number,
): Promise<Timer[]> {
  const end = timersBefore(time + AHEAD_MS);
  const found: Timer[] = [];
  const query = { pk: systemKeys.timers(shard), prefix: PREFIX.timer, limit: PAGE };
  for await (const { rows } of readSteps({ table }, query, MAX_TIMERS)) {
    for (const row of rows) {
      const { due, ...ref } = timerOf(row);
      if (row.sk < end && (row.far === true || due <= time - graceMs))
        found.push({ key: { pk: row.pk, sk: row.sk }, due, ref });
    }
    if ((rows.at(-1)?.sk ?? "") >= end) break;
  }
  return found;
}
