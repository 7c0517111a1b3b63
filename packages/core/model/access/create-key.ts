/** Creates API keys for callers of a tenant. */
import type * as z from "zod";
import type { Caller, WriteCtx } from "../../context.ts";
import { Fault, invalid } from "../../fault.ts";
import type { Committed } from "../../storage/writer.ts";
import type { ApiKeyCreate, ApiKeyCreated } from "./api-key.schema.ts";
import { assertHasScopes, type KeyMode, mintKey, outlives } from "./api-key.ts";
import { assertKeyLimit } from "./valid-keys.ts";

/**
 * Creates an API key. The new key cannot have more scopes than the caller's key, and cannot expire later.
 * @param caller the identity of the caller
 * @throws 403 if the caller lacks a scope; 422 at the tenant's limit, or if `expires_at` is in the past, or later than the caller's own
 */
export async function createApiKey(
  ctx: WriteCtx,
  mode: KeyMode,
  caller: Caller,
  input: ApiKeyCreate,
): Promise<Committed<z.infer<typeof ApiKeyCreated>>> {
  assertHasScopes(caller, input.scopes, "create");
  assertFuture(ctx, caller, input.expires_at);
  await assertKeyLimit(ctx);
  const { created, rows } = mintKey(ctx, mode, input);
  const outcome = await ctx.writer.commit(rows, created, "key");
  if (!outcome.done) throw new Fault("internal", "The id of a new API key already exists");
  return outcome.committed;
}

function assertFuture(ctx: WriteCtx, caller: Caller, expires_at: string | null | undefined): void {
  if (expires_at && Date.parse(expires_at) <= ctx.now().getTime()) {
    throw invalid({ pointer: "/expires_at", detail: "expires_at must be in the future" });
  }
  if (outlives(expires_at ?? null, caller)) {
    throw invalid({
      pointer: "/expires_at",
      detail: `expires_at must not be later than ${caller.expires_at}, when the calling key expires`,
    });
  }
}
