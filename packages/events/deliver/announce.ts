/** Events about webhooks, in the feed of the tenant. */
import { pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { eventDataText, type PendingEvent } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { WebhookEventType } from "@skillmeat-deployments/core/model/events/event-type.ts";
import type { WebhookRef } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { Announcement, Health } from "@skillmeat-deployments/core/model/webhooks/health.ts";
import type { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { TENANT_FEED } from "@skillmeat-deployments/core/storage/keys.ts";

/** The health with an announcement of what happened. */
export function withAnnouncement(
  health: Health,
  type: WebhookEventType,
  { webhook_id, url, status, disabled_reason }: Webhook,
  delivery_id: string,
  id: string,
  at: string,
): Health {
  const { failing_since, failures } = health;
  const after = { webhook_id, url, status, disabled_reason, failing_since, failures, delivery_id };
  return { ...health, announcements: [...health.announcements, { id, type, at, after }] };
}

/** The event of an announcement. */
export const eventOf = ({ tenant, webhook }: WebhookRef, { id, type, at, after }: Announcement): PendingEvent => ({
  tenant,
  feed: TENANT_FEED,
  id,
  type,
  subject: pathTo("webhook", { webhook_id: webhook }),
  time: at,
  data: eventDataText({ before: null, after, actor: "service", request_id: after.delivery_id }),
});
