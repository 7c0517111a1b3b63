/** Parses the W3C Trace Context header `traceparent`: https://www.w3.org/TR/trace-context/#traceparent-header */

/** Version, trace id, parent id and flags. Ids of only zeros are invalid. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})(-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?$/;

/**
 * The header as version 00. Undefined if it is not valid. Of a later version only the fields of version 00 are kept.
 */
export function parseTraceparent(header: string | null): string | undefined {
  const [, version, fields, extension] = TRACEPARENT.exec(header ?? "") ?? [];
  return fields === undefined || (version === "00" && extension !== undefined) ? undefined : `00${fields}`;
}
