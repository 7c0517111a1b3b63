/** Revokes API keys. */
import type { Caller, WriteCtx } from "../../context.ts";
import { notFound } from "../../fault.ts";
import { apiKeyRemovals } from "../../storage/directory.ts";
import type { Committed } from "../../storage/writer.ts";
import { LABELS } from "../labels.ts";
import { assertHasScopes, readApiKey } from "./api-key.ts";

/**
 * Revokes an API key. Instances cache keys, so it can be accepted for up to 30 s more.
 * @throws 403 if the caller lacks a scope of the key; 404
 */
export async function revokeApiKey(ctx: WriteCtx, caller: Caller, keyId: string): Promise<Committed<object>> {
  const { scopes } = await readApiKey(ctx, keyId);
  assertHasScopes(caller, scopes, "revoke");
  const outcome = await ctx.writer.commit(apiKeyRemovals(ctx.tenant, keyId), {});
  if (!outcome.done) throw notFound(LABELS.apiKey, keyId);
  return outcome.committed;
}
