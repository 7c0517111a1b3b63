/** API keys: `smk_<live|test>_<key id>_<secret><crc32>`; shown once, hashed at rest. */
import * as z from "zod";
import type { Caller, Ctx, WriteCtx } from "../context.ts";
import { Fault, invalid, notFound } from "../fault.ts";
import { readStored } from "../resource/stored.ts";
import { apiKeyRemovals, apiKeyRows } from "../storage/directory.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { type Page, type PageRequest, readPage } from "../storage/pages.ts";
import type { Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import { SCOPES, Scope } from "../values/scope.ts";
import { checksum, randomSecret, sha256 } from "../values/secret.ts";
import { Name } from "../values/strings.ts";

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

/** A new key and the rows that store it. */
export function mintKey(
  ctx: Pick<WriteCtx, "tenant" | "actor" | "now" | "newId">,
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

/** @param caller who mints it: a key cannot mint wider scopes than its own, nor outlive itself. @throws 403, 422 */
export async function createApiKey(
  ctx: WriteCtx,
  mode: KeyMode,
  caller: Caller,
  input: ApiKeyCreate,
): Promise<Committed<z.infer<typeof ApiKeyCreated>>> {
  assertMayMint(ctx, caller, input);
  const { created, rows } = mintKey(ctx, mode, input);
  const outcome = await ctx.writer.commit(rows, created, "key");
  if (!outcome.done) throw new Fault("internal", "A new key's id was taken");
  return outcome.committed;
}

function assertMayMint(ctx: WriteCtx, caller: Caller, { scopes, expires_at }: ApiKeyCreate): void {
  const lacking = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (lacking.length > 0)
    throw new Fault("missing-scope", `A key cannot mint wider scopes than its own; it lacks ${lacking.join(", ")}`);
  if (expires_at && Date.parse(expires_at) <= ctx.now().getTime()) {
    throw invalid({ pointer: "/expires_at", detail: "expires_at must lie in the future" });
  }
  // An access token lives for minutes by nature, so what it mints may live longer.
  const end = caller.key_id === null ? null : caller.expires_at;
  if (end !== null && (!expires_at || Date.parse(expires_at) > Date.parse(end))) {
    throw invalid({ pointer: "/expires_at", detail: `expires_at must be no later than the minting key's own, ${end}` });
  }
}

export const apiKeyFromRow = (row: Row): ApiKey => readStored({ read: ApiKey }, row);

/** @throws 404 */
export async function readApiKey(ctx: Ctx, keyId: string): Promise<ApiKey> {
  const row = await ctx.table.get(keys.apiKey(ctx.tenant, keyId));
  if (!row) throw notFound("API key", keyId);
  return apiKeyFromRow(row);
}

export const listApiKeys = (ctx: Ctx, page: PageRequest): Promise<Page<ApiKey>> =>
  readPage(ctx, { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.apiKey }, page, apiKeyFromRow);

/** Revokes a key. It is refused everywhere once no instance remembers it (30 s). @throws 404 */
export async function deleteApiKey(ctx: WriteCtx, keyId: string): Promise<Committed<object>> {
  const outcome = await ctx.writer.commit(apiKeyRemovals(ctx.tenant, keyId), {});
  if (!outcome.done) throw notFound("API key", keyId);
  return outcome.committed;
}
