/** The API on Lambda, behind an API Gateway HTTP API: all that is composed once for an instance. */
import { createClient } from "@skillmeat-deployments/core/dynamo.ts";
import { newId } from "@skillmeat-deployments/core/id.ts";
import { createLog } from "@skillmeat-deployments/core/log.ts";
import { createTable } from "@skillmeat-deployments/core/table.ts";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { handle } from "hono/aws-lambda";
import { Resource } from "sst";
import { createApp, REQUEST_METRICS } from "./app.ts";
import { createAssets } from "./assets.ts";
import { asSent } from "./gateway.ts";
import { oidcFromEnv } from "./oidc-config.ts";

const { env } = process;
const now = () => new Date();
const oidc = oidcFromEnv(env);
const refusals = { conditional_failures: 0, throttles: 0 };
let invocation: string | undefined;
const log = createLog({
  // Past the console, which would wrap the line in another.
  write: (text) => process.stdout.write(text),
  now,
  dimensions: { stage: Resource.App.stage, service: "api" },
  metrics: REQUEST_METRICS,
});
const app = createApp({
  table: createTable(createClient({}, refusals), Resource.Table.name),
  now,
  newId,
  mode: env.KEY_MODE === "live" ? "live" : "test",
  operatorKey: Resource.OperatorKey.value,
  // Loaded where it is configured alone.
  verifyToken: oidc && (await import("./oidc.ts")).createTokenVerifier(oidc, now),
  assets: createAssets({ openapi: import.meta.dirname, docs: import.meta.dirname }),
  publicUrl: env.PUBLIC_URL as string,
  refusals,
  log: (line) => log({ ...line, invocation }),
});
const answer = handle(app);

// The first touch of Node's fetch classes takes tens of milliseconds: spent while an instance starts, at full speed.
new Request("https://start.invalid", { headers: {} });
new Response("");

export const handler = (event: APIGatewayProxyEventV2, context: Context) => {
  invocation = context.awsRequestId;
  return answer(asSent(event) as never, context);
};
