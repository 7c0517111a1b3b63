/** The API reference of webhooks: texts, examples and schemas. */
import "../start.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Delivery, DeliveryRead, DeliveryStatus } from "@skillmeat-deployments/core/model/webhooks/delivery.schema.ts";
import { ReplayRequest, ReplayResult } from "@skillmeat-deployments/core/model/webhooks/replay.schema.ts";
import {
  Webhook,
  WebhookCreate,
  WebhookCreated,
  WebhookRead,
  WebhookRotate,
  WebhookRotated,
} from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";

const tag = "Webhooks";
const params = { webhook_id: "01KKBFV8Q0ZX3M0S2K1N7R9T4X" };
const delivery = { ...params, delivery_id: "01KKBFV8Q0ZX3M0S2K1N7R9T4Y" };
const noStore = ["Cache-Control"] as const;

export const createWebhook = operation(PATHS.webhooks, {
  tag,
  summary: "Create a webhook",
  description:
    "Events that happen from now on are sent to the URL, signed by Standard Webhooks 1.0. Only this response contains the secret; it cannot be read again.",
  body: WebhookCreate,
  example: { body: { url: "https://example.com/hooks", events: ["skillmeat.profile.*"] } },
  faults: ["limit-reached"],
  answers: { 201: { description: "The new webhook, with its secret.", schema: WebhookCreated, headers: noStore } },
});

export const listWebhooks = operation(PATHS.webhooks, {
  tag,
  summary: "List webhooks",
  query: z.object(listQuery),
  example: {},
  answers: { 200: { description: "A page of webhooks, oldest first.", schema: z.array(WebhookRead) } },
});

export const readWebhook = operation(PATHS.webhook, {
  tag,
  summary: "Read a webhook",
  description: "The ETag changes with what clients set, not with the outcomes of deliveries.",
  example: { params },
  answers: { 200: { description: "The webhook, and how its deliveries went.", schema: WebhookRead } },
});

export const resource = Webhook;

export const patchWebhook = operation(PATHS.webhook, {
  tag,
  summary: "Update a webhook with a merge patch",
  description:
    "The body is a JSON merge patch (RFC 7396): null clears a nullable field. Set `status` to `paused` to stop the webhook, and to `active` to go on, also after the service has disabled it. What is in its queue waits meanwhile; what happens meanwhile is not queued.",
  body: Webhook.patch,
  example: { params, body: { description: "Chat notices" } },
  answers: { 200: { description: "The webhook.", schema: Webhook.read } },
});

export const deleteWebhook = operation(PATHS.webhook, {
  tag,
  summary: "Delete a webhook",
  description: "What is in its queue is not sent.",
  example: { params },
  answers: { 204: { description: "The webhook was deleted." } },
});

export const rotateWebhook = operation(PATHS.webhookRotation, {
  tag,
  summary: "Make a new secret",
  description:
    "Deliveries are signed with the new secret and, for `grace_seconds`, with the old one too. Only this response contains the new secret.",
  body: WebhookRotate,
  example: { params, body: { grace_seconds: 3_600 } },
  answers: { 200: { description: "The new secret.", schema: WebhookRotated, headers: noStore } },
});

export const testWebhook = operation(PATHS.webhookTest, {
  tag,
  summary: "Send a test event",
  description: "Queues an event of the type `skillmeat.webhook.test`. Read the delivery to see how it went.",
  example: { params },
  answers: { 201: { description: "The delivery of the test event.", schema: Delivery } },
});

export const replayWebhook = operation(PATHS.webhookReplay, {
  tag,
  summary: "Send past events again",
  description:
    "Queues the events since a time, or after a sequence of a feed, as far as they are retained and the webhook wants them; also those that were delivered. A call looks at about 1,000 events: send the request again with the `cursor` of the answer, until it is null.",
  body: ReplayRequest,
  example: { params, body: { since: "2026-03-10T05:00:00Z" } },
  answers: { 200: { description: "How many events were queued, and where to go on.", schema: ReplayResult } },
});

export const listDeliveries = operation(PATHS.deliveries, {
  tag,
  summary: "List the deliveries of a webhook",
  query: z.object({
    ...listQuery,
    status: DeliveryStatus.optional().describe("Return only deliveries of this status."),
    type: z.string().max(256).optional().meta({
      description: "Return only deliveries of this type of event. `*` at the end stands for the rest of a type.",
    }),
  }),
  example: { params, query: { limit: "2" } },
  answers: { 200: { description: "A page of deliveries, in byte order of their ids.", schema: z.array(Delivery) } },
});

export const readDelivery = operation(PATHS.delivery, {
  tag,
  summary: "Read a delivery with its attempts",
  example: { params: delivery },
  answers: { 200: { description: "The delivery.", schema: DeliveryRead } },
});

export const redeliver = operation(PATHS.redelivery, {
  tag,
  summary: "Deliver an event again",
  description: "The delivery is due at once, with a new schedule. The webhook has to be active to get it.",
  example: { params: delivery },
  answers: { 200: { description: "The delivery.", schema: Delivery } },
});
