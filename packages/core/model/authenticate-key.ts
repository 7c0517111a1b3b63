/** Authenticates API keys, and remembers each for a short time. */
import type { Caller } from "../context.ts";
import { findApiKey } from "../storage/directory.ts";
import type { ReadTable } from "../storage/verbs.ts";
import { checksum, matches } from "../values/secret.ts";
import { apiKeyFromRow, TOKEN } from "./api-key.ts";

/** How long an instance remembers a key it has looked up: the contract allows a revocation 30 s. */
const REMEMBER_MS = 25_000;
const REMEMBERED = 1_000;

/** A key as it is remembered: who it is, and the hash of its secret. */
type Remembered = { caller: Caller; hash: string; until: number };

/**
 * Authenticates keys, remembering each for 25 s. An ill-formed one, or one whose checksum is wrong, costs no read.
 * Returns undefined for every kind of bad key alike.
 */
export function keyAuthenticator(table: Pick<ReadTable, "get">, now: () => Date) {
  const memory = new Map<string, Remembered>();

  async function lookUp(keyId: string, until: number): Promise<Remembered | undefined> {
    const row = await findApiKey(table, keyId);
    memory.delete(keyId);
    // A key that is not there is not remembered: another instance may be creating it this moment.
    if (!row) return undefined;
    const { scopes, expires_at } = apiKeyFromRow(row);
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
