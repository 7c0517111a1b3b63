/** The errors that the client throws. All extend `ClientError`. An aborted call rejects with the reason of its signal instead. */
import type { Problem } from "./generated/types.ts";

type About = {
  attempts: number;
  cause?: unknown;
};

/** What every error of the client has. */
export class ClientError extends Error {
  override readonly name: string = "ClientError";
  /** How many times the request was sent. */
  readonly attempts: number;

  constructor(message: string, { attempts, cause }: About) {
    super(message, { cause });
    this.attempts = attempts;
  }
}

/** The service refused the request, or failed. The message is the problem's detail. */
export class ProblemError extends ClientError {
  override readonly name = "ProblemError";
  /** The HTTP status. */
  readonly status: number;
  /** The error code, for programs. `unknown` if the answer is no problem of the service, such as one of a proxy. */
  readonly code: Problem["code"] | "unknown";
  /** A summary of the code. */
  readonly title: string;
  /** An explanation of this occurrence. */
  readonly detail: string;
  /** The invalid fields, query parameters or headers. */
  readonly errors: NonNullable<Problem["errors"]>;
  /** The request id, which is in the log of the service too. */
  readonly requestId: string | undefined;
  /** How many seconds the service asks to wait before another attempt. */
  readonly retryAfter: number | undefined;
  /** The status and headers. The body is read already. */
  readonly response: Response;

  constructor(
    response: Response,
    problem: Partial<Problem>,
    { retryAfter, ...about }: About & { retryAfter: number | undefined },
  ) {
    const title = problem.title ?? (response.statusText || `Status ${response.status}`);
    super(problem.detail ?? title, about);
    this.status = response.status;
    this.code = problem.code ?? "unknown";
    this.title = title;
    this.detail = problem.detail ?? title;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id ?? response.headers.get("x-request-id") ?? undefined;
    this.retryAfter = retryAfter;
    this.response = response;
  }
}

/** No answer came: the service cannot be reached, or the connection broke. `cause` is the error of `fetch`. */
export class ConnectionError extends ClientError {
  override readonly name = "ConnectionError";
}

/** No answer came in time. */
export class TimeoutError extends ClientError {
  override readonly name = "TimeoutError";
}

/** The answer is not what the API sends: mostly `baseUrl` leads to another server, or a proxy answered. */
export class UnexpectedAnswerError extends ClientError {
  override readonly name = "UnexpectedAnswerError";
  /** The status and headers. The body is read already. */
  readonly response: Response;

  constructor(message: string, { response, ...about }: About & { response: Response }) {
    super(message, about);
    this.response = response;
  }
}
