/** Keeps the health of a webhook while its deliveries are sent: counts, events about it, and disabling it. */

import type { PendingEvent } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { WebhookEventType } from "@skillmeat-deployments/core/model/events/event-type.ts";
import type { WebhookRef } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import {
  afterFailure,
  afterSuccess,
  FAILING,
  hasFailedTooLong,
  healthOf,
} from "@skillmeat-deployments/core/model/webhooks/health.ts";
import type { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { webhooks } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import { nextStamp } from "@skillmeat-deployments/core/resource/change.ts";
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { eventOf, withAnnouncement } from "./announce.ts";
import type { Outcome } from "./schedule.ts";

/** What keeping the health depends on. `appendEvents` puts events into a feed, each once. */
export type HealthDeps = {
  table: Pick<Table, "get" | "put">;
  now: () => Date;
  newId: () => string;
  appendEvents: (events: readonly PendingEvent[]) => Promise<unknown>;
};

export type HealthKeeper = {
  /** Whether so many deliveries in a row failed that only one is tried at a time. */
  isFailing(): boolean;
  /** Counts the outcome of a delivery, and disables the webhook if it says so. */
  count(webhook: Webhook, delivery: string, outcome: Outcome): Promise<void>;
  /** Stores the health, and puts the events about the webhook into the feed. */
  store(): Promise<void>;
};

/** Creates the keeper of a webhook whose lease is held. */
export function keepHealth(ref: WebhookRef, row: Row | undefined, deps: HealthDeps): HealthKeeper {
  const { table, now, newId, appendEvents } = deps;
  const key = keys.webhookHealth(ref.tenant, ref.webhook);
  let health = healthOf(row);
  let revision = row?.revision as number | undefined;
  let isChanged = health.announcements.length > 0;

  async function write(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      const next = { ...health, ...key, revision: (revision ?? 0) + 1 };
      const result = await table.put(next, { is: "revision", revision });
      if (!result.done) {
        // The API has set the webhook active again meanwhile, or has deleted it.
        revision = result.row?.revision as number | undefined;
        continue;
      }
      revision = next.revision;
      return;
    }
  }

  function announce(type: WebhookEventType, webhook: Webhook, delivery: string): void {
    health = withAnnouncement(health, type, webhook, delivery, newId(), now().toISOString());
  }

  async function disable(webhook: Webhook, delivery: string, reason: string): Promise<void> {
    if (await disableWebhook(ref, reason, delivery, deps))
      announce("skillmeat.webhook.disabled", { ...webhook, status: "disabled", disabled_reason: reason }, delivery);
  }

  return {
    isFailing: () => health.failures >= FAILING,

    async count(webhook, delivery, outcome) {
      isChanged = true;
      const at = now().toISOString();
      if (outcome.is === "delivered") {
        const wasAnnounced = health.announced;
        health = afterSuccess(health, at);
        if (wasAnnounced) announce("skillmeat.webhook.recovered", webhook, delivery);
        return;
      }
      health = afterFailure(health, at);
      if (outcome.is === "failed") health = { ...health, failed: health.failed + 1 };
      if (health.failures >= FAILING && !health.announced) {
        health = { ...health, announced: true };
        announce("skillmeat.webhook.failing", webhook, delivery);
      }
      if (outcome.is === "failed" && outcome.exhausted) announce("skillmeat.webhook.exhausted", webhook, delivery);
      if (outcome.is === "failed" && outcome.disable) await disable(webhook, delivery, outcome.disable);
      else if (hasFailedTooLong(health, now()))
        await disable(webhook, delivery, "No delivery has succeeded for five days");
    },

    async store() {
      if (!isChanged) return;
      await write();
      if (health.announcements.length > 0) {
        // Each has its id, so one that is in the feed already is not put there again.
        for (const announcement of health.announcements) await appendEvents([eventOf(ref, announcement)]);
        health = { ...health, announcements: [] };
        await write();
      }
      isChanged = false;
    },
  };
}

const ROUNDS = 10;

/** Disables an active webhook. Returns whether it was active. */
async function disableWebhook(
  ref: WebhookRef,
  reason: string,
  delivery: string,
  { table, now, newId }: HealthDeps,
): Promise<boolean> {
  const origin = { actor: "service" as const, requestId: delivery, now, newId };
  const change = newId();
  for (let round = 0; round < ROUNDS; round++) {
    const row = await table.get(keys.webhook(ref.tenant, ref.webhook));
    if (!isLive(row) || webhooks.fromRow(row).status !== "active") return false;
    const next = { ...row, status: "disabled", disabled_reason: reason, ...nextStamp(origin, row, change) };
    const { done } = await table.put(next, { is: "live", changes: [row.change] });
    if (done) return true;
  }
  return false;
}
