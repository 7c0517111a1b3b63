/** Content negotiation by `Accept` (RFC 9110, section 12.5.1). */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { parseAccept } from "hono/utils/accept";

/**
 * The format to send. JSON wins a tie.
 * @param toml whether the route has TOML
 * @throws 406 if `Accept` allows no format
 */
export function negotiate(accept: string | null, toml: boolean): "json" | "toml" {
  if (accept === null || accept.trim() === "") return "json";
  const ranges = parseAccept(accept);
  // The most specific range takes precedence.
  const quality = (...mediaTypes: string[]) => {
    for (const types of [mediaTypes, ["application/*"], ["*/*"]]) {
      const matching = ranges.filter((range) => types.includes(range.type.toLowerCase()));
      if (matching.length > 0) return Math.max(...matching.map((range) => range.q));
    }
    return 0;
  };
  const jsonQuality = quality("application/json", "application/problem+json");
  const tomlQuality = toml ? quality("application/toml") : 0;
  if (tomlQuality > jsonQuality) return "toml";
  if (jsonQuality > 0) return "json";
  throw new Fault("not-acceptable", `Accept must allow application/json${toml ? " or application/toml" : ""}`);
}
