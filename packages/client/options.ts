/** The options of a client, and their defaults. */
import type { ClientError } from "./errors.ts";

export type ClientOptions = {
  /** Where the service is, such as `https://deployments.example.com`. A path is kept: `…/api/v1`. */
  baseUrl: string;
  /** An API key, an OIDC access token, or a function that returns one for each attempt. Public operations need none. */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Headers of every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  retry?: Partial<RetryOptions> | undefined;
  /** Called before each pause, to log or to show why a call takes long. */
  onRetry?: ((retry: Retry) => void) | undefined;
  /** The time limit of each attempt, with `apiKey()` and reading the answer. Default: 60,000, twice what a
   *  request takes at most on AWS. */
  timeoutMs?: number | undefined;
  /** What sends requests. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** What time it is, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** A number from 0 up to 1, which varies the pauses. Default: `Math.random`. */
  random?: (() => number) | undefined;
  /** Waits. It must reject with the signal's reason when that is aborted. */
  sleep?: Sleep | undefined;
};

/** An attempt that failed and is made again. */
export type Retry = { error: ClientError; pauseMs: number };

export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** When a call is tried again: after a lost connection, a timeout, and the statuses 429, 502, 503 and 504. */
export type RetryOptions = {
  /** How often a request is sent at most. 1: never again. Default: 5. */
  attempts: number;
  /** The time limit of a call with all its attempts and pauses. Default: 180,000. */
  totalMs: number;
  /** The longest pause before the second attempt; it doubles with each attempt. Default: 250. */
  baseMs: number;
  /** The longest pause, unless `Retry-After` asks for more. Default: 8,000. */
  maxMs: number;
};

export type Settings = Required<Omit<ClientOptions, "apiKey" | "headers" | "retry" | "onRetry">> & {
  apiKey: ClientOptions["apiKey"];
  onRetry: ClientOptions["onRetry"];
  headers: Readonly<Record<string, string>>;
  retry: RetryOptions;
};

/** A longer timer would fire at once. https://developer.mozilla.org/docs/Web/API/Window/setTimeout#maximum_delay_value */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** @throws TypeError if the base URL is not one */
export function settingsOf(options: ClientOptions): Settings {
  const { attempts = 5, totalMs = 180_000, baseMs = 250, maxMs = 8_000 } = options.retry ?? {};
  return {
    baseUrl: checkedBase(options.baseUrl),
    apiKey: options.apiKey,
    headers: options.headers ?? {},
    retry: { attempts, totalMs, baseMs, maxMs },
    onRetry: options.onRetry,
    timeoutMs: options.timeoutMs ?? 60_000,
    // Not `globalThis.fetch` itself: browsers refuse to call it as a method of another object.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? sleep,
  };
}

function checkedBase(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new TypeError(`baseUrl must be an http or https URL, not '${baseUrl}'`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError("baseUrl must have no credentials, query or fragment: give the key as apiKey");
  }
  return url.href.endsWith("/") ? url.href.slice(0, -1) : url.href;
}

/** Waits. @throws the signal's reason as soon as it is aborted */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    if (signal?.aborted) return fail(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      fail(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", abort);
        done();
      },
      Math.min(ms, MAX_TIMER_MS),
    );
    signal?.addEventListener("abort", abort, { once: true });
  });
}
