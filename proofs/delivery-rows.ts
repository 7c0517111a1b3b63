/** What the table of a killed service holds of deliveries, and what nothing would find there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type DeliveryRow,
  deliveryIdOf,
  pendingOf,
  TIMER_SHARDS,
  timerOf,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { keys, PREFIX, systemKeys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { urlOf } from "@skillmeat-deployments/local/address.ts";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { LOCAL_AWS, TABLE } from "@skillmeat-deployments/local/provision.ts";

/** A webhook that fails rests for 10 s, and has a timer after that. */
const LONGEST_REST_MS = 15_000;

/** The deliveries of a webhook. `queued`: the times at which they are in its queue. `timers`: the times of its timers. */
type Stored = {
  active: boolean;
  status: Map<string, string>;
  due: Map<string, number>;
  queued: Map<string, Set<number>>;
  timers: Set<number>;
};

/** What was stored at a time, by webhook. */
export type StoredDeliveries = { at: number; webhooks: Map<string, Stored> };

/** Reads the table of a service that was killed, while its engine still runs. */
export async function readDeliveries(dataDir: string): Promise<StoredDeliveries> {
  const engine = JSON.parse(readFileSync(join(dataDir, "engine.json"), "utf8"));
  const tenant = readCredentials(dataDir)?.tenant_id as string;
  const client = createClient({ ...LOCAL_AWS, endpoint: urlOf(engine) });
  try {
    const table = createTable(client, TABLE);
    const webhooks = new Map<string, Stored>();
    for (const row of await all(table, keys.tenantPartition(tenant), PREFIX.webhook))
      webhooks.set(row.sk.slice(PREFIX.webhook.length), await storedOf(table, tenant, row));
    for (let shard = 0; shard < TIMER_SHARDS; shard++)
      for (const row of await all(table, systemKeys.timers(shard), PREFIX.timer)) {
        const { webhook, due } = timerOf(row);
        webhooks.get(webhook)?.timers.add(due);
      }
    return { at: Date.now(), webhooks };
  } finally {
    client.destroy();
  }
}

async function storedOf(table: Table, tenant: string, webhook: Row): Promise<Stored> {
  const pk = keys.webhookPartition(tenant, webhook.sk.slice(PREFIX.webhook.length));
  const rows = (await all(table, pk, PREFIX.delivery)) as DeliveryRow[];
  const stored: Stored = {
    active: (webhook.status ?? "active") === "active",
    status: new Map(rows.map((row) => [deliveryIdOf(row), row.status])),
    due: new Map(rows.flatMap((row) => (row.due === undefined ? [] : [[deliveryIdOf(row), row.due]]))),
    queued: new Map(),
    timers: new Set(),
  };
  for (const row of await all(table, pk, PREFIX.pending)) {
    const { id, due } = pendingOf(row);
    stored.queued.set(id, (stored.queued.get(id) ?? new Set()).add(due));
  }
  return stored;
}

async function all(table: Table, pk: string, prefix: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await table.query({ pk, prefix, after, limit: 1_000 });
    rows.push(...page.rows);
    after = page.last;
    more = after !== undefined;
  }
  return rows;
}

/**
 * The pending deliveries that nothing would find: not in the queue at their time, or without a timer. One that waits needs
 * a timer of its own time; what is due needs one of the webhook, which may be after its rest.
 */
export function withoutTimer({ at, webhooks }: StoredDeliveries): string[] {
  return [...webhooks].flatMap(([webhook, { active, status, due, queued, timers }]) =>
    [...status].flatMap(([id, is]) => {
      if (is !== "pending") return [];
      const time = due.get(id);
      if (time === undefined || !queued.get(id)?.has(time)) return [`${webhook} ${id} is not in the queue`];
      const isCovered = time > at ? timers.has(time) : [...timers].some((timer) => timer <= at + LONGEST_REST_MS);
      return active && !isCovered ? [`${webhook} ${id} has no timer`] : [];
    }),
  );
}
