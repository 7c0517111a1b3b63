/** `Fault`, the error class for every error response, and the closed list of its codes. */

/** The HTTP status and the title of each error code. */
export const FAULTS = {
  "malformed-request": [400, "The request is not valid HTTP"],
  "malformed-json": [400, "The body is not valid JSON"],
  "malformed-toml": [400, "The body is not valid TOML"],
  "malformed-yaml": [400, "The body is not valid YAML"],
  "malformed-header": [400, "A header is malformed"],
  "invalid-cursor": [400, "The cursor is not valid"],
  "beyond-head": [400, "The position is beyond the end of the feed"],
  unauthenticated: [401, "A valid credential is required"],
  "missing-scope": [403, "The credential lacks a scope"],
  "tenant-suspended": [403, "The tenant is suspended"],
  "not-found": [404, "Not found"],
  "method-not-allowed": [405, "Method not allowed"],
  "not-acceptable": [406, "Not acceptable"],
  "already-exists": [409, "Already exists"],
  "other-collection": [409, "The record is of another collection"],
  "last-key": [409, "The tenant's last key cannot be revoked"],
  "key-expired": [409, "The key has expired"],
  expired: [410, "No longer retained"],
  "precondition-failed": [412, "The precondition failed"],
  "too-large": [413, "The content is too large"],
  "query-too-long": [414, "The query is too long"],
  "unsupported-media-type": [415, "Unsupported media type"],
  "validation-failed": [422, "The request is well-formed but invalid"],
  "idempotency-key-reused": [422, "The Idempotency-Key was used for another request"],
  "unsupported-artifact-type": [422, "The profile does not take this artifact type"],
  "platform-mismatch": [422, "The artifact does not target this platform"],
  "limit-reached": [422, "A limit of the tenant is reached"],
  "headers-too-large": [431, "The URL and headers are too large"],
  "rate-limited": [429, "Too many requests"],
  internal: [500, "Internal error"],
  unavailable: [503, "Temporarily unavailable"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type FaultCode = keyof typeof FAULTS;

/** One invalid value: a JSON `pointer` (RFC 6901) into the body, or the name of a `parameter` or header. */
export type FieldError = { pointer: string; detail: string } | { parameter: string; detail: string };

/** An expected error of an operation. The API answers it as `application/problem+json` (RFC 9457). */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly errors: readonly FieldError[] | undefined;
  /** Seconds to wait before a retry (429, 503). */
  readonly retryAfter: number | undefined;
  /** The name of the tenant's limit that is reached (422, 429). */
  readonly limit: string | undefined;

  constructor(
    code: FaultCode,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfter?: number; limit?: string; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = "Fault";
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
    this.limit = more.limit;
  }

  get status(): number {
    return FAULTS[this.code][0];
  }
}

/**
 * 404. The wording is SkillMeat's own, which its clients match: `Deployment profile 'x' not found`.
 * @param label the resource's name in error texts
 */
export const notFound = (label: string, id: string) => new Fault("not-found", `${label} '${id}' not found`);

/** 409. @param reason why the id cannot be used yet, if the resource does not exist any more */
export const alreadyExists = (label: string, id: string, reason = "") =>
  new Fault("already-exists", `${label} '${id}' already exists${reason}`);

/** Whether a create was refused because of a limit of the tenant. */
export const isLimitReached = (error: unknown) => error instanceof Fault && error.code === "limit-reached";

/** The maximum number of invalid values that one response lists. */
const MAX_LISTED = 100;

/** 422 for one or more invalid values. Lists at most the first 100, and says how many there are. */
export function invalid(...errors: FieldError[]): Fault {
  return invalidAll(errors);
}

/**
 * 422 for a list of invalid values of any length.
 * @param max how many of them the response lists
 */
export function invalidAll(errors: readonly FieldError[], max = MAX_LISTED): Fault {
  const listed = errors.slice(0, max);
  const more = errors.length > listed.length ? ` (the first ${listed.length} of ${errors.length} errors)` : "";
  const detail =
    listed
      .slice(0, 3)
      .map((e) => e.detail)
      .join("; ") + (listed.length > 3 ? "; …" : "");
  return new Fault("validation-failed", detail + more, { errors: listed });
}
