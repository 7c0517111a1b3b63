/** API keys: `smk_<live|test>_<key id>_<secret><crc32>`; shown once, hashed at rest. */
import * as z from "zod";
import type { Ctx, Page } from "../context.ts";
import { Fault, invalid, notFound } from "../fault.ts";
import { readStored } from "../resource/stored.ts";
import { apiKeyRows, removeApiKey } from "../storage/directory.ts";
import { commit } from "../storage/idempotency.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readPage } from "../storage/pages.ts";
import type { Row } from "../storage/row.ts";
import { SCOPES, Scope } from "../values/scope.ts";
import { checksum, randomSecret, sha256 } from "../values/secret.ts";
import { Name } from "../values/strings.ts";
import type { Caller } from "./authenticate-key.ts";

/** `live` in a deployed stage, `test` in a local run. */
export type KeyMode = "live" | "test";
const SECRET_LENGTH = 30;
export const TOKEN = new RegExp(
  `^smk_(?:live|test)_([0-9A-HJKMNP-TV-Z]{26})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{6})$`,
);

const Timestamp = z.iso.datetime({ offset: true, message: "must be an RFC 3339 timestamp with a zone" });

export const ApiKey = z
  .object({
    key_id: z.string().meta({ description: "A ULID; it stands in the key too." }),
    name: Name.meta({ description: "What it is for.", example: "ci" }),
    scopes: z.array(Scope).meta({ description: "What it may do." }),
    expires_at: z.string().nullable().meta({ description: "From when it is refused (RFC 3339); null: never." }),
    last4: z.string().meta({ description: "The secret's last four characters, to tell keys apart." }),
    created_at: z.string().meta({ description: "When it was made (RFC 3339, UTC)." }),
    created_by: z.string().meta({ description: "The key or token that made it." }),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyCreated = ApiKey.extend({
  key: z.string().optional().meta({ description: "The whole key; it is shown this once." }),
  secret_shown: z.literal(true).optional().meta({ description: "In a replay: the key was in the first answer." }),
}).meta({ id: "ApiKeyCreated" });

export const ApiKeyCreate = z
  .strictObject({
    name: ApiKey.shape.name,
    scopes: z.array(Scope).min(1, "must name at least one scope").max(SCOPES.length),
    expires_at: Timestamp.nullable()
      .optional()
      .meta({ description: "RFC 3339; left out or null: it does not expire." }),
  })
  .meta({ id: "ApiKeyCreate" });
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>;

/** A new key and the rows that keep it. */
export function mintKey(
  ctx: Pick<Ctx, "tenant" | "actor" | "now" | "newId">,
  mode: KeyMode,
  input: { name: string; scopes: readonly Scope[]; expires_at?: string | null | undefined },
) {
  const key_id = ctx.newId();
  const secret = randomSecret(SECRET_LENGTH);
  const token = `smk_${mode}_${key_id}_${secret}`;
  const sum = checksum(token);
  const value: ApiKey = {
    key_id,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    expires_at: input.expires_at ?? null,
    last4: secret.slice(-4),
    created_at: ctx.now().toISOString(),
    created_by: ctx.actor,
  };
  return {
    created: { ...value, key: token + sum },
    rows: apiKeyRows(ctx.tenant, key_id, { ...value, hash: sha256(secret + sum) }),
  };
}

/** @param by who mints it: a key cannot mint wider scopes than its own, nor outlive itself. @throws 403, 422 */
export async function createApiKey(
  ctx: Ctx,
  mode: KeyMode,
  by: Caller,
  input: ApiKeyCreate,
): Promise<z.infer<typeof ApiKeyCreated>> {
  const lacking = input.scopes.filter((scope) => !by.scopes.includes(scope));
  if (lacking.length > 0)
    throw new Fault("missing-scope", `A key cannot mint wider scopes than its own; it lacks ${lacking.join(", ")}`);
  if (input.expires_at && Date.parse(input.expires_at) <= ctx.now().getTime()) {
    throw invalid({ pointer: "/expires_at", detail: "expires_at must lie in the future" });
  }
  // An access token lives for minutes by nature, so what it mints may live longer.
  const end = by.key_id === null ? null : by.expires_at;
  if (end !== null && (!input.expires_at || Date.parse(input.expires_at) > Date.parse(end))) {
    throw invalid({ pointer: "/expires_at", detail: `expires_at must be no later than the minting key's own, ${end}` });
  }
  const { created, rows } = mintKey(ctx, mode, input);
  const committed = await commit(ctx, rows, created, "key");
  if (!committed.done) throw new Fault("internal", "A new key's id was taken");
  return created;
}

export const fromStored = (row: Row): ApiKey => readStored(ApiKey, row);

export async function readApiKey(ctx: Ctx, keyId: string): Promise<ApiKey> {
  const row = await ctx.table.get(keys.apiKey(ctx.tenant, keyId));
  if (!row) throw notFound("API key", keyId);
  return fromStored(row);
}

export const listApiKeys = (ctx: Ctx, page: { limit: number; after: string | undefined }): Promise<Page<ApiKey>> =>
  readPage(ctx, { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.apiKey, ...page }, fromStored);

/** Revokes a key: refused everywhere within the time that an instance remembers it (30 s). */
export const deleteApiKey = (ctx: Ctx, keyId: string) => removeApiKey(ctx.table, ctx.tenant, keyId);
