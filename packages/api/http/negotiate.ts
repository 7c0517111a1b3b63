/** Content negotiation (RFC 9110, section 12). */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { parseAccept } from "hono/utils/accept";

/** @throws 406 where `Accept` leaves out all that the route has */
export function negotiate(accept: string | null, toml: boolean): "json" | "toml" {
  if (accept === null || accept.trim() === "") return "json";
  const wanted = parseAccept(accept);
  // The most specific range decides (RFC 9110, section 12.5.1), and JSON where both are wanted alike.
  const quality = (...exact: string[]) => {
    for (const types of [exact, ["application/*"], ["*/*"]]) {
      const found = wanted.filter((a) => types.includes(a.type.toLowerCase()));
      if (found.length > 0) return Math.max(...found.map((a) => a.q));
    }
    return 0;
  };
  const asJson = quality("application/json", "application/problem+json");
  const asToml = toml ? quality("application/toml") : 0;
  if (asToml > asJson) return "toml";
  if (asJson > 0) return "json";
  throw new Fault("not-acceptable", `This is served as application/json${toml ? " or application/toml" : ""}`);
}
