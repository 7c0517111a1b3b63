/** Events as they are stored in a feed. */
import { keys, PREFIX } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import type { CloudEvent, EventData, EventType } from "./event-type.ts";
import { canonicalPath, pathTo } from "./paths.ts";

/** Days that an event can be read. */
export const RETENTION_DAYS = 90;
/** Days that its row is stored: TTL deletes late and out of order, so the clock decides what can be read. */
export const STORED_DAYS = 97;
const DAY_SECONDS = 86_400;

/** An event that has no place in its feed yet. */
export type PendingEvent = {
  tenant: string;
  /** The feed's uid: the project's, or the tenant's own. */
  feed: string;
  /** The change id. */
  id: string;
  type: EventType;
  subject: string;
  time: string;
  /** The request's `traceparent`, where it had one. */
  trace?: string | undefined;
  /** `EventData` as JSON, stored as one string. */
  data: string;
};

/** A sequence as events carry it: 20 digits, padded with zeros. */
export const padSequence = (seq: number) => String(seq).padStart(20, "0");

/** The stored row of an event. `ttl`: seconds since 1970. */
export const eventRow = (event: PendingEvent, seq: number, ttl: number): Row => ({
  ...keys.event(event.tenant, event.feed, padSequence(seq)),
  id: event.id,
  type: event.type,
  subject: event.subject,
  time: event.time,
  ...(event.trace === undefined ? {} : { trace: event.trace }),
  data: event.data,
  ttl,
});

/** When a row written now is deleted: seconds since 1970. */
export const ttlAt = (now: Date) => Math.floor(now.getTime() / 1000) + STORED_DAYS * DAY_SECONDS;

/** Whether an event is older than what is promised, by the clock: then all before it are too. */
export const isExpired = (row: Row, now: Date) =>
  (row.ttl as number) - (STORED_DAYS - RETENTION_DAYS) * DAY_SECONDS <= now.getTime() / 1000;

/** The event of a feed's row. Rows of the first release hold their subject unencoded. */
export function eventFromRow(tenant: string, row: Row, publicUrl: string): CloudEvent {
  const type = row.type as EventType;
  return {
    specversion: "1.0",
    id: row.id as string,
    source: pathTo("tenant", { tenant_id: tenant }),
    type,
    subject: canonicalPath(row.subject as string),
    time: row.time as string,
    datacontenttype: "application/json",
    dataschema: publicUrl + pathTo("eventSchema", { type }),
    ...(row.trace === undefined ? {} : { traceparent: row.trace as string }),
    sequence: row.sk.slice(PREFIX.event.length),
    data: JSON.parse(row.data as string) as EventData,
  };
}

/** An event's data as it is stored. */
export const eventDataText = (data: EventData) => JSON.stringify(data);
