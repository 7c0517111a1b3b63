/** Authenticates API keys, with a short-lived cache. */
import type { Caller } from "../../context.ts";
import type { SteadyClock } from "../../runtime/steady-clock.ts";
import { findApiKey } from "../../storage/directory.ts";
import type { ReadTable } from "../../storage/verbs.ts";
import { keyActor } from "../../values/actor.ts";
import { checksum, matches } from "../../values/secret.ts";
import { apiKeyFromRow, TOKEN } from "./api-key.ts";

/** Milliseconds for which an instance caches a key. A revocation must take effect within 30 s. */
const CACHE_MS = 25_000;
/** The maximum number of keys in the cache. The oldest entry is removed first. */
const CACHE_SIZE = 1_000;

/** A cached key: the identity behind it, the hash of its secret, and until when the entry is valid. */
type CachedKey = { caller: Caller; hash: string; until: number };

/**
 * Creates an authenticator that caches each key for 25 s. A malformed key or a wrong checksum costs no read from
 * storage. The authenticator returns undefined for every invalid key, whatever the reason.
 * @param now decides whether a key has expired
 * @param elapsed decides how long a key is cached, and so when a revocation takes effect
 */
export function keyAuthenticator(table: Pick<ReadTable, "get">, now: () => Date, elapsed: SteadyClock) {
  const cache = new Map<string, CachedKey>();

  async function lookUp(keyId: string, until: number): Promise<CachedKey | undefined> {
    const row = await findApiKey(table, keyId);
    cache.delete(keyId);
    // An unknown key is not cached, because another instance may be creating it.
    if (!row) return undefined;
    const { scopes, expires_at } = apiKeyFromRow(row);
    const caller: Caller = { tenant: row.tenant as string, actor: keyActor(keyId), key_id: keyId, scopes, expires_at };
    const entry = { caller, hash: row.hash as string, until };
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value as string);
    cache.set(keyId, entry);
    return entry;
  }

  return async (token: string): Promise<Caller | undefined> => {
    const [, keyId, secret, crc] = TOKEN.exec(token) ?? [];
    // The stored hash covers the secret and the checksum, and the checksum the rest: a relabelled key is another key.
    if (!keyId || !secret || checksum(token.slice(0, -6)) !== crc) return undefined;
    const time = elapsed();
    let entry = cache.get(keyId);
    if (!entry || entry.until <= time) entry = await lookUp(keyId, time + CACHE_MS);
    if (!entry || !matches(secret + crc, entry.hash)) return undefined;
    const { caller } = entry;
    return caller.expires_at !== null && Date.parse(caller.expires_at) <= now().getTime() ? undefined : caller;
  };
}
