/**
 * A lease on a webhook: only who has it sends the webhook's deliveries, so that its requests in flight can be counted in
 * one place. It ends by itself if its holder dies.
 */
import type { WebhookRef } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import { type Key, keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";

/** How long a lease lasts unless it is renewed. */
const LEASE_MS = 60_000;
/** A request is started only while the lease lasts longer than any request: 15 s, and the differences of clocks. */
const REQUEST_MS = 25_000;

export type LeaseDeps = {
  table: Pick<Table, "get" | "put">;
  now: () => Date;
  newId: () => string;
  /** The id of the only process that sends. Leases of others are those of processes that died, so they have ended. */
  only?: string | undefined;
};

/** The stored attributes of a lease. */
type LeaseRow = {
  holder?: string;
  /** When the lease ends, and when the webhook may be sent to again, in milliseconds since 1970. */
  until: number;
  next: number;
  /** When the rate allows the next request. */
  paced?: number;
  /** The sort key of a timer that stays until somebody has looked at the queue after this lease, or after its rest. */
  cover?: string;
};

export type Lease = {
  readonly isTaken: true;
  /** When the rate allows the next request, in milliseconds since 1970. */
  readonly paced: number;
  /** Makes sure that a request can be started. Returns false if somebody else has taken the webhook. */
  lasts(): Promise<boolean>;
  /** Says that a timer, which is stored, covers what is queued: other messages need theirs no longer. */
  coverWith(timer: Key): Promise<void>;
  /** Ends the lease. @param next when the webhook may be sent to again, in milliseconds since 1970 */
  release(next: number, paced: number): Promise<void>;
};

/** Somebody else has the lease, or the webhook rests or does not exist. */
export type Refusal = {
  readonly isTaken: false;
  /** Whether a timer of the refused message is still needed. */
  needs(timer: Key): boolean;
};

const refusal = (needs: Refusal["needs"]): Refusal => ({ isTaken: false, needs });

/** Takes the lease of a webhook. */
export async function takeLease(
  { tenant, webhook }: WebhookRef,
  { table, now, newId, only }: LeaseDeps,
): Promise<Lease | Refusal> {
  const key = keys.webhookLease(tenant, webhook);
  const found = (await table.get(key)) as LeaseRow | undefined;
  if (!found) return refusal(() => false);
  const time = now().getTime();
  const isLeft = only !== undefined && found.holder?.startsWith(only) === false;
  if ((found.until >= time && !isLeft) || found.next > time)
    return refusal(({ sk }) => found.cover === undefined || sk === found.cover);
  const holder = `${only ?? ""}${newId()}`;
  let until = 0;
  let cover: string | undefined;
  let former = isLeft ? (found.holder as string) : holder;
  const put = async (row: LeaseRow) => {
    const at = now().getTime();
    const { done } = await table.put({ ...key, holder, ...row }, { is: "free", at, holder: former });
    if (done) former = holder;
    return done;
  };
  const covered = () => (cover === undefined ? {} : { cover });
  const renew = async () => {
    const end = now().getTime() + LEASE_MS;
    const done = await put({ until: end, next: 0, ...covered() });
    if (done) until = end;
    return done;
  };
  if (!(await renew())) return refusal(() => true);
  return {
    isTaken: true,
    paced: found.paced ?? 0,
    lasts: async () => until - now().getTime() >= REQUEST_MS || (await renew()),
    async coverWith({ sk }) {
      cover = sk;
      await renew();
    },
    async release(next, paced) {
      await put({ until: 0, next, paced, ...(next === 0 ? {} : covered()) });
    },
  };
}
