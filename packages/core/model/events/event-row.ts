/** The stored rows of events, and their conversion to CloudEvents. */
import { keys, PREFIX } from "../../storage/keys.ts";
import type { Row } from "../../storage/row.ts";
import { canonicalPath, pathTo } from "../api-paths.ts";
import type { CloudEvent, EventData, EventType } from "./event-type.ts";

/** Days for which an event can be read. */
export const RETENTION_DAYS = 90;
/** Days for which an event's row is stored. It is longer because TTL deletes late and out of order. */
export const STORED_DAYS = 97;
const DAY_SECONDS = 86_400;

/** An event that has no sequence in its feed yet. */
export type PendingEvent = {
  tenant: string;
  /** The name of the feed: the project's uid, or `TENANT_FEED`. */
  feed: string;
  /** The change id, which is also the event's id. */
  id: string;
  type: EventType;
  subject: string;
  time: string;
  /** The `traceparent` of the request, if it had one. */
  trace?: string | undefined;
  /** `EventData` as JSON text. */
  data: string;
};

/** Returns a sequence in the form that events have: 20 digits, padded with zeros. */
export const padSequence = (seq: number) => String(seq).padStart(20, "0");

/** Returns the row of an event. `ttl`: seconds since 1970. */
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

/** Returns the TTL of a row that is written now, in seconds since 1970. */
export const ttlAt = (now: Date) => Math.floor(now.getTime() / 1000) + STORED_DAYS * DAY_SECONDS;

/** Whether an event is past its retention period. If it is, all earlier events of the feed are too. */
export const isExpired = (row: Row, now: Date) =>
  (row.ttl as number) - (STORED_DAYS - RETENTION_DAYS) * DAY_SECONDS <= now.getTime() / 1000;

/**
 * Returns the CloudEvent of a row. Rows of the first release contain unencoded subjects, so the path is encoded here.
 */
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

/** Returns the stored form of an event's data. */
export const eventDataText = (data: EventData) => JSON.stringify(data);
