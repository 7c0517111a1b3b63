/**
 * Headers for web pages of other origins. Credentials are bearer tokens, never cookies, so every origin may call. They are
 * on every answer, so that a cache never keeps one without them.
 * https://fetch.spec.whatwg.org/#http-cors-protocol
 */

/** The headers of answers that pages may read, besides those that they always may: every one that is documented. */
const EXPOSED = [
  "ETag",
  "Link",
  "Location",
  "X-Request-Id",
  "Retry-After",
  "RateLimit",
  "RateLimit-Policy",
  "WWW-Authenticate",
  "Allow",
  "Accept-Post",
  "Accept-Patch",
  "Accept-Encoding",
  "Idempotent-Replayed",
  "Catalogue-Version",
  "Vary",
  "Content-Security-Policy",
];
/** The headers that pages may send. */
const ACCEPTED = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Traceparent",
  "X-Request-Id",
];
/** Seconds for which a browser remembers the answer to a preflight. Chromium takes no more. */
const MAX_AGE = 7_200;

export const CORS_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED.join(", "),
} as const;

/** The headers of the answer to a preflight. @param methods those of the path, separated by commas */
export const preflightHeaders = (methods: string) => ({
  "access-control-allow-methods": methods,
  "access-control-allow-headers": ACCEPTED.join(", "),
  "access-control-max-age": String(MAX_AGE),
});
