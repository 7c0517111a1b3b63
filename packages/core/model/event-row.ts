/** Events as they are stored. Apart from their schemas, which the publisher would load for nothing. */
import { keys, PREFIX } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import type { JsonObject } from "../values/json.ts";
import type { Event, EventType } from "./event.ts";

/** Days an event can be read, and days its row is stored: TTL deletes late and out of order, the clock decides. */
export const RETENTION_DAYS = 90;
export const STORED_DAYS = 97;
const DAY_SECONDS = 86_400;

/** Where the schema of a type's `data` is, below the service's own URL. */
export const schemaPath = (type: string) => `/events/schemas/${type}`;

/** A change before it has its place in a feed. `data` is JSON text, kept as one string. */
export type PendingEvent = {
  tenant: string;
  /** The feed's uid: the project's, or the tenant's own. */
  feed: string;
  id: string;
  type: EventType;
  subject: string;
  time: string;
  /** The request's `traceparent`, where it had one. */
  trace?: string | undefined;
  data: string;
};

export const sequenceOf = (seq: number) => String(seq).padStart(20, "0");

/** The stored row of an event. */
export const eventRow = (event: PendingEvent, seq: number, ttl: number): Row => ({
  ...keys.event(event.tenant, event.feed, sequenceOf(seq)),
  id: event.id,
  type: event.type,
  subject: event.subject,
  time: event.time,
  ...(event.trace === undefined ? {} : { trace: event.trace }),
  data: event.data,
  ttl,
});

export const ttlAt = (now: Date) => Math.floor(now.getTime() / 1000) + STORED_DAYS * DAY_SECONDS;

/** Is it older than what is promised? Decided by the clock, and the same for all rows up to it. */
export const isExpired = (row: Row, now: Date) =>
  (row.ttl as number) - (STORED_DAYS - RETENTION_DAYS) * DAY_SECONDS <= now.getTime() / 1000;

/** The event of a feed's row. */
export function eventFromRow(tenant: string, row: Row, publicUrl: string): Event {
  return {
    specversion: "1.0",
    id: row.id as string,
    source: `/tenants/${tenant}`,
    type: row.type as EventType,
    subject: row.subject as string,
    time: row.time as string,
    datacontenttype: "application/json",
    dataschema: publicUrl + schemaPath(row.type as string),
    ...(row.trace === undefined ? {} : { traceparent: row.trace as string }),
    sequence: row.sk.slice(PREFIX.event.length),
    data: JSON.parse(row.data as string) as Event["data"],
  };
}

/** `before`, `after`, who and by which request, as one JSON text. */
export const eventData = (data: {
  before: JsonObject | null;
  after: JsonObject | null;
  actor: string;
  request_id: string;
}) => JSON.stringify(data);
