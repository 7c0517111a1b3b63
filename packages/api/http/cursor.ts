/**
 * Encodes list cursors. A cursor holds only a position; the caller's credential and the path determine the partition.
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { CONTROL } from "@skillmeat-deployments/core/values/strings.ts";

/** The cursor of a position: its base64url encoding, which is opaque to clients. */
export const encodeCursor = (position: string) => Buffer.from(position, "utf8").toString("base64url");

/** The position of a cursor. @throws 400 `invalid-cursor` if `encodeCursor` cannot have created it */
export function decodeCursor(cursor: string): string {
  const position = Buffer.from(cursor, "base64url").toString("utf8");
  // No id contains a key separator or a control character.
  const isValid = position !== "" && !/[#/]/.test(position) && !CONTROL.test(position);
  if (!isValid || encodeCursor(position) !== cursor) {
    throw new Fault("invalid-cursor", "The cursor is not valid; use a cursor from a Link header");
  }
  return position;
}
