/** The schemas of tenants. */
import * as z from "zod";
import { Name, TenantId } from "../../values/strings.schema.ts";

/** A tenant. */
export const Tenant = z
  .object({
    tenant_id: TenantId.meta({
      description: "The id of the tenant. The operator chooses it. Immutable.",
      example: "acme",
    }),
    name: Name.meta({ description: "The display name.", example: "Acme Inc." }),
    created_at: z.string().describe("Time of creation (RFC 3339, UTC)."),
  })
  .meta({ id: "Tenant", description: "A tenant." });
export type Tenant = z.infer<typeof Tenant>;

/** The body of a request that creates a tenant. */
export const TenantCreate = Tenant.pick({ tenant_id: true, name: true })
  .strict()
  .meta({ id: "TenantCreate", description: "A new tenant." });

/** The response to the creation of a tenant. */
export const TenantCreated = Tenant.extend({
  api_key: z
    .string()
    .optional()
    .describe("The tenant's first API key, which has all scopes. It is shown only in this response."),
  secret_shown: z
    .literal(true)
    .optional()
    .describe("true in an idempotent replay: the first response contained the key."),
}).meta({ id: "TenantCreated", description: "The new tenant." });
