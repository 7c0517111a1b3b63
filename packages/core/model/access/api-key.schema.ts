/** The schemas of API keys. */
import * as z from "zod";
import { ignoredFields } from "../../resource/define.schema.ts";
import { Scope } from "../../values/scope.schema.ts";
import { SCOPES } from "../../values/scope.ts";
import { Name } from "../../values/strings.schema.ts";
import { GivenTime, Timestamp } from "../../values/timestamp.schema.ts";

/** An API key without its secret. */
export const ApiKey = z
  .object({
    key_id: z.string().meta({
      description: "The id of the key, a ULID. The key itself contains it.",
      example: "01KGTPBX00M4Q8ZC2N6R5T7V9W",
    }),
    name: Name.meta({ description: "A name that says what the key is for.", example: "ci" }),
    scopes: z.array(Scope).meta({ description: "The permissions of the key.", example: ["deployments:write"] }),
    expires_at: Timestamp.nullable().describe("Time at which the key expires (RFC 3339). null: it does not expire."),
    last4: z.string().describe("The last four characters of the secret, to help identify the key."),
    created_at: Timestamp.describe("Time of creation (RFC 3339, UTC)."),
    created_by: z.string().describe("The actor that created the key: `key:<key id>`, `oidc:<subject>` or `operator`."),
    last_used_at: Timestamp.nullable().describe(
      "The hour in which the key was last used (RFC 3339, UTC). null: no use is known.",
    ),
  })
  .meta({ id: "ApiKey", description: "An API key without its secret." });
export type ApiKey = z.infer<typeof ApiKey>;

/** The response to the creation of an API key. */
export const ApiKeyCreated = ApiKey.extend({
  key: z.string().optional().describe("The API key. It is shown only in this response."),
  secret_shown: z
    .literal(true)
    .optional()
    .describe("true in an idempotent replay: the first response contained the key."),
}).meta({ id: "ApiKeyCreated", description: "The new API key." });

/** The body of a request that creates an API key. */
export const ApiKeyCreate = z
  .strictObject({
    name: ApiKey.shape.name,
    scopes: z
      .array(Scope)
      .min(1, "must name at least one scope")
      .max(SCOPES.length)
      .meta({
        description: "The permissions of the key. They must be a subset of the caller's own.",
        example: ["deployments:write", "deployments:read"],
      }),
    expires_at: GivenTime.nullable().optional().meta({
      description: "Time at which the key expires (RFC 3339). Omitted or null: it does not expire.",
      example: "2027-01-01T00:00:00Z",
    }),
  })
  .meta({ id: "ApiKeyCreate", description: "A new API key." });
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>;

const { name, ...readOnly } = ApiKey.shape;

/** The body of a request that renames an API key. */
export const ApiKeyPatch = z
  .strictObject({ name: name.optional(), ...ignoredFields(readOnly) })
  .meta({ id: "ApiKeyPatch", description: "The fields to change. Omitted fields keep their values." });
export type ApiKeyPatch = z.infer<typeof ApiKeyPatch>;

/** The body of a request that rotates an API key. */
export const ApiKeyRotate = z
  .strictObject({
    grace_seconds: z.int().min(0).max(604_800).default(86_400).meta({
      description:
        "The seconds for which the old key is still accepted, at most a week. It does not live longer than before.",
      example: 3_600,
    }),
  })
  .meta({ id: "ApiKeyRotate", description: "How long the old key lives on." });

/** The body of a request of the operator that creates an API key of a tenant. */
export const TenantKeyCreate = z
  .strictObject({ name: ApiKey.shape.name })
  .meta({ id: "TenantKeyCreate", description: "A new API key with all scopes." });
export type TenantKeyCreate = z.infer<typeof TenantKeyCreate>;
