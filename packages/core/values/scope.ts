/** What a credential may do. */
import * as z from "zod";

const NOUNS = ["projects", "profiles", "artifacts", "deployments", "events", "webhooks", "keys"] as const;

export const SCOPES = NOUNS.flatMap((noun) => [`${noun}:read`, `${noun}:write`] as const);
export type Scope = (typeof SCOPES)[number];
export const Scope = z
  .enum(SCOPES as [Scope, ...Scope[]])
  .meta({ id: "Scope", description: "`:write` does not imply `:read`." });
