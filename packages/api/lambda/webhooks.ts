/** What the API's function needs for webhooks. It is loaded on demand. */
import "../start.ts";
import { createWakeQueue } from "@skillmeat-deployments/core/model/webhooks/wake-message.ts";
import type { Log } from "@skillmeat-deployments/core/runtime/log.ts";
import { awsIdentity } from "@skillmeat-deployments/core/storage/aws-calls.ts";
import { createKmsKeys } from "@skillmeat-deployments/core/storage/kms-keys.ts";
import { createSqs } from "@skillmeat-deployments/core/storage/sqs.ts";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import type { WebhookDeps } from "../routing/route.ts";

/** The URL of the queue, and the ARN of the KMS key. */
type Links = { queueUrl: string; keyId: string };

/** Secrets under KMS, and messages through SQS. Loopback addresses are never allowed. */
export function createWebhookServices(
  { queueUrl, keyId }: Links,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Awaited<ReturnType<WebhookDeps>> {
  const identity = awsIdentity(env);
  const queue = createWakeQueue(createSqs({ ...identity, queueUrl, log }));
  const dataKeys = createKmsKeys({
    ...identity,
    keyId,
    endpoint: env.AWS_ENDPOINT_URL_KMS,
    elapsed: () => performance.now(),
  });
  return {
    secrets: createSecretBox(dataKeys),
    allowLoopback: false,
    wake: (wakes) => queue(wakes.map((wake) => ({ wake, delaySeconds: 0 }))),
  };
}
