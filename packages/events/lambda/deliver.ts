/** The Lambda handler of the worker. It receives the messages that wake webhooks, and sends what is due. */
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { awsIdentity } from "@skillmeat-deployments/core/storage/aws-calls.ts";
import { createKmsKeys } from "@skillmeat-deployments/core/storage/kms-keys.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { Resource } from "sst/resource";
import { createDrain } from "../deliver/drain.ts";
import { createGuardedClient } from "../deliver/guarded-client.ts";
import { appendAndLog, BUDGET_MS, createWorker, WORKER_METRICS } from "../deliver/worker.ts";
import { appendToFeed } from "../record/append.ts";
import { functionLog, now, openTable, wakeQueue } from "./composition.ts";

const { env } = process;
const log = functionLog("deliver", WORKER_METRICS);
const { table, refusals } = openTable();
const dataKeys = createKmsKeys({
  ...awsIdentity(env),
  keyId: Resource.WebhookKey.arn,
  endpoint: env.AWS_ENDPOINT_URL_KMS,
  elapsed: () => performance.now(),
});

export const handler = createWorker({
  drain: createDrain({
    table,
    now,
    newId,
    log,
    queue: wakeQueue(log),
    secrets: createSecretBox(dataKeys),
    send: createGuardedClient({ allowLoopback: false }),
    publicUrl: parsePublicUrl(env.PUBLIC_URL),
    budgetMs: BUDGET_MS,
    appendEvents: appendAndLog((events) => appendToFeed(events, { table, now }), log),
  }),
  log,
  refusals,
});
