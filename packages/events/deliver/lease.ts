/**
 * A lease on a webhook: only who has it sends the webhook's deliveries, so that its requests in flight can be counted in
 * one place. It ends by itself if its holder dies.
 */
import type { WebhookRef } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";

/** How long a lease lasts unless it is renewed. */
const LEASE_MS = 60_000;
/** A request is started only while the lease lasts longer than any request: 15 s, and the differences of clocks. */
const REQUEST_MS = 25_000;

type LeaseDeps = { table: Pick<Table, "get" | "put">; now: () => Date; newId: () => string };

export type Lease = {
  /** Makes sure that a request can be started. Returns false if somebody else has taken the webhook. */
  lasts(): Promise<boolean>;
  /** Ends the lease. @param next when the webhook may be sent to again, in milliseconds since 1970 */
  release(next: number): Promise<void>;
};

/** Takes the lease of a webhook. Undefined: somebody else has it, or the webhook has to rest until a later time. */
export async function takeLease(
  { tenant, webhook }: WebhookRef,
  { table, now, newId }: LeaseDeps,
): Promise<Lease | undefined> {
  const key = keys.webhookLease(tenant, webhook);
  const holder = newId();
  let until = 0;
  const renew = async () => {
    const at = now().getTime();
    const row = { ...key, holder, until: at + LEASE_MS, next: 0 };
    const { done } = await table.put(row, { is: "free", at, holder });
    if (done) until = row.until;
    return done;
  };
  const found = await table.get(key);
  const time = now().getTime();
  if (found && ((found.until as number) >= time || (found.next as number) > time)) return undefined;
  if (!(await renew())) return undefined;
  return {
    lasts: async () => until - now().getTime() >= REQUEST_MS || (await renew()),
    async release(next) {
      const at = now().getTime();
      await table.put({ ...key, holder, until: 0, next }, { is: "free", at, holder });
    },
  };
}
