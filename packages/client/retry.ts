/** How long to wait before the next attempt. */
import type { Settings } from "./options.ts";

/** The seconds of a `Retry-After` header, which has seconds or a date. */
export function retryAfterSeconds(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  if (Number.isNaN(date)) return undefined;
  // By the server's own clock where it can be read: ours may be wrong.
  const from = Date.parse(headers.get("date") ?? "");
  return Math.max(0, Math.ceil((date - (Number.isNaN(from) ? now : from)) / 1_000));
}

/**
 * Exponential backoff with full jitter, so that clients that failed together do not come back together. `Retry-After` is the
 * least: the jitter comes on top of it.
 * @param attempts how many were made
 */
export function pauseMs(attempts: number, retryAfter: number | undefined, { retry, random }: Settings): number {
  const longest = Math.min(retry.maxMs, retry.baseMs * 2 ** (attempts - 1));
  return retryAfter === undefined
    ? random() * longest
    : retryAfter * 1_000 + random() * Math.min(longest, retry.baseMs);
}
