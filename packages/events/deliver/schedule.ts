/** When deliveries are attempted, and what an answer means. Pure functions. */
import type { Result } from "./guarded-client.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The time before each attempt, after the one before it. */
export const DELAYS = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
/** Delays vary by this part, so that what failed together is not sent together again. */
export const JITTER = 0.2;
/** The longest `Retry-After` that is honoured. */
export const MAX_RETRY_AFTER = 24 * HOUR;
/** A connection that failed within this time is tried once more at once. */
const AT_ONCE_MS = SECOND;

/** What an attempt means for its delivery and its webhook. */
export type Outcome = (
  | { is: "delivered" }
  | { is: "retried"; delay: number }
  /** Given up. `exhausted`: after the last attempt. */
  | { is: "failed"; exhausted?: true }
) & {
  /** Why the receiver disables the webhook. */
  disable?: string;
};

/**
 * The outcome of an attempt.
 * @param tries how many attempts of the schedule were made, this one included
 * @param random from 0 to 1
 */
export function outcomeOf(result: Result, tries: number, now: Date, random: number): Outcome {
  if (result.kind === "answer") {
    const wish = result.header("webhook-delivery")?.toLowerCase();
    const disable = wish === "disable" ? { disable: "The receiver answered webhook-delivery: disable" } : {};
    if (result.status >= 200 && result.status < 300) return { is: "delivered", ...disable };
    if (wish === "disable") return { is: "failed", ...disable };
    if (result.status === 410) return { is: "failed", disable: "The receiver answered 410 Gone" };
    if (wish === "abort-message") return { is: "failed" };
  }
  const next = DELAYS[tries];
  if (next === undefined) return { is: "failed", exhausted: true };
  const varied = next * (1 - JITTER + 2 * JITTER * random);
  return { is: "retried", delay: Math.ceil(Math.max(varied, retryAfterOf(result, now))) };
}

/** Date.parse finds a date in almost any text. */
const HTTP_DATE = /^\w{3,9}, .* GMT$/;

/** What `Retry-After` asks for, in milliseconds: seconds, or a date (RFC 9110, section 10.2.3). */
function retryAfterOf(result: Result, now: Date): number {
  const text = result.kind === "answer" ? result.header("retry-after")?.trim() : undefined;
  if (!text) return 0;
  const wait = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(HTTP_DATE.exec(text)?.[0] ?? "") - now.getTime();
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER);
}

/** Whether a failed attempt is made once more at once: the connection failed quickly, so nothing was received. */
export const isTriedAtOnce = (result: Result) =>
  result.kind === "failure" && !result.connected && !result.refused && result.ms < AT_ONCE_MS;
