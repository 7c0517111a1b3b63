/** Webhooks of a local run: the same worker as on AWS, driven by the table and a clock instead of a queue. */
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import type { WebhookServices } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { SecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { createDrain, type DrainDeps } from "@skillmeat-deployments/events/deliver/drain.ts";
import type { Queue } from "@skillmeat-deployments/events/deliver/queue.ts";
import { AHEAD_MS, sweep } from "@skillmeat-deployments/events/deliver/sweep.ts";
import { appendToFeed } from "@skillmeat-deployments/events/record/append.ts";

/** How often the table is searched for what nothing has sent. */
const SWEEP_MS = 10_000;

export type LocalWebhooksOptions = {
  table: Table;
  secrets: SecretBox;
  send: DrainDeps["send"];
  allowLoopback: boolean;
  publicUrl: string;
  /** Whether no other process works on the table. */
  isAlone: boolean;
  now: () => Date;
  newId: () => string;
  log: (line: Record<string, unknown>) => void;
  /** Milliseconds between sweeps. Infinity: none. */
  sweepMs?: number;
};

/** The webhooks of a local run. */
export type LocalWebhooks = {
  /** What the API needs. */
  services: WebhookServices & { wake(wakes: readonly Wake[]): Promise<void> };
  queue: Queue;
  /** Ends after the requests in flight. What is due stays in the table. */
  stop(): Promise<void>;
};

/** Starts the worker and the sweep. */
export function startWebhooks(options: LocalWebhooksOptions): LocalWebhooks {
  const { table, secrets, allowLoopback, isAlone, now, newId, log, sweepMs = SWEEP_MS } = options;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  let isStopped = false;
  const run = (wake: Wake) => {
    if (isStopped) return;
    const work = drain(wake)
      .catch((error: Error) => log({ level: "error", message: "webhook deliveries failed", error: error.name }))
      .finally(() => running.delete(work));
    running.add(work);
  };
  const queue: Queue = async (messages) => {
    if (isStopped) return;
    for (const { wake, delaySeconds } of messages) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run(wake);
      }, delaySeconds * 1_000);
      timers.add(timer);
    }
  };
  const appendEvents: DrainDeps["appendEvents"] = (events) => appendToFeed(events, { table, now });
  const isStopping = () => isStopped;
  const only = isAlone ? newId() : undefined;
  const drain = createDrain({ ...options, table, now, newId, secrets, queue, appendEvents, isStopping, only });
  const search = (graceMs?: number) => {
    const work: Promise<unknown> = sweep(table, now, queue, graceMs)
      .catch((error: Error) => log({ level: "error", message: "webhook sweep failed", error: error.name }))
      .finally(() => running.delete(work));
    running.add(work);
  };
  // What the last run has left. Its messages ended with it.
  // The messages of the process before are gone, also those that were to come later.
  if (Number.isFinite(sweepMs)) search(-AHEAD_MS);
  const sweeps = Number.isFinite(sweepMs) ? setInterval(() => search(), sweepMs) : undefined;
  return {
    services: {
      secrets,
      allowLoopback,
      wake: (wakes) => queue(wakes.map((wake) => ({ wake, delaySeconds: 0 }))),
    },
    queue,
    async stop() {
      isStopped = true;
      clearInterval(sweeps);
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
