/** Webhooks: the endpoints of a tenant to which events are sent. */
import type { Ctx, Preconditions, Versioned, WriteCtx } from "../../context.ts";
import { Fault, invalid } from "../../fault.ts";
import { checkPreconditions, firstStamp } from "../../resource/change.ts";
import { createCollection } from "../../resource/collection.ts";
import { toStored } from "../../resource/stored.ts";
import { isLive, requireLive } from "../../resource/tombstone.ts";
import type { Update } from "../../resource/update.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { type Key, keys, PREFIX } from "../../storage/keys.ts";
import { type Page, type PageRequest, readPage } from "../../storage/pages.ts";
import { retryContended } from "../../storage/retry.ts";
import type { ResourceRow } from "../../storage/row.ts";
import type { Committed } from "../../storage/writer.ts";
import { urlProblem } from "../../values/safe-address.ts";
import { newSigningSecret, publicKeyOf } from "../../values/webhook-secret.ts";
import { limitReached } from "../access/tenant-limits.ts";
import { LABELS } from "../labels.ts";
import { STORED } from "../stored-shapes.ts";
import { timerKey, timerWrite, ttlOf } from "./delivery-row.ts";
import { freshHealth, type Health, healthOf, NEW_HEALTH } from "./health.ts";
import { createdSecrets, type SecretBox, sealedFor } from "./secrets.ts";
import type { Webhook, WebhookCreate, WebhookCreated, WebhookRead } from "./webhook.schema.ts";

type WebhookIds = { readonly webhook_id: string };

/** What webhooks need besides storage. */
export type WebhookServices = {
  /** Seals the secrets. */
  secrets: SecretBox;
  /** Whether loopback addresses are allowed, by `http` too: in local runs only. */
  allowLoopback: boolean;
};

/** The webhooks of a tenant, as they are stored. Their rows make no events. */
export const webhooks = createCollection<typeof Webhook, Record<never, string>, WebhookIds>({
  label: LABELS.webhook,
  stored: STORED.Webhook,
  key: (tenant, { webhook_id }) => keys.webhook(tenant, webhook_id),
  idOf: ({ webhook_id }) => webhook_id,
  range: (tenant) => ({ pk: keys.tenantPartition(tenant), prefix: PREFIX.webhook }),
  afterUpdate(next, current) {
    if (next.status === "disabled" && current.status !== "disabled") {
      const detail = "status: only the service disables a webhook; set it to paused";
      throw invalid({ pointer: "/status", detail });
    }
    return next.status === "disabled" ? next : { ...next, disabled_reason: null };
  },
  // What is in its queue goes on, and the failures of before do not count.
  alongUpdate(ctx, next, current) {
    if (next.status !== "active" || current.status === "active") return [];
    const ref = { tenant: ctx.tenant, webhook: next.webhook_id };
    const always = { is: "any" } as const;
    return [
      timerWrite(timerKey(ref, ctx.now().getTime(), ctx.newId()), ttlOf(ctx.now())),
      { set: keys.webhookHealth(ctx.tenant, next.webhook_id), attributes: freshHealth(ctx.now()), when: always },
      { set: keys.webhookLease(ctx.tenant, next.webhook_id), attributes: { next: 0 }, when: always },
    ];
  },
});

/** The number of deliveries that are counted as due. */
const MAX_DUE = 100;

/** @throws 422 if the service may not send to the URL */
function assertUrl(url: string, { allowLoopback }: WebhookServices): void {
  const problem = urlProblem(url, allowLoopback);
  if (problem !== undefined) throw invalid({ pointer: "/url", detail: `url: ${problem}` });
}

/** @throws 422 `limit-reached` */
async function assertLimit(ctx: Ctx): Promise<void> {
  const limit = ctx.quota.limits.webhooks;
  const range = { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.webhook };
  const { rows } = await ctx.table.query({ ...range, limit });
  if (rows.length >= limit) throw limitReached("webhooks", limit);
}

/** The result of a creation. A replay has no secret. */
export type CreatedWebhook = Versioned<Webhook> & Pick<WebhookCreated, "secret" | "secret_shown">;

/** Creates a webhook with a new secret. @throws 422 if the URL is not allowed, or at the tenant's limit */
export async function createWebhook(
  ctx: WriteCtx,
  services: WebhookServices,
  { signing = "v1", ...input }: WebhookCreate,
): Promise<Committed<CreatedWebhook>> {
  assertUrl(input.url, services);
  if (input.status === "disabled") throw invalid({ pointer: "/status", detail: "status: must be active or paused" });
  await assertLimit(ctx);
  const webhook_id = ctx.newId();
  const secret = newSigningSecret(signing);
  const value = { status: "active", ...input, webhook_id, signing, public_key: publicKeyOf(secret) };
  const stamp = firstStamp(ctx);
  const row: ResourceRow = { ...toStored(STORED.Webhook, value), ...keys.webhook(ctx.tenant, webhook_id), ...stamp };
  const sealed = await services.secrets.seal(secret, sealedFor(ctx.tenant, webhook_id));
  const created = { value: webhooks.fromRow(row), change: stamp.change };
  const writes = [
    { put: row, when: { is: "absent" } as const },
    { put: createdSecrets(ctx.tenant, webhook_id, sealed), when: { is: "absent" } as const },
    // Only a creation makes them, so that a worker cannot leave them behind a deletion.
    { put: { ...keys.webhookHealth(ctx.tenant, webhook_id), ...NEW_HEALTH }, when: { is: "absent" } as const },
    { put: { ...keys.webhookLease(ctx.tenant, webhook_id), until: 0, next: 0 }, when: { is: "absent" } as const },
  ];
  const outcome =
    signing === "v1"
      ? await ctx.writer.commit(writes, { ...created, secret }, "secret")
      : await ctx.writer.commit(writes, created);
  if (!outcome.done) throw new Fault("unavailable", "The webhook was not created; try again", { retryAfter: 1 });
  return outcome.committed;
}

/** Reads a webhook, with how its deliveries went. @throws 404 */
export async function readWebhook(ctx: Ctx, { webhook_id }: WebhookIds): Promise<Versioned<WebhookRead>> {
  const row = requireLive(await ctx.table.get(keys.webhook(ctx.tenant, webhook_id)), LABELS.webhook, webhook_id);
  const [read] = await withHealth(ctx, [row]);
  return read as Versioned<WebhookRead>;
}

/** Lists webhooks in the order of their ids. @throws 400 if the cursor is invalid */
export async function listWebhooks(ctx: Ctx, page: PageRequest): Promise<Page<WebhookRead>> {
  const range = { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.webhook };
  const { items, ...next } = await readPage(ctx, range, page, (row) => (isLive(row) ? row : undefined));
  return { items: (await withHealth(ctx, items)).map(({ value }) => value), ...next };
}

/** Reads how the deliveries of webhooks went. */
async function withHealth(ctx: Ctx, rows: readonly ResourceRow[]): Promise<Versioned<WebhookRead>[]> {
  const ids = rows.map((row) => row.webhook_id as string);
  const [health, queues] = await Promise.all([
    ctx.table.getMany(ids.map((id) => keys.webhookHealth(ctx.tenant, id))),
    Promise.all(ids.map((id) => dueIn(ctx, id))),
  ]);
  return rows.map((row, i) => {
    // undefined: it was deleted since its row was read.
    const { last_success_at, failing_since, failed }: Health = health[i] ? healthOf(health[i]) : NEW_HEALTH;
    const value = { ...webhooks.fromRow(row), last_success_at, failing_since, due: queues[i] as number, failed };
    return { value, change: row.change };
  });
}

async function dueIn(ctx: Ctx, webhook_id: string): Promise<number> {
  const pk = keys.webhookPartition(ctx.tenant, webhook_id);
  const { rows } = await ctx.table.query({ pk, prefix: PREFIX.pending, limit: MAX_DUE, consistent: false });
  return rows.length;
}

/**
 * Updates a webhook. One that becomes active goes on with what is in its queue.
 * @throws 404; 412 if a precondition fails; 422 if a field is invalid
 */
export async function updateWebhook(
  ctx: WriteCtx,
  services: WebhookServices,
  ids: WebhookIds,
  update: Update<typeof Webhook>,
  preconditions: Preconditions,
): Promise<Committed<Versioned<Webhook>>> {
  const { url } = update.fields as { url?: string };
  if (url !== undefined && url !== null) assertUrl(url, services);
  return webhooks.update(ctx, ids, update, preconditions);
}

/** Deletes a webhook with its secret and its queue. Its deliveries expire. @throws 404; 412 if a precondition fails */
export async function deleteWebhook(
  ctx: WriteCtx,
  { webhook_id }: WebhookIds,
  preconditions: Preconditions,
): Promise<Committed<object>> {
  const key = keys.webhook(ctx.tenant, webhook_id);
  const attempt = async () => {
    const { change } = requireLive(await ctx.table.get(key), LABELS.webhook, webhook_id);
    checkPreconditions(LABELS.webhook, webhook_id, change, preconditions);
    const others: Key[] = [
      keys.webhookSecrets(ctx.tenant, webhook_id),
      keys.webhookHealth(ctx.tenant, webhook_id),
      keys.webhookLease(ctx.tenant, webhook_id),
    ];
    const outcome = await ctx.writer.commit(
      [
        { remove: key, when: { is: "live", changes: [change] } },
        ...others.map((remove) => ({ remove, when: { is: "any" } as const })),
      ],
      {},
    );
    return outcome.done ? outcome.committed : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.webhook} '${webhook_id}'`));
}
