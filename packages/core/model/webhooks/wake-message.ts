/** The messages that wake webhooks, as they are in a queue. */
import { type Key, PREFIX, systemKeys } from "../../storage/keys.ts";
import type { SendMessages } from "../../storage/sqs.ts";
import { TIMER_SHARDS } from "./delivery-row.ts";
import type { Wake } from "./enqueue.ts";

/** Returns the function that sends messages. Those of a webhook are a group, so that none delays another webhook. */
export const createWakeQueue =
  (send: SendMessages) =>
  (messages: readonly { readonly wake: Wake; readonly delaySeconds: number }[]): Promise<void> =>
    send(
      messages.map(({ wake, delaySeconds }) => ({
        body: JSON.stringify(wake),
        group: `${wake.tenant}#${wake.webhook}`,
        delaySeconds,
      })),
    );

const SHARDS = new Set(Array.from({ length: TIMER_SHARDS }, (_, shard) => systemKeys.timers(shard)));

/** Whether a key is that of a timer: a message removes no other rows. */
const isTimer = ({ pk, sk }: Partial<Key>): boolean => SHARDS.has(String(pk)) && String(sk).startsWith(PREFIX.timer);

/** Reads the body of a message. @throws if it does not wake a webhook */
export function parseWake(body: string): Wake {
  const { tenant, webhook, timers } = JSON.parse(body) as Partial<Wake>;
  if (typeof tenant !== "string" || typeof webhook !== "string" || !Array.isArray(timers) || !timers.every(isTimer))
    throw new Error("The message does not wake a webhook");
  return { tenant, webhook, timers };
}
