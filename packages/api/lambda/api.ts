/** The Lambda handler of the API, behind an API Gateway HTTP API. The module composes the app once per instance. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { limitsFromEnv } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import { createLog } from "@skillmeat-deployments/core/runtime/log.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { createClient, noRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { Resource } from "sst/resource";
import { tokenVerifier } from "../auth/token-verifier.ts";
import { createAssets } from "../docs/assets.ts";
import { createHandler } from "../handler.ts";
import type { HttpRequest } from "../http/message.ts";
import { problemResponse } from "../http/problem.ts";
import { REQUEST_METRICS } from "../request-log.ts";
import { requestOf, resultOf } from "./gateway.ts";

const { env } = process;
const now = () => new Date();
const refusals = noRefusals();
let invocation: string | undefined;
const log = createLog({
  // Not console.log: Lambda would wrap the line in a JSON object of its own.
  write: (text) => process.stdout.write(text),
  now,
  dimensions: { stage: Resource.App.stage, service: "api" },
  metrics: REQUEST_METRICS,
});
const handle = createHandler({
  table: createTable(createClient({}, refusals), Resource.Table.name),
  now,
  newId,
  mode: env.KEY_MODE === "live" ? "live" : "test",
  operatorKey: Resource.OperatorKey.value,
  verifyToken: await tokenVerifier(env, now),
  limits: limitsFromEnv(env),
  assets: createAssets({ openapi: import.meta.dirname, docs: import.meta.dirname }),
  publicUrl: parsePublicUrl(env.PUBLIC_URL),
  webhooks: once(async () => {
    const { createWebhookServices } = await import("./webhooks.ts");
    return createWebhookServices({ queueUrl: Resource.WebhookQueue.url, keyId: Resource.WebhookKey.arn }, env, log);
  }),
  refusals,
  log: (line) => log({ ...line, invocation }),
});

export const handler = async (event: APIGatewayProxyEventV2, context: Context) => {
  invocation = context.awsRequestId;
  let request: HttpRequest;
  try {
    request = requestOf(event);
  } catch (error) {
    const fault = new Fault("malformed-request", "The request could not be read");
    log({ level: "warn", message: "request", status: fault.status, error: (error as Error).name, invocation });
    return resultOf(problemResponse(fault, "", newId(), {}));
  }
  return resultOf(await handle(request));
};
