/** API keys: `smk_<live|test>_<key id>_<secret><crc32>`; shown once, hashed at rest. */
import * as z from "zod";
import type { Ctx, Page } from "./context.ts";
import { apiKeyRows, findApiKey, removeApiKey } from "./directory.ts";
import { Fault, invalid, notFound } from "./fault.ts";
import { keys, PREFIX } from "./keys.ts";
import { pageOf } from "./list.ts";
import { fromRow } from "./noun.ts";
import { commit } from "./once.ts";
import { SCOPES, Scope } from "./scope.ts";
import { checksum, matches, randomSecret, sha256 } from "./secret.ts";
import type { Row, Table } from "./table.ts";
import { Name } from "./text.ts";

/** `live` in a deployed stage, `test` in a local run. */
export type KeyMode = "live" | "test";
const SECRET_LENGTH = 30;
const TOKEN = new RegExp(
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

const fromStored = (row: Row): ApiKey => fromRow(ApiKey, row);

export async function readApiKey(ctx: Ctx, keyId: string): Promise<ApiKey> {
  const row = await ctx.table.get(keys.apiKey(ctx.tenant, keyId));
  if (!row) throw notFound("API key", keyId);
  return fromStored(row);
}

export const listApiKeys = (ctx: Ctx, page: { limit: number; after: string | undefined }): Promise<Page<ApiKey>> =>
  pageOf(ctx, { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.apiKey, ...page }, fromStored);

/** Revokes a key: refused everywhere within the time that an instance remembers it (30 s). */
export const deleteApiKey = (ctx: Ctx, keyId: string) => removeApiKey(ctx.table, ctx.tenant, keyId);

/** Who a key is, as far as it is good. */
export type Caller = {
  tenant: string;
  /** The key id or token subject. */
  actor: string;
  key_id: string | null;
  scopes: readonly Scope[];
  expires_at: string | null;
};

/** How long an instance remembers a key it has looked up: the contract allows a revocation 30 s. */
const REMEMBER_MS = 25_000;
const REMEMBERED = 1_000;

/** A key as it is remembered: who it is, and by what its secret is told. */
type Remembered = { caller: Caller; hash: string; until: number };

/**
 * Authenticates keys, remembering each for 25 s. An ill-formed one, or one whose checksum is wrong, costs no read.
 * Returns undefined for every kind of bad key alike.
 */
export function keyAuthenticator(table: Table, now: () => Date) {
  const memory = new Map<string, Remembered>();

  async function lookUp(keyId: string, until: number): Promise<Remembered | undefined> {
    const row = await findApiKey(table, keyId);
    memory.delete(keyId);
    // One that is not there is not remembered: it may be made this moment, elsewhere.
    if (!row) return undefined;
    const { scopes, expires_at } = fromStored(row);
    const caller: Caller = { tenant: row.tenant as string, actor: keyId, key_id: keyId, scopes, expires_at };
    const known = { caller, hash: row.hash as string, until };
    if (memory.size >= REMEMBERED) memory.delete(memory.keys().next().value as string);
    memory.set(keyId, known);
    return known;
  }

  return async (token: string): Promise<Caller | undefined> => {
    const [, keyId, secret, sum] = TOKEN.exec(token) ?? [];
    if (!keyId || !secret) return undefined;
    const at = now().getTime();
    let known = memory.get(keyId);
    if (!known || known.until <= at) {
      if (checksum(token.slice(0, -6)) !== sum) return undefined;
      known = await lookUp(keyId, at + REMEMBER_MS);
    }
    if (!known || !matches(secret + sum, known.hash)) return undefined;
    const { caller } = known;
    return caller.expires_at !== null && Date.parse(caller.expires_at) <= at ? undefined : caller;
  };
}
