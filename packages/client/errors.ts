/** The errors that the client throws. All extend `ClientError`; an aborted call rejects with the reason of its signal instead. */
import type { Problem } from "./generated/types.ts";

/** What every error of the client has. */
export class ClientError extends Error {
  override readonly name: string = "ClientError";
  /** How many times the request was sent. */
  readonly attempts: number;

  constructor(message: string, attempts: number, cause?: unknown) {
    super(message, { cause });
    this.attempts = attempts;
  }
}

/** The server refused the request, or failed. The message is the problem's detail. */
export class ProblemError extends ClientError {
  override readonly name = "ProblemError";
  /** The HTTP status. */
  readonly status: number;
  /** The error code, for programs. `unknown` if the answer is not from the service, such as one of a proxy. */
  readonly code: Problem["code"];
  readonly title: string;
  readonly detail: string;
  /** The invalid fields, query parameters or headers. */
  readonly errors: NonNullable<Problem["errors"]>;
  /** The request id, as it is in the log of the service. */
  readonly requestId: string | undefined;
  /** Seconds to wait before another attempt, if the answer has `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** Status and headers. The body is read already. */
  readonly response: Response;

  constructor(
    response: Response,
    problem: Partial<Problem>,
    more: { attempts: number; retryAfter: number | undefined },
  ) {
    const title = problem.title ?? (response.statusText || `Status ${response.status}`);
    super(problem.detail ?? title, more.attempts);
    this.status = response.status;
    this.code = problem.code ?? "unknown";
    this.title = title;
    this.detail = problem.detail ?? title;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id ?? response.headers.get("x-request-id") ?? undefined;
    this.retryAfter = more.retryAfter;
    this.response = response;
  }
}

/** No answer came: the server cannot be reached, or the connection broke. `cause` is the error of `fetch`. */
export class ConnectionError extends ClientError {
  override readonly name = "ConnectionError";
}

/** No answer came in time. */
export class TimeoutError extends ClientError {
  override readonly name = "TimeoutError";
}

/** The answer cannot be read: it is not what the API sends. Mostly `baseUrl` leads to another server. */
export class UnexpectedAnswerError extends ClientError {
  override readonly name = "UnexpectedAnswerError";
  /** Status and headers. The body is read already. */
  readonly response: Response;

  constructor(message: string, response: Response, attempts: number, cause?: unknown) {
    super(message, attempts, cause);
    this.response = response;
  }
}
