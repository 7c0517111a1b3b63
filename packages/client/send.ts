/** Sends a request until an answer comes that another attempt would not change. */
import { type ClientError, ConnectionError, ProblemError, TimeoutError, UnexpectedAnswerError } from "./errors.ts";
import type { Settings } from "./options.ts";
import type { PreparedRequest } from "./request.ts";
import { pauseMs, retryAfterSeconds } from "./retry.ts";

/** An answer whose body is read. */
export type Answer = { response: Response; text: string };

/** The answer is from the service or something before it, which may answer otherwise later. */
const AGAIN = [429, 502, 503, 504];

/** @throws ClientError, or the reason of the call's signal */
export async function send(request: PreparedRequest, settings: Settings): Promise<Answer & { attempts: number }> {
  const { attempts: most, totalMs } = settings.retry;
  const deadline = settings.now() + totalMs;
  for (let attempts = 1; ; attempts++) {
    request.signal?.throwIfAborted();
    const outcome = await attempt(request, settings, Math.min(request.timeoutMs, deadline - settings.now()));
    const isFinal = !(outcome instanceof Error) && !AGAIN.includes(outcome.response.status);
    if (isFinal && (outcome.response.ok || outcome.response.status === 304)) return { ...outcome, attempts };
    const response = outcome instanceof Error ? undefined : outcome.response;
    const retryAfter = response && retryAfterSeconds(response.headers, settings.now());
    const pause = pauseMs(attempts, retryAfter, settings);
    if (isFinal || attempts >= most || settings.now() + pause >= deadline)
      throw failure(outcome, attempts, retryAfter, request);
    await settings.sleep(pause, request.signal);
  }
}

/** One attempt. @returns the error of `fetch` if no answer came @throws the reason of the call's signal */
async function attempt(request: PreparedRequest, settings: Settings, timeoutMs: number): Promise<Answer | Error> {
  const { url, method, body, signal } = request;
  const headers = await withCredential(request.headers, settings);
  const controller = new AbortController();
  const forward = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", forward, { once: true });
  const timer = setTimeout(() => controller.abort(new TimedOut(timeoutMs)), timeoutMs);
  try {
    signal?.throwIfAborted();
    // A redirect would turn a POST into a GET, or take the request to another server.
    const init: RequestInit = { method, headers, redirect: "manual", signal: controller.signal };
    const response = await settings.fetch(url, body === undefined ? init : { ...init, body });
    return { response, text: await response.text() };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (controller.signal.aborted) return controller.signal.reason;
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", forward);
  }
}

class TimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms`);
  }
}

/** @throws TypeError if the key cannot be sent. `fetch` would quote it in its own error. */
async function withCredential(base: Headers, { apiKey }: Settings): Promise<Headers> {
  if (apiKey === undefined || base.has("authorization")) return base;
  const key = (typeof apiKey === "function" ? await apiKey() : apiKey).trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError("apiKey is empty or has characters that no key has");
  const headers = new Headers(base);
  headers.set("authorization", `Bearer ${key}`);
  return headers;
}

function failure(
  outcome: Answer | Error,
  attempts: number,
  retryAfter: number | undefined,
  { method, url }: PreparedRequest,
): ClientError {
  const times = attempts === 1 ? "" : ` (${attempts} attempts)`;
  if (outcome instanceof TimedOut)
    return new TimeoutError(`${method} ${url}: ${outcome.message}${times}`, attempts, outcome);
  if (outcome instanceof Error)
    return new ConnectionError(`${method} ${url}: no answer: ${reasonOf(outcome)}${times}`, attempts, outcome);
  const { response, text } = outcome;
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    const to = response.headers.get("location");
    return new UnexpectedAnswerError(
      `${method} ${url}: redirected${to ? ` to ${to}` : ""}. Use that as baseUrl.`,
      response,
      attempts,
    );
  }
  return new ProblemError(response, problemOf(text), { attempts, retryAfter });
}

/** Node's `fetch` says only "fetch failed"; its cause says why. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}

/** The problem, or no member of one: what answers in front of the service can send anything. */
function problemOf(text: string): object {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" && problem !== null && "code" in problem ? problem : {};
  } catch {
    return {};
  }
}
