/** How the deliveries of a webhook went: its row, and what an outcome changes. Pure functions. */
import type { Row } from "../../storage/row.ts";
import type { WebhookEventType } from "../events/event-type.ts";
import type { WebhookState } from "./webhook-state.schema.ts";

/** An event about a webhook that is not yet in the feed. It is written with the health that made it, so none is lost. */
export type Announcement = {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly at: string;
  readonly after: WebhookState;
};

/** How the deliveries of a webhook went. */
export type Health = {
  readonly last_success_at: string | null;
  /** Time of the first failure since the last success. */
  readonly failing_since: string | null;
  /** The number of failures in a row. */
  readonly failures: number;
  /** Deliveries that were given up. */
  readonly failed: number;
  /** Whether the failures in a row were announced. */
  readonly announced: boolean;
  readonly announcements: readonly Announcement[];
  readonly revision: number;
};

/** The health of a webhook that has had no delivery. */
export const NEW_HEALTH: Health = {
  last_success_at: null,
  failing_since: null,
  failures: 0,
  failed: 0,
  announced: false,
  announcements: [],
  revision: 1,
};

/** What an activation sets: the failures of before do not count. */
export const freshHealth = (now: Date) => ({
  failing_since: null,
  failures: 0,
  announced: false,
  // No count of writes is as large: a worker that has read the row before cannot overwrite it.
  revision: now.getTime(),
});

/** The health of a row. */
export const healthOf = (row: Row): Health => ({ ...NEW_HEALTH, ...(row as Partial<Health>) });

/** Failures in a row after which a webhook counts as failing. */
export const FAILING = 5;
/** A webhook without a success for this long is disabled. */
const MAX_FAILING_MS = 5 * 86_400_000;

/** The health after a success. */
export const afterSuccess = (health: Health, at: string): Health => ({
  ...health,
  last_success_at: at,
  failing_since: null,
  failures: 0,
  announced: false,
});

/** The health after a failure. */
export const afterFailure = (health: Health, at: string): Health => ({
  ...health,
  failing_since: health.failing_since ?? at,
  failures: health.failures + 1,
});

/** Whether a webhook has failed for so long that it is disabled. */
export const hasFailedTooLong = ({ failing_since }: Health, now: Date): boolean =>
  failing_since !== null && now.getTime() - Date.parse(failing_since) >= MAX_FAILING_MS;
