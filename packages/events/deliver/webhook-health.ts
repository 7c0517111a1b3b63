/** Keeps the health of a webhook while its deliveries are sent: counts, events about it, and disabling it. */

import type { PendingEvent } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { WebhookRef } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import {
  type Announcement,
  afterFailure,
  afterSuccess,
  FAILING,
  type Health,
  hasFailedTooLong,
  healthOf,
  NEW_HEALTH,
} from "@skillmeat-deployments/core/model/webhooks/health.ts";
import type { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { webhooks } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import { nextStamp } from "@skillmeat-deployments/core/resource/change.ts";
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table, Write } from "@skillmeat-deployments/core/storage/verbs.ts";
import { eventOf, withAnnouncement } from "./announce.ts";
import type { Outcome } from "./schedule.ts";

/** What keeping the health depends on. `appendEvents` puts events into a feed, each once. */
export type HealthDeps = {
  table: Pick<Table, "get" | "put">;
  now: () => Date;
  newId: () => string;
  appendEvents: (events: readonly PendingEvent[]) => Promise<unknown>;
};

/** Records an outcome with other writes in its transaction, which are asked for again when it has to be repeated. */
type RecordWith = (along: () => Promise<Write[]>) => Promise<boolean>;

export type HealthKeeper = {
  /** Whether so many deliveries in a row failed that only one is tried at a time. */
  isFailing(): boolean;
  /**
   * Records and counts the outcome of a delivery. An event that only this outcome makes, and the end of the webhook, are
   * in the transaction that records it: a process that dies loses none of them.
   */
  count(webhook: Webhook, delivery: string, outcome: Outcome, record: RecordWith): Promise<void>;
  /** Stores the health, and puts the events about the webhook into the feed. */
  store(): Promise<void>;
};

/** Why an outcome disables the webhook, if it does. */
function disablingOf(outcome: Outcome, after: Health, now: Date): string | undefined {
  if (outcome.disable !== undefined) return outcome.disable;
  return hasFailedTooLong(after, now) ? "No delivery has succeeded for five days" : undefined;
}

/** Creates the keeper of a webhook whose lease is held. */
export function keepHealth(ref: WebhookRef, row: Row | undefined, deps: HealthDeps): HealthKeeper {
  const { table, now, newId, appendEvents } = deps;
  const key = keys.webhookHealth(ref.tenant, ref.webhook);
  let health = row ? healthOf(row) : NEW_HEALTH;
  let failedBefore = health.failed;
  let isChanged = health.announcements.length > 0;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after another: each begins with the health after the one before. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  }

  const writeOf = (next: Health) => ({
    put: { ...next, ...key, revision: next.revision + 1 },
    when: { is: "revision", revision: next.revision } as const,
  });

  /** Takes over what others have written: the API, which makes the webhook active again, or who had the lease before. */
  function rebase(found: Row): void {
    const fresh = healthOf(found);
    const own = new Set(health.announcements.map(({ id }) => id));
    health = {
      ...fresh,
      last_success_at: health.last_success_at ?? fresh.last_success_at,
      failed: fresh.failed + health.failed - failedBefore,
      announcements: [...fresh.announcements.filter(({ id }) => !own.has(id)), ...health.announcements],
    };
    failedBefore = fresh.failed;
  }

  function stored(next: Health): void {
    health = { ...next, revision: next.revision + 1 };
    failedBefore = health.failed;
  }

  async function write(next: () => Health): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const wanted = next();
      const { put, when } = writeOf(wanted);
      const result = await table.put(put, when);
      if (result.done) return stored(wanted);
      // Deleted, with what there was to say about it.
      if (!result.row) return;
      rebase(result.row);
    }
  }

  function afterOutcome(webhook: Webhook, delivery: string, outcome: Outcome, disabling: string | undefined): Health {
    const at = now().toISOString();
    const announced = (next: Health, type: Announcement["type"], about: Webhook = webhook) =>
      withAnnouncement(next, type, about, delivery, newId(), at);
    let next: Health;
    if (outcome.is === "delivered") {
      next = afterSuccess(health, at);
      if (health.announced) next = announced(next, "skillmeat.webhook.recovered");
    } else {
      next = afterFailure(health, at);
      if (outcome.is === "failed") next = { ...next, failed: next.failed + 1 };
      if (next.failures >= FAILING && !next.announced)
        next = announced({ ...next, announced: true }, "skillmeat.webhook.failing");
      if (outcome.is === "failed" && outcome.exhausted) next = announced(next, "skillmeat.webhook.exhausted");
    }
    if (disabling === undefined) return next;
    const about: Webhook = { ...webhook, status: "disabled", disabled_reason: disabling };
    return announced(next, "skillmeat.webhook.disabled", about);
  }

  return {
    isFailing: () => health.failures >= FAILING,

    async count(webhook, delivery, outcome, record) {
      const at = now().toISOString();
      const isFinal =
        outcome.disable !== undefined ||
        (outcome.is === "failed" && outcome.exhausted === true) ||
        (outcome.is !== "delivered" && hasFailedTooLong(afterFailure(health, at), now()));
      if (!isFinal) {
        if (!(await record(async () => []))) return;
        return inTurn(async () => {
          health = afterOutcome(webhook, delivery, outcome, undefined);
          isChanged = true;
        });
      }
      return inTurn(async () => {
        let next = health;
        let round = 0;
        const isRecorded = await record(async () => {
          if (round++ > 0) {
            const found = await table.get(key);
            if (!found) return [];
            rebase(found);
          }
          const after = outcome.is === "delivered" ? afterSuccess(health, at) : afterFailure(health, at);
          const reason = disablingOf(outcome, after, now());
          const disabling = reason === undefined ? undefined : await disablingWrite(ref, reason, delivery, deps);
          next = afterOutcome(webhook, delivery, outcome, disabling && reason);
          return [writeOf(next), ...(disabling ? [disabling] : [])];
        });
        if (!isRecorded) return;
        stored(next);
        isChanged = true;
      });
    },

    store: () =>
      inTurn(async () => {
        if (!isChanged) return;
        isChanged = false;
        await write(() => health);
        const { announcements } = health;
        if (announcements.length === 0) return;
        // Each has its id, so one that is in the feed already is not put there again.
        for (const announcement of announcements) await appendEvents([eventOf(ref, announcement)]);
        const appended = new Set(announcements.map(({ id }) => id));
        await write(() => ({ ...health, announcements: health.announcements.filter(({ id }) => !appended.has(id)) }));
      }),
  };
}

const ROUNDS = 10;

/** The write that disables a webhook. Undefined: it is not active. */
async function disablingWrite(
  ref: WebhookRef,
  reason: string,
  delivery: string,
  { table, now, newId }: HealthDeps,
): Promise<Write | undefined> {
  const row = await table.get(keys.webhook(ref.tenant, ref.webhook));
  if (!isLive(row) || webhooks.fromRow(row).status !== "active") return undefined;
  const origin = { actor: "service" as const, requestId: delivery, now, newId };
  const next = { ...row, status: "disabled", disabled_reason: reason, ...nextStamp(origin, row, newId()) };
  return { put: next, when: { is: "live", changes: [row.change] } };
}
