/** Reads the deliveries of a webhook, and makes one again. */
import type { Ctx, WriteCtx } from "../../context.ts";
import { Fault, notFound } from "../../fault.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { keys, PREFIX } from "../../storage/keys.ts";
import { MAX_FILTERED_ROWS, type Page, type PageRequest, readFiltered } from "../../storage/pages.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Row } from "../../storage/row.ts";
import type { Committed } from "../../storage/writer.ts";
import { pathTo } from "../api-paths.ts";
import { matchesPattern } from "../events/event-type.ts";
import { LABELS } from "../labels.ts";
import type { Attempt, Delivery, DeliveryRead } from "./delivery.schema.ts";
import {
  type DeliveryRow,
  deliveryIdOf,
  newDeliveryRow,
  queueWrites,
  timerKey,
  timerWrite,
  ttlOf,
} from "./delivery-row.ts";
import type { Wake } from "./enqueue.ts";
import { webhooks } from "./webhook.ts";
import type { DeliveryStatus } from "./webhook-terms.ts";

type DeliveryIds = { readonly webhook_id: string; readonly delivery_id: string };

const MAX_LISTED_ATTEMPTS = 100;

/** Returns the read shape of a delivery. */
function deliveryOf(webhook_id: string, row: DeliveryRow): Delivery {
  return {
    delivery_id: deliveryIdOf(row),
    webhook_id,
    type: row.type,
    subject: row.subject,
    status: row.status,
    attempts: row.attempts,
    last_status: row.last_status ?? null,
    next_attempt_at: row.due === undefined ? null : new Date(row.due).toISOString(),
    created_at: row.created_at,
  };
}

/** Filters of the list of deliveries. */
export type DeliveryFilter = { status?: DeliveryStatus | undefined; type?: string | undefined };

/** Lists the deliveries of a webhook, oldest event first. @throws 404; 400 if the cursor is invalid */
export async function listDeliveries(
  ctx: Ctx,
  webhook_id: string,
  { status, type }: DeliveryFilter,
  page: PageRequest,
): Promise<Page<Delivery>> {
  const range = { pk: keys.webhookPartition(ctx.tenant, webhook_id), prefix: PREFIX.delivery };
  const picked = (row: Row) => {
    const delivery = deliveryOf(webhook_id, row as DeliveryRow);
    if (status !== undefined && delivery.status !== status) return undefined;
    return type === undefined || matchesPattern(delivery.type, type) ? delivery : undefined;
  };
  const maxRows = status === undefined && type === undefined ? page.limit + 1 : MAX_FILTERED_ROWS;
  const [, deliveries] = await Promise.all([
    webhooks.read(ctx, { webhook_id }),
    readFiltered(ctx, range, page, async (rows) => rows.map(picked), maxRows),
  ]);
  return deliveries;
}

/** Reads a delivery with its attempts. @throws 404 */
export async function readDelivery(ctx: Ctx, { webhook_id, delivery_id }: DeliveryIds): Promise<DeliveryRead> {
  const keyOf = (n: number) => keys.attempt(ctx.tenant, webhook_id, delivery_id, n);
  const range = { pk: keys.webhookPartition(ctx.tenant, webhook_id), prefix: `${PREFIX.attempt}${delivery_id}#` };
  const attemptsAfter = (after?: string) => ctx.table.query({ ...range, after, limit: MAX_LISTED_ATTEMPTS });
  const [[webhook, row], first] = await Promise.all([
    ctx.table.getMany([keys.webhook(ctx.tenant, webhook_id), keys.delivery(ctx.tenant, webhook_id, delivery_id)]),
    attemptsAfter(),
  ]);
  if (!webhook) throw notFound(LABELS.webhook, webhook_id);
  if (!row) throw notFound(LABELS.delivery, delivery_id);
  const delivery = deliveryOf(webhook_id, row as DeliveryRow);
  const before = delivery.attempts - MAX_LISTED_ATTEMPTS - 1;
  const { rows } = before < 0 ? first : await attemptsAfter(keyOf(before).sk);
  return { ...delivery, log: rows.map(attemptOf) };
}

const attemptOf = ({ at, duration_ms, status = null, error = null, response = null }: Row): Attempt => ({
  at: at as string,
  duration_ms: duration_ms as number,
  status: status as number | null,
  error: error as string | null,
  response: response as string | null,
});

/** The result of a change of deliveries, and what wakes their webhook. */
export type Queued = { delivery: Delivery; wake: Wake };

/**
 * Makes a delivery again, with a new schedule. One that is pending is due at once. Its webhook has to be active to get it.
 * @throws 404
 */
export async function redeliver(ctx: WriteCtx, { webhook_id, delivery_id }: DeliveryIds): Promise<Committed<Queued>> {
  const ref = { tenant: ctx.tenant, webhook: webhook_id };
  const key = keys.delivery(ctx.tenant, webhook_id, delivery_id);
  const attempt = async () => {
    const [webhook, found] = await ctx.table.getMany([keys.webhook(ctx.tenant, webhook_id), key]);
    if (!webhook) throw notFound(LABELS.webhook, webhook_id);
    if (!found) throw notFound(LABELS.delivery, delivery_id);
    const row = found as DeliveryRow;
    const now = ctx.now();
    const due = now.getTime();
    const next: DeliveryRow = { ...row, status: "pending", tries: 0, due, revision: row.revision + 1, ttl: ttlOf(now) };
    const timer = timerKey(ref, due, ctx.newId());
    const outcome = await ctx.writer.commit(
      [
        ...queueWrites(ref, next, { is: "revision", revision: row.revision }),
        timerWrite(timer, next.ttl),
        ...(row.due === undefined || row.due === due
          ? []
          : [{ remove: keys.pending(ctx.tenant, webhook_id, row.due, delivery_id), when: { is: "any" } } as const]),
      ],
      { delivery: deliveryOf(webhook_id, next), wake: { ...ref, timers: [timer] } },
    );
    return outcome.done ? outcome.committed : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.delivery} '${delivery_id}'`));
}

/** Queues a test event for a webhook. @throws 404 */
export async function sendTestEvent(ctx: WriteCtx, webhook_id: string): Promise<Committed<Queued>> {
  await webhooks.read(ctx, { webhook_id });
  const ref = { tenant: ctx.tenant, webhook: webhook_id };
  const now = ctx.now();
  const id = ctx.newId();
  const event = { type: "skillmeat.webhook.test", subject: pathTo("webhook", { webhook_id }), time: now.toISOString() };
  const payload = JSON.stringify({
    specversion: "1.0",
    id,
    source: pathTo("tenant", { tenant_id: ctx.tenant }),
    ...event,
    datacontenttype: "application/json",
    data: { actor: ctx.actor, request_id: ctx.requestId },
  });
  const row = newDeliveryRow(ref, { id, ...event, payload }, now);
  const timer = timerKey(ref, now.getTime(), ctx.newId());
  const outcome = await ctx.writer.commit([...queueWrites(ref, row, { is: "absent" }), timerWrite(timer, row.ttl)], {
    delivery: deliveryOf(webhook_id, row),
    wake: { ...ref, timers: [timer] },
  });
  if (!outcome.done) throw new Fault("unavailable", "The test event was not queued; try again", { retryAfter: 1 });
  return outcome.committed;
}
