/** The worker, which sends webhooks, and the sweep, which wakes those whose messages were lost or not yet sent. */
import { DELIVER_ACTIONS, SWEEP_ACTIONS } from "./actions.ts";
import { api } from "./api.ts";
import { lambda } from "./function.ts";
import { table } from "./table.ts";
import { mayCallKms, sendMessages, webhookKey, webhookQueue } from "./webhook-queue.ts";

/**
 * Invocations at the same time, of ten webhooks each. They take at most so much of the account's concurrency from the API.
 */
const MAX_WORKERS = 50;

export const worker = webhookQueue.subscribe(
  lambda({
    name: "deliver",
    handler: "packages/events/lambda/deliver.handler",
    memory: "512 MB",
    timeout: "90 seconds",
    link: [table, webhookQueue, webhookKey],
    permissions: [
      { actions: DELIVER_ACTIONS, resources: [table.arn] },
      sendMessages,
      // Opens the secrets of webhooks, and makes no data keys.
      mayCallKms("kms:Decrypt"),
    ],
    environment: { PUBLIC_URL: api.url },
  }),
  {
    // All messages of a batch are handled at the same time, so the batch is as large as the worker allows.
    batch: { size: 10, partialResponses: true },
    transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: MAX_WORKERS } } },
  },
);

export const sweep = new sst.aws.CronV2("WebhookSweep", {
  schedule: "rate(1 minute)",
  // The next one does the same.
  retries: 0,
  function: lambda({
    name: "sweep",
    handler: "packages/events/lambda/sweep.handler",
    memory: "512 MB",
    timeout: "50 seconds",
    link: [table, webhookQueue],
    permissions: [{ actions: SWEEP_ACTIONS, resources: [table.arn] }, sendMessages],
  }),
});
