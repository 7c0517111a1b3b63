/** The schemas of tenants. */
import * as z from "zod";
import { Name, TenantId } from "../../values/strings.schema.ts";
import { Timestamp } from "../../values/timestamp.schema.ts";
import { LIMIT_NAMES, type LimitName, MAX_LIMIT } from "./tenant-limits.ts";

/** Returns a schema for each limit. */
const eachLimit = <S extends z.ZodType>(schemaOf: (name: LimitName) => S) =>
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, schemaOf(name)])) as Record<LimitName, S>;

const DESCRIPTIONS: Readonly<Record<LimitName, string>> = {
  requests_per_second:
    "Requests a second of all credentials together, at each running instance. Ten times as many at once are admitted.",
  keys: "API keys that have not expired.",
  projects: "Projects.",
  records_per_project: "Deployment records in one project.",
  webhooks: "Webhook endpoints.",
};

/** The limits of a tenant as they apply. */
export const EffectiveLimits = z
  .object(eachLimit((name) => z.int().meta({ description: DESCRIPTIONS[name] })))
  .meta({ id: "Limits", description: "The limits of the tenant." });

const OwnLimits = z.object(eachLimit((name) => z.int().optional().meta({ description: DESCRIPTIONS[name] }))).meta({
  id: "TenantLimits",
  description: "The limits that the operator set for the tenant. For the others the deployment's defaults apply.",
  example: { projects: 5_000 },
});

/** A tenant. */
export const Tenant = z
  .object({
    tenant_id: TenantId.meta({
      description: "The id of the tenant. The operator chooses it. Immutable.",
      example: "acme",
    }),
    name: Name.meta({ description: "The display name.", example: "Acme Inc." }),
    limits: OwnLimits,
    suspended: z.boolean().meta({ description: "Whether the credentials of the tenant are refused with 403." }),
    created_at: Timestamp.describe("Time of creation (RFC 3339, UTC)."),
  })
  .meta({ id: "Tenant", description: "A tenant." });
export type Tenant = z.infer<typeof Tenant>;

/** The body of a request that creates a tenant. */
export const TenantCreate = Tenant.pick({ tenant_id: true, name: true })
  .strict()
  .meta({ id: "TenantCreate", description: "A new tenant." });

/** The body of a request that changes a tenant. */
export const TenantPatch = z
  .strictObject({
    name: Tenant.shape.name.optional(),
    limits: z
      .strictObject(
        eachLimit((name) =>
          z
            .int()
            .min(1)
            .max(MAX_LIMIT)
            .nullable()
            .optional()
            .meta({ description: `${DESCRIPTIONS[name]} null: the default.` }),
        ),
      )
      .meta({ id: "TenantLimitsPatch", description: "The limits to change. null: the default." })
      .nullable()
      .optional()
      .meta({
        description: "The limits to change. null: the defaults for all of them.",
        example: { projects: 5_000 },
      }),
    suspended: z
      .boolean()
      .optional()
      .meta({ description: "true: the credentials of the tenant are refused with 403." }),
  })
  .meta({ id: "TenantPatch", description: "Changes to a tenant (RFC 7396)." });
export type TenantPatch = z.infer<typeof TenantPatch>;

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
