/** The schema of scopes. */
import * as z from "zod";
import { SCOPES } from "./scope.ts";

export type Scope = (typeof SCOPES)[number];
export const Scope = z.enum(SCOPES as [Scope, ...Scope[]]).meta({
  id: "Scope",
  description: "A permission of a credential. `:write` does not include `:read`.",
  example: "deployments:write",
});
