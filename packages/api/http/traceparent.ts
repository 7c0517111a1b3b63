/** The W3C Trace Context header `traceparent`. */

/** A version, a trace, a span, flags; all zeros are none (W3C Trace Context, section 3.2). */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})(-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?$/;

/** A good `traceparent`; of a version to come, the part that this one knows. */
export function traceOf(header: string | null): string | undefined {
  const [, version, known, more] = TRACEPARENT.exec(header ?? "") ?? [];
  return known === undefined || (version === "00" && more !== undefined) ? undefined : `00${known}`;
}
