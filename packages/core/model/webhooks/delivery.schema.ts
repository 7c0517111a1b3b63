/** The schemas of deliveries: events on their way to webhooks. */
import * as z from "zod";
import { Timestamp } from "../../values/timestamp.schema.ts";
import { EVENT_TYPES } from "../events/event-type.ts";
import { DELIVERY_STATUSES } from "./webhook-terms.ts";

/** The status of a delivery. */
export const DeliveryStatus = z.enum(DELIVERY_STATUSES).meta({
  description:
    "`pending`: it is due, or waits for another attempt. `delivered`: the receiver answered 2xx. `failed`: given up.",
});

/** A delivery: an event on its way to a webhook. */
export const Delivery = z
  .object({
    delivery_id: z.string().meta({
      description: "The id of the delivery: that of its event, which is also the `webhook-id` of each attempt.",
      example: "01KGTPBX00M4Q8ZC2N6R5T7V9W",
    }),
    webhook_id: z.string().describe("The webhook."),
    type: z.string().meta({
      description: "The type of the event, or `skillmeat.webhook.test`.",
      example: "skillmeat.profile.created",
      "x-extensible-enum": [...EVENT_TYPES, "skillmeat.webhook.test"],
    }),
    subject: z.string().describe("The subject of the event."),
    status: DeliveryStatus,
    attempts: z.int().describe("The number of attempts so far."),
    last_status: z
      .int()
      .nullable()
      .describe("The HTTP status of the last attempt. null: none was made, or it got no answer."),
    next_attempt_at: Timestamp.nullable().describe("When the next attempt is due. null: there is none."),
    created_at: Timestamp.describe("Time at which the event was queued."),
  })
  .meta({ id: "Delivery", description: "An event on its way to a webhook. Kept for 30 days." });
export type Delivery = z.infer<typeof Delivery>;

/** An attempt to deliver an event. */
export const Attempt = z
  .object({
    at: Timestamp.describe("Time of the attempt."),
    duration_ms: z.int().describe("How long it took, in milliseconds."),
    status: z.int().nullable().describe("The HTTP status of the answer. null: there was none."),
    error: z.string().nullable().describe("Why there was no answer. null: there was one."),
    response: z.string().nullable().describe("The first 4 KiB of the answer, as text. null: there was none."),
  })
  .meta({ id: "DeliveryAttempt", description: "An attempt to deliver an event." });
export type Attempt = z.infer<typeof Attempt>;

/** A delivery with its attempts. */
export const DeliveryRead = Delivery.extend({
  log: z.array(Attempt).describe("The attempts, oldest first. The newest 100 are listed."),
}).meta({ id: "DeliveryRead", description: "A delivery with its attempts." });
export type DeliveryRead = z.infer<typeof DeliveryRead>;
