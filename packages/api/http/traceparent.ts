/** The W3C Trace Context header `traceparent`. */

/** Version, trace, span, flags; ids of zeros alone are invalid (W3C Trace Context, section 3.2). */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})(-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?$/;

/** A valid `traceparent`; of a later version, the part that version 00 defines. Undefined where it is not valid. */
export function parseTraceparent(header: string | null): string | undefined {
  const [, version, known, more] = TRACEPARENT.exec(header ?? "") ?? [];
  return known === undefined || (version === "00" && more !== undefined) ? undefined : `00${known}`;
}
