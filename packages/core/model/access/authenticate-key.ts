/** Authenticates API keys, with a short-lived cache. */
import type { Caller } from "../../context.ts";
import { createCache } from "../../runtime/cache.ts";
import type { SteadyClock } from "../../runtime/steady-clock.ts";
import { findApiKey } from "../../storage/directory.ts";
import type { ReadTable } from "../../storage/verbs.ts";
import { keyActor } from "../../values/actor.ts";
import { isIdSince } from "../../values/id.ts";
import { checksum, matches } from "../../values/secret.ts";
import { apiKeyFromRow, TOKEN } from "./api-key.ts";
import { GOOD, hasExpired, UNKNOWN, type Verify } from "./verify.ts";

/**
 * Milliseconds after its creation in which a key is read consistently. An eventually consistent read could miss it, and
 * the instance would remember it as unknown.
 */
const NEW_MS = 60_000;

/** A stored key: the identity behind it, and the hash of its secret. */
type StoredKey = { caller: Caller; hash: string };

/**
 * Creates an authenticator that caches each key for 25 s, and remembers unknown ones for 5 s. A malformed key or a wrong
 * checksum costs no read from storage.
 * @param now decides whether a key has expired
 * @param elapsed decides how long a key is cached, and so when a revocation takes effect
 */
export function keyAuthenticator(table: Pick<ReadTable, "get">, now: () => Date, elapsed: SteadyClock): Verify {
  const cache = createCache<StoredKey>({ elapsed, found: GOOD, absent: UNKNOWN });

  async function lookUp(keyId: string): Promise<StoredKey | undefined> {
    const isNew = isIdSince(keyId, now().getTime() - NEW_MS);
    const row = await findApiKey(table, keyId, isNew);
    if (!row) return undefined;
    const { scopes, expires_at } = apiKeyFromRow(row);
    const caller: Caller = {
      tenant: row.tenant as string,
      actor: keyActor(keyId),
      key_id: keyId,
      scopes,
      expires_at,
    };
    return { caller, hash: row.hash as string };
  }

  return async (token, admit) => {
    const [, keyId, secret, crc] = TOKEN.exec(token) ?? [];
    // The stored hash covers the secret and the checksum, and the checksum the rest: a relabelled key is another key.
    if (!keyId || !secret || checksum(token.slice(0, -6)) !== crc) return undefined;
    const isOf = (key: StoredKey) => matches(secret + crc, key.hash);
    const key = await cache(keyId, async (last) => {
      if (!last || !isOf(last)) await admit();
      return lookUp(keyId);
    });
    return key && isOf(key) && !hasExpired(key.caller, now()) ? key.caller : undefined;
  };
}
