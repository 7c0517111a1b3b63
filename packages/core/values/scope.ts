/** Scopes: the permissions of a credential. */
import * as z from "zod";

const RESOURCES = ["projects", "profiles", "artifacts", "deployments", "events", "webhooks", "keys"] as const;

export const SCOPES = RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const);
export type Scope = (typeof SCOPES)[number];
export const Scope = z.enum(SCOPES as [Scope, ...Scope[]]).meta({
  id: "Scope",
  description: "A permission of a credential. `:write` does not include `:read`.",
  example: "deployments:write",
});
