/**
 * The rows of deliveries. A delivery is in the table before it is sent, in three rows: the delivery, its place in the queue
 * of its webhook (`pending`, in the order of times), and a timer, which a sweep finds when nothing else has sent it.
 */
import type { Condition } from "../../storage/condition.ts";
import { type Key, keys, PREFIX, systemKeys } from "../../storage/keys.ts";
import type { Row } from "../../storage/row.ts";
import type { Write } from "../../storage/verbs.ts";
import type { DeliveryStatus } from "./webhook-terms.ts";

/** Days for which deliveries and their attempts are stored. */
const DELIVERY_DAYS = 30;
const DAY_SECONDS = 86_400;

/** The partitions of timers. */
export const TIMER_SHARDS = 8;

/** A webhook of a tenant. */
export type WebhookRef = { readonly tenant: string; readonly webhook: string };

/** Where the event of a delivery is. `payload` is the event itself, of one that is in no feed. */
type EventPlace = { feed: string; sequence: string } | { payload: string };

/** The stored attributes of a delivery. */
export type DeliveryRow = Row & {
  readonly type: string;
  readonly subject: string;
  /** Time of the event (RFC 3339). */
  readonly time: string;
  readonly feed?: string;
  readonly sequence?: string;
  readonly payload?: string;
  readonly status: DeliveryStatus;
  /** The number of attempts of the schedule that were made, and of all attempts. */
  readonly tries: number;
  readonly attempts: number;
  /** When the next attempt is due, in milliseconds since 1970. Only while it is pending. */
  readonly due?: number;
  /** The last attempt's status. null: there was no answer. */
  readonly last_status?: number | null;
  readonly created_at: string;
  /** How often the row was written. */
  readonly revision: number;
  readonly ttl: number;
};

/** A delivery that is to be made. */
export type NewDelivery = { id: string; type: string; subject: string; time: string } & EventPlace;

/** The id of a delivery: that of its event. A webhook has one delivery for each event. */
export const deliveryIdOf = ({ sk }: Key) => sk.slice(PREFIX.delivery.length);

export const ttlOf = (now: Date) => Math.floor(now.getTime() / 1_000) + DELIVERY_DAYS * DAY_SECONDS;

/** The first version of a delivery, due at once. */
export function newDeliveryRow({ tenant, webhook }: WebhookRef, { id, ...event }: NewDelivery, now: Date): DeliveryRow {
  return {
    ...keys.delivery(tenant, webhook, id),
    ...event,
    status: "pending",
    tries: 0,
    attempts: 0,
    due: now.getTime(),
    created_at: now.toISOString(),
    revision: 1,
    ttl: ttlOf(now),
  };
}

/** The write that puts a delivery into the queue of its webhook. */
export const pendingWrite = ({ tenant, webhook }: WebhookRef, id: string, due: number, ttl: number): Write => ({
  put: { ...keys.pending(tenant, webhook, due, id), ttl },
  when: { is: "any" },
});

/** The writes that store a delivery which is due, and put it into the queue. */
export const queueWrites = (ref: WebhookRef, row: DeliveryRow, when: Condition): Write[] => [
  { put: row, when },
  pendingWrite(ref, deliveryIdOf(row), row.due as number, row.ttl),
];

/** The maximum number of deliveries that one transaction queues: two rows each and a timer, of at most 100. */
export const MAX_QUEUED = 49;

/** The id and the time of a delivery in the queue. */
export function pendingOf({ sk }: Key): { id: string; due: number } {
  const [due, id] = sk.slice(PREFIX.pending.length).split("#") as [string, string];
  return { id, due: Number(due) };
}

const shardOf = (webhook: string) => [...webhook].reduce((sum, c) => sum + c.charCodeAt(0), 0) % TIMER_SHARDS;

/**
 * The key of a timer: from `due` on (milliseconds since 1970), a sweep wakes the webhook. Each transaction has a timer of
 * its own, so that none waits for another. @param id tells timers of one millisecond apart
 */
export const timerKey = ({ tenant, webhook }: WebhookRef, due: number, id: string): Key => ({
  pk: systemKeys.timers(shardOf(webhook)),
  sk: `${timersBefore(due)}#${tenant}#${webhook}#${id}`,
});

/** The write of a timer. `isFar`: no message is sent for it, because it is later than a queue can delay one. */
export const timerWrite = (key: Key, ttl: number, isFar = false): Write => ({
  put: { ...key, ttl, ...(isFar ? { far: true } : {}) },
  when: { is: "any" },
});

/** The webhook that a timer wakes, and when. */
export function timerOf({ sk }: Key): WebhookRef & { due: number } {
  const [due, tenant, webhook] = sk.slice(PREFIX.timer.length).split("#") as [string, string, string];
  return { tenant, webhook, due: Number(due) };
}

/** The sort key before which all timers are earlier than a time. */
export const timersBefore = (time: number) => PREFIX.timer + String(time).padStart(13, "0");
