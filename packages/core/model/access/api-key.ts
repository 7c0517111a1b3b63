/** API keys, in the form `smk_<live|test>_<key id>_<secret><crc32>`. A key is shown once; only its hash is stored. */
import type { Caller, Ctx, WriteCtx } from "../../context.ts";
import { Fault, invalid, notFound } from "../../fault.ts";
import { createReader } from "../../resource/stored.ts";
import { immutable } from "../../resource/update.ts";
import { apiKeyRows, apiKeyUpdates } from "../../storage/directory.ts";
import { keys, PREFIX } from "../../storage/keys.ts";
import { type Page, type PageRequest, readPage } from "../../storage/pages.ts";
import type { Committed } from "../../storage/writer.ts";
import type { Scope } from "../../values/scope.schema.ts";
import { checksum, randomSecret, sha256 } from "../../values/secret.ts";
import { LABELS } from "../labels.ts";
import { STORED } from "../stored-shapes.ts";
import type { ApiKey, ApiKeyPatch } from "./api-key.schema.ts";

/** The mode in the prefix of a key: `live` in a deployed stage, `test` in a local run. */
export type KeyMode = "live" | "test";
const SECRET_LENGTH = 30;
/** The pattern of a whole API key. Its groups are the key id, the secret of 30 characters, and the checksum. */
export const TOKEN = /^smk_(?:live|test)_([0-9A-HJKMNP-TV-Z]{26})_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** Generates an API key. Returns the key, and the writes of its rows. */
export function mintKey(
  ctx: Pick<WriteCtx, "tenant" | "actor" | "now" | "newId">,
  mode: KeyMode,
  input: { name: string; scopes: readonly Scope[]; expires_at?: string | null | undefined },
) {
  const key_id = ctx.newId();
  const secret = randomSecret(SECRET_LENGTH);
  const token = `smk_${mode}_${key_id}_${secret}`;
  const crc = checksum(token);
  // Without `last_used_at`: a condition compares it.
  const stored: Omit<ApiKey, "last_used_at"> = {
    key_id,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    expires_at: input.expires_at ?? null,
    last4: secret.slice(-4),
    created_at: ctx.now().toISOString(),
    created_by: ctx.actor,
  };
  return {
    created: { ...stored, last_used_at: null, key: token + crc },
    rows: apiKeyRows(ctx.tenant, key_id, { ...stored, hash: sha256(secret + crc) }),
  };
}

/**
 * Checks that a caller has all scopes of a key that it creates, rotates or revokes. Otherwise `keys:write` alone would be
 * enough to take an administrator's place.
 * @throws 403 with the names of the missing scopes
 */
export function assertHasScopes(
  caller: Caller,
  scopes: readonly Scope[],
  action: "create" | "revoke" | "rotate",
): void {
  const lacking = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (lacking.length === 0) return;
  const detail = `A key cannot ${action} a key with wider scopes than its own; it lacks ${lacking.join(", ")}`;
  throw new Fault("missing-scope", detail);
}

/**
 * Whether a key with this expiry lives longer than the key of the caller who creates it. An OIDC token is valid for
 * minutes only, so a key that it creates may expire later.
 */
export function outlives(expires_at: string | null, caller: Caller): boolean {
  if (caller.key_id === null || caller.expires_at === null) return false;
  return expires_at === null || Date.parse(expires_at) > Date.parse(caller.expires_at);
}

/**
 * Returns the API key of a stored row. Fields that are added later need a default, unless they are nullable.
 * @throws 500 if the row cannot be read
 */
export const apiKeyFromRow = createReader<ApiKey>(STORED.ApiKey);

/** Reads an API key of the tenant. @throws 404 */
export async function readApiKey(ctx: Ctx, keyId: string): Promise<ApiKey> {
  const row = await ctx.table.get(keys.apiKey(ctx.tenant, keyId));
  if (!row) throw notFound(LABELS.apiKey, keyId);
  return apiKeyFromRow(row);
}

/** Lists the tenant's API keys in the order of their ids. @throws 400 if the cursor is invalid */
export const listApiKeys = (ctx: Ctx, page: PageRequest): Promise<Page<ApiKey>> =>
  readPage(ctx, { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.apiKey }, page, apiKeyFromRow);

/**
 * Renames an API key. Sets no other attribute, so that no concurrent change of another one is lost.
 * @throws 404; 422 if the patch has another key's id
 */
export async function renameApiKey(ctx: WriteCtx, keyId: string, patch: ApiKeyPatch): Promise<Committed<ApiKey>> {
  const key = await readApiKey(ctx, keyId);
  if (patch.key_id !== undefined && patch.key_id !== keyId) throw invalid(immutable("key_id", keyId));
  const { name = key.name } = patch;
  const writes = name === key.name ? [] : apiKeyUpdates(ctx.tenant, keyId, { name }, { is: "live" });
  const outcome = await ctx.writer.commit(writes, { ...key, name });
  if (!outcome.done) throw notFound(LABELS.apiKey, keyId);
  return outcome.committed;
}
