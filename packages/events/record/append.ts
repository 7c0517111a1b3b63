/** Appends events to a feed in one transaction. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { COUNTS } from "@skillmeat-deployments/core/model/access/quota.ts";
import { eventRow, type PendingEvent, ttlAt } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { retryContended } from "@skillmeat-deployments/core/storage/retry.ts";
import type { Count, Write } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { RecorderDeps } from "./item.ts";

/** The head of a feed: its last sequence, and the TTL of its last event in seconds since 1970. */
export type FeedHead = { readonly seq: number; readonly expires: number };

/** The resources that a feed counts for the limits of the tenant, and the attribute of the head. */
const COUNTED: Readonly<Record<string, string>> = {
  project: COUNTS.projects,
  deployment: COUNTS.records_per_project,
};

const CHANGES_BY_ONE: Readonly<Record<string, number>> = { created: 1, deleted: -1 };

/** Returns how events change the count of their feed. undefined: not at all. */
function countOf(events: readonly PendingEvent[]): Count | undefined {
  let name: string | undefined;
  let by = 0;
  for (const { type } of events) {
    const [, resource = "", kind = ""] = type.split(".");
    const counted = COUNTED[resource];
    if (counted === undefined) continue;
    name = counted;
    by += CHANGES_BY_ONE[kind] ?? 0;
  }
  return name === undefined || by === 0 ? undefined : { name, by };
}

/** The maximum number of attempts while other recorders append to the same feed. */
const ATTEMPTS = 20;

/**
 * Advances the feed's head, with its count of projects or records, and writes each event with the marker of its change. An event whose marker exists is
 * skipped, because its change is already recorded.
 * @param events events of one feed, in order
 * @param known the head of the feed after the last append of this recorder. Undefined: the head is read. If another
 * recorder has advanced the feed since, the condition on the head fails, and the head is read as well.
 * @returns the head after this append
 * @throws 503 `unavailable` if other recorders keep advancing the head
 */
export async function appendToFeed(
  events: readonly PendingEvent[],
  { table, now }: Pick<RecorderDeps, "table" | "now">,
  known?: FeedHead,
): Promise<FeedHead | undefined> {
  let pending = events;
  let head = known;
  const attempt = async () => {
    const [first] = pending;
    if (!first) return true;
    const { tenant, feed } = first;
    const headKey = keys.head(tenant, feed);
    head ??= (await table.get(headKey)) as FeedHead | undefined;
    const seq = head?.seq ?? 0;
    // The TTL never decreases along a feed, even if the clocks of the recorders differ.
    const ttl = Math.max(ttlAt(now()), head?.expires ?? 0);
    const writes: Write[] = [
      {
        advance: headKey,
        seq: seq + pending.length,
        expires: ttl,
        count: countOf(pending),
        when: { is: "head", seq: head ? seq : undefined },
      },
      ...pending.flatMap((event, i): Write[] => [
        { put: eventRow(event, seq + 1 + i, ttl), when: { is: "absent" } },
        { put: { ...keys.marker(tenant, event.id), ttl }, when: { is: "absent" } },
      ]),
    ];
    const result = await table.transact(writes);
    if (result.done) {
      head = { seq: seq + pending.length, expires: ttl };
      return true;
    }
    head = undefined;
    pending = pending.filter((_, i) => result.outcomes[2 + 2 * i]?.done !== false);
    return pending.length === 0 ? true : undefined;
  };
  await retryContended(
    ATTEMPTS,
    attempt,
    () => new Fault("unavailable", "Too many recorders append to this feed at the same time", { retryAfter: 1 }),
  );
  return head;
}
