/** The words and limits of webhooks. */

/** How deliveries are signed (Standard Webhooks 1.0). */
export const SIGNINGS = ["v1", "v1a"] as const;

/** The status of a webhook. */
export const STATUSES = ["active", "paused", "disabled"] as const;

/** The maximum rate of deliveries a second. */
export const MAX_RATE = 1_000;

/** The status of a delivery. */
export const DELIVERY_STATUSES = ["pending", "delivered", "failed"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
