/** Appends changes to a feed. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { eventRow, type PendingEvent, ttlAt } from "@skillmeat-deployments/core/model/event-row.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Write } from "@skillmeat-deployments/core/storage/table.ts";
import type { RecorderDeps } from "./recorder.ts";

/** Appends changes to their feed: the head moves, each event and each change's marker are written, all or nothing. */
export async function append(events: PendingEvent[], { table, now }: RecorderDeps): Promise<void> {
  let pending = events;
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt >= 20) throw new Fault("unavailable", "The feed's head keeps moving", { retryAfter: 1 });
    const { tenant, feed } = pending[0] as PendingEvent;
    const headKey = keys.head(tenant, feed);
    const head = await table.get(headKey);
    const seq = (head?.seq as number | undefined) ?? 0;
    // Expiry never decreases along a feed, whatever the recorders' clocks say.
    const ttl = Math.max(ttlAt(now()), (head?.expires as number | undefined) ?? 0);
    const writes: Write[] = [
      { advance: headKey, seq: seq + pending.length, expires: ttl, when: { is: "head", seq: head ? seq : undefined } },
      ...pending.flatMap((event, i): Write[] => [
        { put: eventRow(event, seq + 1 + i, ttl), when: { is: "absent" } },
        { put: { ...keys.marker(tenant, event.id), ttl }, when: { is: "absent" } },
      ]),
    ];
    const result = await table.transact(writes);
    if (result.done) return;
    // A marker that is there means that its change is recorded; a head that moved, to look again.
    pending = pending.filter((_, i) => result.outcomes[2 + 2 * i]?.done !== false);
  }
}
