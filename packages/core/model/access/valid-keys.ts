/** The API keys of a tenant that have not expired: for its limit of keys, and for the key that must not be its last. */
import type { Ctx } from "../../context.ts";
import { keys, PREFIX } from "../../storage/keys.ts";
import { readPage } from "../../storage/pages.ts";
import type { ApiKey } from "./api-key.schema.ts";
import { apiKeyFromRow } from "./api-key.ts";
import { limitReached } from "./tenant-limits.ts";
import { hasExpired } from "./verify.ts";

/** The number of keys that one query reads. */
const PAGE = 1_000;

/** Reads the tenant's keys that have not expired, in the order of their ids. */
export async function* validKeys(ctx: Ctx): AsyncGenerator<ApiKey> {
  const range = { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.apiKey };
  let after: string | undefined;
  do {
    const page = await readPage(ctx, range, { limit: PAGE, after }, apiKeyFromRow);
    for (const key of page.items) if (!hasExpired(key, ctx.now())) yield key;
    after = page.next;
  } while (after !== undefined);
}

/**
 * Checks that the tenant may have another key.
 * @param factor how often the limit may be reached: a rotation adds a key to one that expires soon
 * @throws 422 at the limit
 */
export async function assertKeyLimit(ctx: Ctx, factor = 1): Promise<void> {
  const limit = ctx.quota.limits.keys;
  let count = 0;
  for await (const _ of validKeys(ctx)) if (++count >= limit * factor) throw limitReached("keys", limit);
}
