/** Authenticates API keys, with a short-lived cache, and reports their use. */
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

const HOUR_MS = 3_600_000;

/** A stored key: the identity behind it, the hash of its secret, and the last hour whose use was reported. */
type StoredKey = { caller: Caller; hash: string; usedHour: number | undefined };
/** Receives the first use of a key in an hour (RFC 3339, UTC). It must not throw. */
type OnUse = (tenant: string, keyId: string, hour: string) => void;

/**
 * Creates an authenticator that caches each key for 25 s, and remembers unknown ones for 5 s. A malformed key or a wrong
 * checksum costs no read from storage.
 * @param now decides whether a key has expired
 * @param elapsed decides how long a key is cached, and so when a revocation takes effect
 * @param onUse called once an hour for each key, as long as it is cached, before the caller is returned
 */
export function keyAuthenticator(
  table: Pick<ReadTable, "get">,
  now: () => Date,
  elapsed: SteadyClock,
  onUse: OnUse = () => {},
): Verify {
  const cache = createCache<StoredKey>({ elapsed, found: GOOD, absent: UNKNOWN });

  async function lookUp(keyId: string, last: StoredKey | undefined): Promise<StoredKey | undefined> {
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
    return { caller, hash: row.hash as string, usedHour: last?.usedHour };
  }

  /** Whether the key exists and has not expired at this moment. */
  async function isStillValid(keyId: string): Promise<boolean> {
    const row = await findApiKey(table, keyId, true);
    return row !== undefined && !hasExpired(apiKeyFromRow(row), now());
  }

  function reportUse(keyId: string, key: StoredKey): void {
    const hour = Math.floor(now().getTime() / HOUR_MS);
    if (key.usedHour === hour) return;
    key.usedHour = hour;
    onUse(key.caller.tenant, keyId, new Date(hour * HOUR_MS).toISOString());
  }

  return async (token, admit, isFresh) => {
    const [, keyId, secret, crc] = TOKEN.exec(token) ?? [];
    // The stored hash covers the secret and the checksum, and the checksum the rest: a relabelled key is another key.
    if (!keyId || !secret || checksum(token.slice(0, -6)) !== crc) return undefined;
    const isOf = (key: StoredKey) => matches(secret + crc, key.hash);
    const key = await cache(keyId, async (last) => {
      if (!last || !isOf(last)) await admit();
      return lookUp(keyId, last);
    });
    if (!key || !isOf(key) || hasExpired(key.caller, now())) return undefined;
    if (isFresh && !(await isStillValid(keyId))) return undefined;
    reportUse(keyId, key);
    return key.caller;
  };
}
