/** The worker on AWS: handles the messages of the queue, each of which wakes a webhook. */
import type { PendingEvent } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { parseWake } from "@skillmeat-deployments/core/model/webhooks/wake-message.ts";
import type { Log } from "@skillmeat-deployments/core/runtime/log.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { type Refusals, takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Drain } from "./drain.ts";
import type { HealthDeps } from "./webhook-health.ts";

/** As many as an invocation gets: none waits for the endpoint of another. */
const PARALLEL_MESSAGES = 10;

/**
 * No delivery starts after this time in an invocation. The function's timeout leaves 40 s for the last ones: two attempts,
 * of which the first fails within a second, and what is written after them.
 */
export const BUDGET_MS = 50_000;

/** The members of the worker's log lines that are metrics, with their CloudWatch units. */
export const WORKER_METRICS = {
  delivered: "Count",
  retried: "Count",
  failed: "Count",
  disabled: "Count",
  messages: "Count",
  unhandled: "Count",
  throttles: "Count",
} as const;

export type WorkerDeps = { drain: Drain; log: Log; refusals: Refusals };

/** The signature of a handler of SQS messages. */
export type MessageHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** Creates the handler. The messages that failed are reported: SQS delivers them again, and at last to the dead letters. */
export const createWorker =
  ({ drain, log, refusals }: WorkerDeps): MessageHandler =>
  async ({ Records }) => {
    const failed: string[] = [];
    await inParallel(PARALLEL_MESSAGES, Records, async ({ messageId, body }) => {
      try {
        await drain(parseWake(body));
      } catch (error) {
        failed.push(messageId);
        log({ level: "error", message: "message not handled", error: (error as Error).name });
      }
    });
    const { throttles } = takeRefusals(refusals);
    log({ message: "webhook messages", messages: Records.length, unhandled: failed.length, throttles });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

const DISABLED = "skillmeat.webhook.disabled";

/** Appends events about webhooks to the feed, and logs those that were disabled, for the alarm. */
export const appendAndLog =
  (append: HealthDeps["appendEvents"], log: Log) =>
  async (events: readonly PendingEvent[]): Promise<void> => {
    await append(events);
    for (const { tenant, type, subject } of events) {
      if (type !== DISABLED) continue;
      const webhook = subject.slice(subject.lastIndexOf("/") + 1);
      log({ level: "warn", message: "webhook disabled", tenant, webhook, disabled: 1 });
    }
  };
