/** The schemas of events as webhooks get them: those of the feeds, and two that only sending makes. The bus has one of these. */
import * as z from "zod";
import { changeOrigin, Event, envelope, SideReference } from "./event.schema.ts";

/** A side of an event that was cut: a reference in place of what is too large. */
const Side = z.union([
  SideReference.meta({ id: "SideReference", description: "Where the side that was left out can be read." }),
  z.record(z.string(), z.unknown()),
  z.null(),
]);

const TruncatedData = z
  .object({
    before: Side.describe("The resource before the change, or where to read it. null for a creation."),
    after: Side.describe("The resource after the change, or where to read it. null for a deletion."),
    ...changeOrigin,
    truncated: z.literal(true).describe("Tells that a side is a reference."),
  })
  .meta({ id: "TruncatedData", description: "A change of which one or both sides are references." });

/** An event that is too large to be sent whole. */
const TruncatedEvent = z
  .object({ ...envelope, type: z.string().describe("The type of the event."), data: TruncatedData })
  .meta({
    id: "TruncatedEvent",
    description: "An event of more than 64 KiB, of any type. The feed has the whole event.",
  });

const { specversion, id, source, subject, time, datacontenttype } = envelope;

/** What `POST /webhooks/{webhook_id}/test` sends. It is in no feed, so it has no sequence. */
const WebhookTestEvent = z
  .object({
    ...{ specversion, id, source, subject, time, datacontenttype },
    type: z.literal("skillmeat.webhook.test").describe("The type of the event."),
    data: z
      .object(changeOrigin)
      .meta({ id: "WebhookTestData", description: "Who sent the test event, and by which request." }),
  })
  .meta({ id: "WebhookTestEvent", description: "A test event. It is in no feed, so it has no `sequence`." });

/** The body of a webhook's request. */
export const DeliveredEvent = z
  .union([Event, TruncatedEvent, WebhookTestEvent])
  .meta({ id: "DeliveredEvent", description: "An event as a webhook gets it: at most 64 KiB." });
