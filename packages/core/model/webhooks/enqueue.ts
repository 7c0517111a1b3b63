/** Puts deliveries into the queues of webhooks: the rows of a delivery are written together, and once for each event. */
import { ATTEMPTS, contended } from "../../resource/write.ts";
import type { Key } from "../../storage/keys.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Table } from "../../storage/verbs.ts";
import {
  MAX_QUEUED,
  type NewDelivery,
  newDeliveryRow,
  queueWrites,
  timerKey,
  timerWrite,
  ttlOf,
  type WebhookRef,
} from "./delivery-row.ts";

/** A message that wakes a webhook. `timers`: those that are done when the webhook has nothing due any more. */
export type Wake = WebhookRef & { readonly timers: readonly Key[] };

/** What enqueueing depends on. */
export type EnqueueDeps = { table: Pick<Table, "transact">; now: () => Date; newId: () => string };

/**
 * Enqueues deliveries of a webhook that are due at once. One that it already has is left as it is.
 * @returns the messages that wake the webhook. Without them the next sweep does.
 */
export async function enqueue(
  ref: WebhookRef,
  deliveries: readonly NewDelivery[],
  { table, now, newId }: EnqueueDeps,
): Promise<Wake[]> {
  const wakes: Wake[] = [];
  for (let start = 0; start < deliveries.length; start += MAX_QUEUED) {
    let chunk = deliveries.slice(start, start + MAX_QUEUED);
    const attempt = async () => {
      if (chunk.length === 0) return true;
      const at = now();
      // Not before its deliveries are due: whoever removes it has to have seen them.
      const timer = timerKey(ref, at.getTime(), newId());
      const result = await table.transact([
        ...chunk.flatMap((delivery) => queueWrites(ref, newDeliveryRow(ref, delivery, at), { is: "absent" })),
        timerWrite(timer, ttlOf(at)),
      ]);
      if (result.done) {
        wakes.push({ ...ref, timers: [timer] });
        return true;
      }
      chunk = chunk.filter((_, i) => result.outcomes[2 * i]?.done !== false);
      return undefined;
    };
    await retryContended(ATTEMPTS, attempt, () => contended(`Deliveries of webhook '${ref.webhook}'`));
  }
  return wakes;
}
