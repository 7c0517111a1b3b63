/** Pure: an event in the size that fits on a bus. */
import { padSequence } from "@skillmeat-deployments/core/model/event-row.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/event-type.ts";
import { PATHS } from "@skillmeat-deployments/core/model/paths.ts";

/** Bytes of a detail: with source, type and time it stays within the 64 KB that EventBridge bills as one event. */
export const DETAIL_BYTES = 64 * 1024 - 256;

/**
 * The event as JSON of at most 64 KiB. Where it is larger, its larger side, and the other if need be, is replaced by a
 * reference to the feed page that holds the whole event, and `truncated` says so.
 */
export function detailOf(event: CloudEvent): string {
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

/** The feed page that holds one event: the project's own feed for profiles and deployments, the tenant's for all else. */
function pageOf({ subject, sequence }: CloudEvent): string {
  // The subject's first two segments are the project's path, encoded as it stands.
  const [, project] = /^(\/projects\/[^/]+)\/./.exec(subject) ?? [];
  return `${project ?? ""}${PATHS.events}?after=${padSequence(Number(sequence) - 1)}&limit=1`;
}
