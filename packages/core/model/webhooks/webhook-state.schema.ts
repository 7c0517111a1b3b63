/** The schema of a webhook's state in events. */
import * as z from "zod";
import { Timestamp } from "../../values/timestamp.schema.ts";
import { STATUSES } from "./webhook-terms.ts";

/** The state of a webhook when something happened to it. */
export const WebhookState = z
  .object({
    webhook_id: z.string().describe("The id of the webhook."),
    url: z.string().describe("Where its events are sent."),
    status: z.enum(STATUSES).describe("`active`, `paused` or `disabled`."),
    disabled_reason: z.string().nullable().describe("Why the service has stopped the webhook. null: it has not."),
    failing_since: Timestamp.nullable().describe("Time of the first failure since the last success."),
    failures: z.int().describe("The number of failures in a row."),
    delivery_id: z.string().describe("The delivery whose outcome made this event."),
  })
  .meta({ id: "WebhookState", description: "The state of a webhook when something happened to it." });
export type WebhookState = z.infer<typeof WebhookState>;
