/** Sends a request until an answer comes that another attempt would not change, and reads it. */
import { type ClientError, ConnectionError, ProblemError, TimeoutError, UnexpectedAnswerError } from "./errors.ts";
import { MAX_TIMER_MS, type Settings } from "./options.ts";
import type { PreparedRequest } from "./request.ts";
import { pauseMs, retryAfterSeconds } from "./retry.ts";

/** An answer whose body is read. */
type Answer = { response: Response; text: string };

/** What has these statuses can succeed later. All requests can be repeated: a write has an `Idempotency-Key`. */
const AGAIN = [429, 502, 503, 504];

/** @throws ClientError, or the reason of the call's signal */
export async function send(request: PreparedRequest, settings: Settings) {
  const { retry, now } = settings;
  const deadline = now() + retry.totalMs;
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt(request, settings, Math.min(request.timeoutMs, deadline - now(), MAX_TIMER_MS));
    if ("response" in outcome && (outcome.response.ok || outcome.response.status === 304)) {
      return { response: outcome.response, data: dataOf(outcome, request, attempts) };
    }
    const error = errorOf(outcome, request, attempts, now());
    const canChange = !("response" in outcome) || AGAIN.includes(outcome.response.status);
    const pause = pauseMs(attempts, error instanceof ProblemError ? error.retryAfter : undefined, settings);
    if (!canChange || attempts >= retry.attempts || now() + pause >= deadline) throw error;
    settings.onRetry?.({ error, pauseMs: pause });
    await settings.sleep(pause, request.signal);
  }
}

/** One attempt. @returns the error of `fetch` if no answer came @throws the reason of the call's signal */
async function attempt(request: PreparedRequest, settings: Settings, timeoutMs: number): Promise<Answer | Error> {
  const { url, method, body, signal } = request;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(() => controller.abort(new TimedOut(timeoutMs)), timeoutMs);
  let headers: Headers | undefined;
  try {
    headers = await orAborted(withCredential(request.headers, settings), controller.signal);
    // A redirect that is followed would make a GET of a POST, or take the request to another server.
    const init: RequestInit = { method, headers, redirect: "manual", signal: controller.signal };
    const response = await settings.fetch(url, body === undefined ? init : { ...init, body });
    return { response, text: await response.text() };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (controller.signal.aborted)
      return headers ? controller.signal.reason : new TimedOut(timeoutMs, "no key from apiKey");
    // Another attempt would not change why there is no key.
    if (!headers) throw error;
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Waits for a promise, but no longer than until a signal is aborted. @throws the reason of the signal */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, fail) =>
    signal.addEventListener("abort", () => fail(signal.reason), { once: true }),
  );
  const value = await Promise.race([promise, aborted]);
  signal.throwIfAborted();
  return value;
}

class TimedOut extends Error {
  constructor(timeoutMs: number, what = "none") {
    super(`${what} within ${Math.max(0, Math.round(timeoutMs))} ms`);
  }
}

/** @throws what `apiKey` throws; TypeError if the key cannot be sent; the error of `fetch` would quote it */
async function withCredential(base: Headers, { apiKey }: Settings): Promise<Headers> {
  if (apiKey === undefined || base.has("authorization")) return base;
  const key = (typeof apiKey === "function" ? await apiKey() : apiKey).trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError("apiKey is empty or has characters that no key has");
  const headers = new Headers(base);
  headers.set("authorization", `Bearer ${key}`);
  return headers;
}

/** The parsed JSON, the text of another format, or undefined where there is no body. */
function dataOf({ response, text }: Answer, { method, url, accept }: PreparedRequest, attempts: number): unknown {
  if (response.status === 204 || response.status === 304) return undefined;
  const type = (response.headers.get("content-type") ?? "").split(";")[0];
  const fail = (what: string, cause?: unknown) =>
    new UnexpectedAnswerError(`${method} ${url}: ${what}. Is baseUrl right?`, { response, attempts, cause });
  if (type !== accept) throw fail(`the answer is '${type}', not ${accept}`);
  if (accept !== "application/json") return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fail("the answer is not valid JSON", error);
  }
}

function errorOf(outcome: Answer | Error, request: PreparedRequest, attempts: number, now: number): ClientError {
  const name = `${request.method} ${request.url}`;
  if (!("response" in outcome)) {
    const Kind = outcome instanceof TimedOut ? TimeoutError : ConnectionError;
    const times = attempts === 1 ? "" : ` (attempt ${attempts})`;
    return new Kind(`${name}: no answer: ${reasonOf(outcome)}${times}`, { attempts, cause: outcome });
  }
  const { response } = outcome;
  // Browsers show a redirect that is not followed as an answer of this type.
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    const target = response.headers.get("location") ?? "another place";
    return new UnexpectedAnswerError(`${name}: redirected to ${target}. Is baseUrl right?`, { response, attempts });
  }
  const retryAfter = retryAfterSeconds(response.headers, now);
  return new ProblemError(response, problemOf(outcome), { attempts, retryAfter });
}

/** Node's `fetch` says only "fetch failed"; why is in the cause, or with several addresses in its errors. */
function reasonOf(error: Error): string {
  const { cause } = error;
  const [inner] = cause instanceof AggregateError ? cause.errors : [cause];
  return inner instanceof Error && inner.message ? inner.message : error.message;
}

/** The problem, or an object without members: what answers in front of the service can send anything. */
function problemOf({ response, text }: Answer): object {
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return {};
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" && problem !== null && "code" in problem ? problem : {};
  } catch {
    return {};
  }
}
