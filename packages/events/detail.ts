/** Limits the size of an event for the bus. Pure functions. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { padSequence } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";

/**
 * The maximum size of `detail` in bytes. With source, type and time, an entry stays within 64 KB, which EventBridge
 * bills as one event: https://aws.amazon.com/eventbridge/pricing/
 */
export const DETAIL_BYTES = 64 * 1024 - 256;

/**
 * The event as JSON of at most `DETAIL_BYTES`. If it is larger, `before` or `after` (the larger one first, then both)
 * is replaced by a reference to the feed page with the whole event, and `truncated` is true.
 */
export function detailOf(event: CloudEvent): string {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= DETAIL_BYTES) return whole;
  const size = (side: "before" | "after") => Buffer.byteLength(JSON.stringify(event.data[side]));
  const [larger, smaller] =
    size("before") > size("after") ? (["before", "after"] as const) : (["after", "before"] as const);
  const reference = { ref: feedPageOf(event) };
  const data = { ...event.data, truncated: true, [larger]: reference };
  const truncated = JSON.stringify({ ...event, data });
  if (Buffer.byteLength(truncated) <= DETAIL_BYTES || event.data[smaller] === null) return truncated;
  return JSON.stringify({ ...event, data: { ...data, [smaller]: reference } });
}

/**
 * The path of the feed page with only this event: in the project's feed for profiles and deployments, else the
 * tenant's.
 */
function feedPageOf({ subject, sequence }: CloudEvent): string {
  // The first two segments of the subject are the project's path, which is already encoded.
  const [, project] = /^(\/projects\/[^/]+)\/./.exec(subject) ?? [];
  return `${project ?? ""}${PATHS.events}?after=${padSequence(Number(sequence) - 1)}&limit=1`;
}
