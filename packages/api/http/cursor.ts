/** List cursors: a position and nothing else. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { CONTROL } from "@skillmeat-deployments/core/values/strings.ts";

/** base64url of the position: opaque to callers, and bound to no partition. */
export const encodeCursor = (position: string) => Buffer.from(position, "utf8").toString("base64url");

/** @throws 400 unless it is what `encodeCursor` writes */
export function decodeCursor(cursor: string): string {
  const position = Buffer.from(cursor, "base64url").toString("utf8");
  // No id holds a separator of keys or a control character.
  const possible = position !== "" && !/[#/]/.test(position) && !CONTROL.test(position);
  if (!possible || encodeCursor(position) !== cursor) {
    throw new Fault("invalid-cursor", "The cursor is not one that a Link header gave");
  }
  return position;
}
