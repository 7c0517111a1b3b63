/** The queue that carries the messages which wake webhooks, and the KMS key of their secrets. */
import type { Permission } from "./function.ts";
import { isProduction } from "./stage.ts";

// Links contain only the URL. SST's default link would grant sqs:*.
sst.Linkable.wrap(sst.aws.Queue, ({ url }) => ({ properties: { url } }));

/**
 * The messages that the worker has failed to handle. Their webhooks are not lost: the sweep wakes them again. A message keeps
 * the time at which it was sent, so the retention has to be longer than that of the queue.
 */
export const webhookDeadLetters = new sst.aws.Queue("WebhookDeadLetters", {
  transform: { queue: { messageRetentionSeconds: 14 * 86_400, sqsManagedSseEnabled: true } },
});

/**
 * A standard queue, because the messages of a webhook are a group: SQS then keeps the backlog of one from delaying others.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export const webhookQueue = new sst.aws.Queue("WebhookQueue", {
  // Six times the timeout of the worker, as AWS recommends.
  visibilityTimeout: "9 minutes",
  dlq: { queue: webhookDeadLetters.arn, retry: 5 },
  // The longest delay and all receives. An older message is worth nothing: the sweep has sent others.
  transform: { queue: { messageRetentionSeconds: 2 * 3_600, sqsManagedSseEnabled: true } },
});

/** Permission to send messages. A batch needs no other. */
export const sendMessages: Permission = { actions: ["sqs:SendMessage"], resources: [webhookQueue.arn] };

/** Wraps the data keys. Without it the secrets of all webhooks are lost. */
const key = new aws.kms.Key(
  "WebhookSecrets",
  {
    description: "Wraps the data keys that encrypt the secrets of webhooks",
    enableKeyRotation: true,
    deletionWindowInDays: 30,
  },
  { retainOnDelete: isProduction($app.stage) },
);

export const webhookKey = new sst.Linkable("WebhookKey", { properties: { arn: key.arn } });

/** Permission to call KMS for the secrets of webhooks, and for nothing else. */
export const mayCallKms = (action: "kms:GenerateDataKey" | "kms:Decrypt"): Permission => ({
  actions: [action],
  resources: [key.arn],
  conditions: [{ test: "StringEquals", variable: "kms:EncryptionContext:purpose", values: ["webhook-secrets"] }],
});
