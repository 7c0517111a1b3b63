/** Revokes API keys, except a tenant's last one that can create keys. */
import type { Caller, Ctx, WriteCtx } from "../../context.ts";
import { Fault } from "../../fault.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { apiKeyRemovals, apiKeyUnchanged } from "../../storage/directory.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Write } from "../../storage/verbs.ts";
import type { Committed } from "../../storage/writer.ts";
import { LABELS } from "../labels.ts";
import type { ApiKey } from "./api-key.schema.ts";
import { assertHasScopes, readApiKey } from "./api-key.ts";
import { validKeys } from "./valid-keys.ts";
import { hasExpired } from "./verify.ts";

/**
 * Revokes an API key. Instances cache keys, so it can be accepted for up to 30 s more.
 * @param hasOidc whether access tokens can create keys as well, so that no key is a tenant's last
 * @throws 403 if the caller lacks a scope of the key; 404; 409 if it is the last key that can create keys
 */
export async function revokeApiKey(
  ctx: WriteCtx,
  caller: Caller,
  hasOidc: boolean,
  keyId: string,
): Promise<Committed<object>> {
  const attempt = async () => {
    const key = await readApiKey(ctx, keyId);
    assertHasScopes(caller, key.scopes, "revoke");
    const checks = hasOidc || !canCreate(ctx, key) ? [] : [await anotherRemains(ctx, key)];
    const outcome = await ctx.writer.commit([...apiKeyRemovals(ctx.tenant, keyId), ...checks], {});
    return outcome.done ? outcome.committed : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.apiKey} '${keyId}'`));
}

const canCreate = (ctx: Ctx, key: ApiKey) => key.scopes.includes("keys:write") && !hasExpired(key, ctx.now());

/**
 * Returns the check that another key that can create keys is still there and expires no earlier. Without it, two
 * concurrent revocations could each count on the key that the other one removes.
 * @throws 409 if there is none
 */
async function anotherRemains(ctx: Ctx, { key_id }: ApiKey): Promise<Write> {
  const other = await longestLived(ctx, (key) => key.key_id !== key_id && canCreate(ctx, key));
  if (other) return apiKeyUnchanged(ctx.tenant, other);
  throw new Fault("last-key", "This is the tenant's last key with keys:write; create another one before you revoke it");
}

/** Returns a key that does not expire, or else the one that expires last. */
async function longestLived(ctx: Ctx, isCandidate: (key: ApiKey) => boolean): Promise<ApiKey | undefined> {
  const endOf = ({ expires_at }: ApiKey) => (expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at));
  let last: ApiKey | undefined;
  for await (const key of validKeys(ctx)) {
    if (!isCandidate(key)) continue;
    if (!last || endOf(key) > endOf(last)) last = key;
    if (last.expires_at === null) break;
  }
  return last;
}
