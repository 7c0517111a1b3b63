/** The headers of responses, as components of the OpenAPI document. */

/** The description of a header. `required`: every response that names it has it. */
type Header = { description: string; required?: true; schema: Readonly<Record<string, unknown>>; example?: string };

const text = (description: string, more: Partial<Header> = {}): Header => ({
  description,
  schema: { type: "string" },
  ...more,
});

/** Every header that the service sends, besides those that every HTTP message has. `headersOf` selects by these names. */
export const HEADERS = {
  "X-Request-Id": text(
    "The request id: the `X-Request-Id` of the request if it is valid, otherwise a generated id. Quote it in reports.",
    { required: true, schema: { type: "string", pattern: "^[\\w.:@=+/-]{1,128}$" } },
  ),
  ETag: text(
    "The strong entity tag of this representation. It ends in `.toml` for TOML, and in `-br` or `-gzip` for a compressed answer. The request headers `If-Match` and `If-None-Match` accept every form.",
    {
      schema: { type: "string", pattern: '^"[0-9A-Za-z]+(?:\\.toml)?(?:-(?:br|gzip))?"$' },
      example: '"01KGTPBX00M4Q8ZC2N6R5T7V9W"',
    },
  ),
  Location: text("The path of the created resource. Absent where several were created.", {
    schema: { type: "string", format: "uri-reference" },
  }),
  Link: text('The next page, as `<path>; rel="next"` (RFC 8288). The last page has none.', {
    example: '</projects?limit=50&cursor=d2Vi>; rel="next"',
  }),
  FeedLink: text(
    'The next page, as `<path>; rel="next"` (RFC 8288). Every page has it, also an empty one: poll it for new events.',
    { required: true, example: '</events?after=00000000000000000017>; rel="next"' },
  ),
  "Idempotent-Replayed": text(
    "`true` if this is the response to an earlier request with the same `Idempotency-Key`. Otherwise absent.",
    { schema: { type: "string", const: "true" } },
  ),
  RateLimit: text(
    "What is left of each limit: `r` requests, and `t` seconds until the next one if none is left, or until all are there again. Absent where the credential was refused.",
    { example: '"default";r=5999;t=1, "tenant";r=999;t=1' },
  ),
  "RateLimit-Policy": text("The limits: `q` requests in `w` seconds. Absent where the credential was refused.", {
    example: '"default";q=6000;w=60, "tenant";q=1000;w=10',
  }),
  "Retry-After": text("Seconds after which to try again.", {
    required: true,
    schema: { type: "integer", format: "int32", minimum: 1 },
  }),
  "WWW-Authenticate": text(
    "`Bearer`, the scheme of credentials, and why the credential was refused. Always sent with 401 and `missing-scope`.",
  ),
  Allow: text("The methods that the path has."),
  "Accept-Post": text("The media types that POST accepts on the path."),
  "Accept-Patch": text("The media types that PATCH accepts on the path."),
  "Accept-Encoding": text("`identity`, if the request had a `Content-Encoding`."),
  Vary: text("The request headers on which the response depends: `Accept`, `Accept-Encoding`."),
  "Cache-Control": text(
    "`no-store` on errors, secrets and health checks. `public` with a `max-age` on what any cache may keep.",
    { required: true },
  ),
  "Catalogue-Version": text("The version of the catalogue. It changes with any change of its content.", {
    required: true,
    schema: { type: "string", pattern: "^[0-9a-f]{16}$" },
  }),
  "Content-Security-Policy": text("What the page may load: files of this service only.", { required: true }),
} as const satisfies Record<string, Header>;

/** The name of a component. */
export type HeaderName = keyof typeof HEADERS;

/** The references to headers, by the names under which they are sent. */
export const headersOf = (names: readonly HeaderName[]) =>
  Object.fromEntries(
    names.map((name) => [name === "FeedLink" ? "Link" : name, { $ref: `#/components/headers/${name}` as const }]),
  );
