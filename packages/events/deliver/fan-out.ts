/** Queues recorded events for the webhooks that want them. */
import { type EnqueueDeps, enqueue, type Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import { wantsEvent } from "@skillmeat-deployments/core/model/webhooks/event-filter.ts";
import { webhooks } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { FanOut } from "../feed-event.ts";
import type { Queue } from "./queue.ts";

/** What the fan-out depends on. */
export type FanOutDeps = EnqueueDeps & { table: Pick<Table, "transact" | "query">; queue: Queue };

/** More than any limit of a tenant allows. */
const MAX_WEBHOOKS = 1_000;
const PARALLEL_WEBHOOKS = 5;

/** Creates the fan-out. It reads the webhooks of the tenant once a call: one that exists by then gets every event. */
export const createFanOut =
  (deps: FanOutDeps): FanOut =>
  async (tenant, events) => {
    const { rows } = await deps.table.query({
      pk: keys.tenantPartition(tenant),
      prefix: PREFIX.webhook,
      limit: MAX_WEBHOOKS,
    });
    const active = rows
      .filter((row) => isLive(row))
      .map((row) => webhooks.fromRow(row))
      .filter(({ status }) => status === "active");
    const wakes: Wake[] = [];
    await inParallel(PARALLEL_WEBHOOKS, active, async (webhook) => {
      const wanted = events.filter(({ event }) => wantsEvent(webhook, event));
      const deliveries = wanted.map(({ feed, event: { id, type, subject, time, sequence } }) => ({
        id,
        type,
        subject,
        time,
        feed,
        sequence,
      }));
      wakes.push(...(await enqueue({ tenant, webhook: webhook.webhook_id }, deliveries, deps)));
    });
    if (wakes.length > 0) await deps.queue(wakes.map((wake) => ({ wake, delaySeconds: 0 })));
  };
