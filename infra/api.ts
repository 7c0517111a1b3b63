/** The HTTP API and its function. */
import { OIDC_VARIABLES } from "../packages/api/auth/oidc-config.ts";
import { LIMIT_VARIABLES, limitsFromEnv } from "../packages/core/model/access/tenant-limits.ts";
import { API_ACTIONS } from "./actions.ts";
import { assets } from "./bundle.ts";
import { lambda } from "./function.ts";
import { operatorKey } from "./secrets.ts";
import { isProduction } from "./stage.ts";
import { table } from "./table.ts";
import { mayCallKms, sendMessages, webhookKey, webhookQueue } from "./webhook-queue.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  // The service handles OPTIONS requests itself, and sends the headers for web pages.
  cors: false,
  accessLog: { retention: "1 month" },
  transform: {
    // Above this limit, API Gateway itself returns 429 with a body that cannot be customised. The service has a lower
    // limit for each API key.
    stage: { defaultRouteSettings: { throttlingBurstLimit: 1_000, throttlingRateLimit: 500 } },
  },
});

// A wrong limit ends the deployment instead of the function's first start.
limitsFromEnv(process.env);

/** Concurrency that is reserved for the API. A new account has none to reserve, so by default there is none. */
const reserved = process.env.API_RESERVED_CONCURRENCY;
if (reserved && !/^[1-9]\d{0,5}$/.test(reserved)) throw new Error("API_RESERVED_CONCURRENCY must be a whole number");

const handler = lambda({
  name: "api",
  handler: "packages/api/lambda/api.handler",
  // Compared with 512 MB, half the cold start for 4 cents more per million requests (docs/operations.md).
  memory: "1024 MB",
  // The storage calls of an import may take 25 s. API Gateway ends requests after 30 s.
  timeout: "29 seconds",
  link: [table, operatorKey, webhookQueue, webhookKey],
  permissions: [
    { actions: API_ACTIONS, resources: [table.arn] },
    sendMessages,
    // Seals the secrets of webhooks, and cannot open them.
    mayCallKms("kms:GenerateDataKey"),
  ],
  environment: {
    KEY_MODE: isProduction($app.stage) ? "live" : "test",
    PUBLIC_URL: api.url,
    ...Object.fromEntries(
      [...OIDC_VARIABLES, ...LIMIT_VARIABLES].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
  },
  copyFiles: assets,
  ...(reserved ? { concurrency: { reserved: Number(reserved) } } : {}),
});

export const apiRoute = api.route("$default", handler);
