/** The one error class of the product: every refusal a caller can see, as a closed union of codes. */

/** Code → HTTP status and the title a person reads. The transport needs nothing else to answer. */
export const FAULTS = {
  "malformed-request": [400, "The request is not valid HTTP"],
  "malformed-json": [400, "The body is not valid JSON"],
  "malformed-toml": [400, "The body is not valid TOML"],
  "malformed-header": [400, "A header is malformed"],
  "invalid-cursor": [400, "The cursor is not valid"],
  "beyond-head": [400, "The position is beyond the end of the feed"],
  unauthenticated: [401, "A valid credential is required"],
  "missing-scope": [403, "The credential lacks a scope"],
  "not-found": [404, "Not found"],
  "method-not-allowed": [405, "Method not allowed"],
  "not-acceptable": [406, "Not acceptable"],
  "already-exists": [409, "Already exists"],
  expired: [410, "No longer retained"],
  "precondition-failed": [412, "The precondition failed"],
  "too-large": [413, "The content is too large"],
  "unsupported-media-type": [415, "Unsupported media type"],
  "validation-failed": [422, "The request is well-formed but invalid"],
  "idempotency-key-reused": [422, "The Idempotency-Key was used for another request"],
  "unsupported-artifact-type": [422, "The profile does not take this artifact type"],
  "platform-mismatch": [422, "The artifact does not target this platform"],
  "headers-too-large": [431, "The URL and headers are too large"],
  "rate-limited": [429, "Too many requests"],
  internal: [500, "Internal error"],
  unavailable: [503, "Temporarily unavailable"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type FaultCode = keyof typeof FAULTS;

/** One invalid place: `pointer` (RFC 6901) into the body, or the name of a `parameter` or header. */
export type FieldError = { pointer: string; detail: string } | { parameter: string; detail: string };

/** Thrown by every verb; the HTTP edge turns it into `application/problem+json`. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly errors: readonly FieldError[] | undefined;
  /** Seconds after which a retry makes sense (429, 503). */
  readonly retryAfter: number | undefined;

  constructor(
    code: FaultCode,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = "Fault";
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }

  get status(): number {
    return FAULTS[this.code][0];
  }
}

/** 404 in the words upstream's clients know: `Deployment profile 'x' not found`. */
export const notFound = (noun: string, id: string) => new Fault("not-found", `${noun} '${id}' not found`);

/** The most places that one answer names. */
const MAX_PLACES = 100;

/** 422 with one or more places; of very many, the first hundred and how many more there are. */
export function invalid(...errors: FieldError[]): Fault {
  return invalidAll(errors);
}

/** The same of a list that may be long. */
export function invalidAll(errors: readonly FieldError[], most = MAX_PLACES): Fault {
  const told = errors.slice(0, most);
  const more = errors.length > told.length ? ` (the first ${told.length} of ${errors.length} places)` : "";
  const detail =
    told
      .slice(0, 3)
      .map((e) => e.detail)
      .join("; ") + (told.length > 3 ? "; …" : "");
  return new Fault("validation-failed", detail + more, { errors: told });
}
