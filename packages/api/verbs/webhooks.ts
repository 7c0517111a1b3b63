/** The verbs of webhooks, which are loaded on demand. */
import "../start.ts";
import {
  listDeliveries,
  readDelivery,
  redeliver,
  sendTestEvent,
} from "@skillmeat-deployments/core/model/webhooks/deliveries.ts";
import { replay } from "@skillmeat-deployments/core/model/webhooks/replay.ts";
import { rotateWebhook } from "@skillmeat-deployments/core/model/webhooks/rotate-webhook.ts";
import {
  createWebhook,
  deleteWebhook,
  listWebhooks,
  readWebhook,
  updateWebhook,
} from "@skillmeat-deployments/core/model/webhooks/webhook.ts";

export const verbs = {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  readDelivery,
  readWebhook,
  redeliver,
  replay,
  rotateWebhook,
  sendTestEvent,
  updateWebhook,
};
