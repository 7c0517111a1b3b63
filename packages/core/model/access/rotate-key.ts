/** Rotates API keys: a new key takes the place of an old one, which lives on for a while. */
import type * as z from "zod";
import type { Caller, WriteCtx } from "../../context.ts";
import { Fault, invalid } from "../../fault.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { apiKeyUpdates } from "../../storage/directory.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Committed } from "../../storage/writer.ts";
import { LABELS } from "../labels.ts";
import type { ApiKeyCreated, ApiKeyRotate } from "./api-key.schema.ts";
import { assertHasScopes, type KeyMode, mintKey, outlives, readApiKey } from "./api-key.ts";
import { assertKeyLimit } from "./valid-keys.ts";
import { hasExpired } from "./verify.ts";

/**
 * Creates a key with the name, scopes and expiry of an old one, and lets the old one expire after `grace_seconds`, unless
 * it does so earlier. Both in one transaction, so a tenant's last key can be rotated.
 * @throws 403 if the caller lacks a scope of the key; 404; 409 if the key has expired; 422 if it expires later than the
 * caller's own
 */
export async function rotateApiKey(
  ctx: WriteCtx,
  mode: KeyMode,
  caller: Caller,
  keyId: string,
  { grace_seconds }: z.output<typeof ApiKeyRotate>,
): Promise<Committed<z.infer<typeof ApiKeyCreated>>> {
  const attempt = async () => {
    const old = await readApiKey(ctx, keyId);
    assertHasScopes(caller, old.scopes, "rotate");
    if (hasExpired(old, ctx.now())) throw new Fault("key-expired", "The key has expired; create a new one");
    // Without a grace the number of keys stays the same.
    if (grace_seconds > 0) await assertKeyLimit(ctx, 2);
    if (outlives(old.expires_at, caller)) {
      const detail = `The new key would expire later than the calling key, which expires at ${caller.expires_at}`;
      throw invalid({ pointer: "", detail });
    }
    const end = new Date(ctx.now().getTime() + grace_seconds * 1_000);
    const expires_at = hasExpired(old, end) ? old.expires_at : end.toISOString();
    const { created, rows } = mintKey(ctx, mode, old);
    const unchanged = { is: "expiring", expires_at: old.expires_at } as const;
    const writes = [...apiKeyUpdates(ctx.tenant, keyId, { expires_at }, unchanged), ...rows];
    const outcome = await ctx.writer.commit(writes, created, "key");
    return outcome.done ? outcome.committed : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.apiKey} '${keyId}'`));
}
