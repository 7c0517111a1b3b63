/** Pure: an event as it fits on a bus. */
import type { Event } from "@skillmeat-deployments/core/model/event.ts";
import { sequenceOf } from "@skillmeat-deployments/core/model/event-row.ts";

/** What a detail may hold, in UTF-8: with its source, type and time within the 64 KB that EventBridge bills as one event. */
export const DETAIL_BYTES = 64 * 1024 - 256;

/**
 * The event as JSON of at most 64 KiB: where it is larger, its larger side, and if need be the other too, gives way to
 * a reference to the feed page that holds the event whole, and `truncated` says so.
 */
export function detailOf(event: Event): string {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= DETAIL_BYTES) return whole;
  const size = (side: "before" | "after") => Buffer.byteLength(JSON.stringify(event.data[side]));
  const [larger, smaller] =
    size("before") > size("after") ? (["before", "after"] as const) : (["after", "before"] as const);
  const reference = { ref: pageOf(event) };
  const data = { ...event.data, truncated: true, [larger]: reference };
  const less = JSON.stringify({ ...event, data });
  if (Buffer.byteLength(less) <= DETAIL_BYTES || event.data[smaller] === null) return less;
  return JSON.stringify({ ...event, data: { ...data, [smaller]: reference } });
}

/** The page of one event: a project's profiles and deployments are in its own feed, all else in the tenant's. */
function pageOf({ subject, sequence }: Event): string {
  const [, project] = /^(\/projects\/[^/]+)\/./.exec(subject) ?? [];
  return `${project ?? ""}/events?after=${sequenceOf(Number(sequence) - 1)}&limit=1`;
}
