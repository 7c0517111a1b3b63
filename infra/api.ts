/** The HTTP API and its one function. */
import { OIDC_VARIABLES } from "../packages/api/auth/oidc-config.ts";
import { API_ACTIONS } from "./actions.ts";
import { assets } from "./bundle.ts";
import { lambda } from "./function.ts";
import { operatorKey } from "./secrets.ts";
import { isProduction } from "./stage.ts";
import { table } from "./table.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  // The service answers OPTIONS itself; it is called by tools with keys, not by pages.
  cors: false,
  accessLog: { retention: "1 month" },
  transform: {
    // Above it the gateway answers 429 by itself, as {"message"}: HTTP APIs cannot shape it. A key has its own limit below.
    stage: { defaultRouteSettings: { throttlingBurstLimit: 1_000, throttlingRateLimit: 500 } },
  },
});

const handler = lambda({
  name: "api",
  handler: "packages/api/lambda/api.handler",
  // Measured (docs/operations.md): half the start of 512 MB, for four cents a million requests.
  memory: "1024 MB",
  // An import may take 25 s of storage; the gateway gives up at 30 s.
  timeout: "29 seconds",
  link: [table, operatorKey],
  permissions: [{ actions: API_ACTIONS, resources: [table.arn] }],
  environment: {
    KEY_MODE: isProduction($app.stage) ? "live" : "test",
    PUBLIC_URL: api.url,
    ...Object.fromEntries(OIDC_VARIABLES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  },
  copyFiles: assets,
});

export const apiRoute = api.route("$default", handler);
