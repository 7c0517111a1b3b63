/** What the publisher hands on to webhooks. */
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";

/** An event and the name of the feed that it is in. */
export type FeedEvent = { readonly feed: string; readonly event: CloudEvent };

/** Queues the events of a tenant for the webhooks that want them. What is queued already stays as it is. */
export type FanOut = (tenant: string, events: readonly FeedEvent[]) => Promise<void>;
