/**
 * The promises about the infrastructure, one sentence each: a check of the resources that would be created, and the
 * changes to the configuration that must make the check fail.
 */
import { BUDGET_MS } from "@skillmeat-deployments/events/deliver/worker.ts";
import { expect } from "vitest";
import { type Evaluated, type Mutation, OPERATOR_KEY, type Resource } from "./evaluate.ts";

export type Sentence = { sentence: string; check: (e: Evaluated, stage: string) => void; breaks: Mutation[] };

const ofType = ({ resources }: Evaluated, type: string) => resources.filter((r) => r.type.endsWith(`:${type}`));
const named = (e: Evaluated, type: string, name: RegExp): Resource => {
  const found = ofType(e, type).filter((r) => name.test(r.name));
  expect(found.map((r) => r.name)).toHaveLength(1);
  return found[0] as Resource;
};

const table = (e: Evaluated) => named(e, "Table", /^TableTable$/);
const functions = (e: Evaluated) =>
  Object.fromEntries(ofType(e, "Function").flatMap((r) => (r.inputs.name ? [[short(r.inputs.name), r]] : [])));
const entriesOf = <K extends string, V>(object: Record<K, V>) => Object.entries(object) as [K, V][];
const short = (name: string) => name.replace(/^skillmeat-[a-z-]+?-(?=\w+$)/, "");
const lambda = (e: Evaluated, name: string) => functions(e)[name]?.inputs;
const mapping = (e: Evaluated, name: "Record" | "Publish") => named(e, "EventSourceMapping", new RegExp(name)).inputs;
const both = ["Record", "Publish"] as const;

type Statement = { actions: string[]; resources: string[]; effect: string; conditions?: unknown };
const role = (e: Evaluated, name: RegExp): Resource => named(e, "Role", name);
const statements = (e: Evaluated, name: RegExp): Statement[] =>
  role(e, name).inputs.inlinePolicies.flatMap((p) => JSON.parse(p.policy).statements);
const on = (all: Statement[], resource: string | RegExp) =>
  all.filter((s) => s.resources.some((r) => (typeof resource === "string" ? r === resource : resource.test(r))));

const API_ROLE = /^ApiRoute.*Role$/;
const RECORD_ROLE = /Record.*Role$/;
const PUBLISH_ROLE = /Publish.*Role$/;
const DELIVER_ROLE = /^WebhookQueueSubscriber.*Role$/;
const SWEEP_ROLE = /^WebhookSweepHandlerRole$/;
/** The role with which the schedule calls the sweep. */
const SCHEDULE_ROLE = /^WebhookSweepRole$/;
const ROLES = { api: API_ROLE, record: RECORD_ROLE, publish: PUBLISH_ROLE, deliver: DELIVER_ROLE, sweep: SWEEP_ROLE };
const arn = (name: string) => `arn:aws:mock:::${name}`;

const queue = (e: Evaluated, name: string) => named(e, "Queue", new RegExp(`^${name}Queue$`)).inputs;
const onQueue = (e: Evaluated, name: RegExp) =>
  on(statements(e, name), /Queue$|Letters/).map(({ actions, resources }) => ({ actions, resources }));
const onTable = (e: Evaluated, name: RegExp) =>
  on(statements(e, name), arn("TableTable")).map(({ actions, resources }) => ({ actions, resources }));
const SENDS = { actions: ["sqs:SendMessage"], resources: [arn("WebhookQueueQueue")] };

const links = (e: Evaluated, handler: string) =>
  Object.keys(e.builds.find((b) => b.handler === handler)?.links ?? {}).sort();

export const SENTENCES: Sentence[] = [
  {
    sentence: "There is one table, keyed by pk and sk, without indexes",
    check: (e) => {
      expect(ofType(e, "Table")).toHaveLength(1);
      expect(table(e).inputs).toMatchObject({
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
        ],
        globalSecondaryIndexes: [],
        localSecondaryIndexes: [],
      });
    },
    breaks: [
      { file: "table.ts", from: 'rangeKey: "sk"', to: 'rangeKey: "pk"' },
      { file: "table.ts", from: 'sk: "string"', to: 'sk: "number"' },
    ],
  },
  {
    sentence: "The table is billed on demand and has point-in-time recovery",
    check: (e) =>
      expect(table(e).inputs).toMatchObject({ billingMode: "PAY_PER_REQUEST", pointInTimeRecovery: { enabled: true } }),
    breaks: [
      {
        file: "table.ts",
        from: 'ttl: "ttl"',
        to: 'ttl: "ttl", transform: { table: { pointInTimeRecovery: { enabled: false } } }',
      },
      {
        file: "table.ts",
        from: 'ttl: "ttl"',
        to: 'ttl: "ttl", transform: { table: { billingMode: "PROVISIONED", readCapacity: 1, writeCapacity: 1 } }',
      },
    ],
  },
  {
    sentence: "Rows expire by the attribute `ttl`",
    check: (e) => expect(table(e).inputs.ttl).toEqual({ attributeName: "ttl", enabled: true }),
    breaks: [{ file: "table.ts", from: 'ttl: "ttl"', to: 'tll: "ttl"' }],
  },
  {
    sentence: "The table's stream has new and old images",
    check: (e) => expect(table(e).inputs).toMatchObject({ streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" }),
    breaks: [{ file: "table.ts", from: "new-and-old-images", to: "new-image" }],
  },
  {
    sentence: "Production is protected and retained; other stages are removed completely",
    check: (e, stage) => {
      const production = stage === "production";
      expect(e.app).toMatchObject({ removal: production ? "retain" : "remove", protect: production });
      expect(table(e).inputs.deletionProtectionEnabled).toBe(production);
      expect(
        e.resources
          .filter((r) => r.retained)
          .map((r) => r.name)
          .sort(),
      ).toEqual(production ? ["FailuresBucket", "TableTable", "WebhookSecrets"] : []);
      expect(named(e, "Bucket", /^FailuresBucket$/).inputs.forceDestroy).toBe(true);
    },
    breaks: [
      { file: "sst.config.ts", from: "protect: production", to: "protect: false" },
      { file: "sst.config.ts", from: 'production ? "retain" : "remove"', to: '"remove"' },
      { file: "sst.config.ts", from: 'production ? "retain" : "remove"', to: '"retain-all"' },
      { file: "table.ts", from: "deletionProtection:", to: "deleteProtection:" },
      { file: "table.ts", from: "isProduction($app.stage)", to: "true" },
      { file: "stage.ts", from: '"production"', to: '"prod"' },
      { file: "webhook-queue.ts", from: "{ retainOnDelete: isProduction($app.stage) },", to: "" },
    ],
  },
  {
    sentence: "One HTTP API sends every request to one function, with payload format 2.0",
    check: (e) => {
      expect(
        ofType(e, "Api")
          .filter((r) => r.type.startsWith("aws:"))
          .map((r) => r.inputs.protocolType),
      ).toEqual(["HTTP"]);
      expect(ofType(e, "Route").map((r) => r.inputs.routeKey)).toEqual(["$default"]);
      expect(ofType(e, "Integration").map((r) => r.inputs)).toMatchObject([
        { integrationType: "AWS_PROXY", payloadFormatVersion: "2.0" },
      ]);
      expect(Object.keys(functions(e)).sort()).toEqual(["api", "deliver", "publish", "record", "sweep"]);
    },
    breaks: [
      { file: "api.ts", from: '"$default"', to: '"GET /projects"' },
      {
        file: "api.ts",
        from: '"$default", handler',
        to: '"$default", handler, { transform: { integration: { payloadFormatVersion: "1.0" } } }',
      },
    ],
  },
  {
    sentence: "The gateway throttles, logs every access, and leaves CORS and OPTIONS to the service",
    check: (e) => {
      const stage = named(e, "Stage", /^ApiStage$/).inputs;
      expect(stage).toMatchObject({
        name: "$default",
        defaultRouteSettings: { throttlingBurstLimit: 1_000, throttlingRateLimit: 500 },
        accessLogSettings: { destinationArn: arn("ApiAccessLog") },
      });
      const fields = Object.keys(JSON.parse(stage.accessLogSettings.format));
      expect(fields).toEqual(expect.arrayContaining(["requestId", "path", "status", "responseLatency", "ip"]));
      // The log must hold no header: API Gateway could write any of them.
      expect(stage.accessLogSettings.format).not.toMatch(/authorization|header/i);
      expect(named(e, "Api", /^ApiApi$/).inputs.corsConfiguration).toEqual({});
      expect(named(e, "LogGroup", /^ApiAccessLog$/).inputs.retentionInDays).toBe(30);
    },
    breaks: [
      { file: "api.ts", from: "throttlingRateLimit: 500", to: "throttlingRateLimits: 500" },
      { file: "api.ts", from: "throttlingBurstLimit: 1_000", to: "throttlingBurstLimit: 10_000" },
      { file: "api.ts", from: "cors: false", to: "cors: true" },
      { file: "api.ts", from: 'accessLog: { retention: "1 month" }', to: 'accessLog: { retention: "forever" }' },
    ],
  },
  {
    sentence: "Functions run on arm64 and nodejs24.x, and their JSON logs are kept for a month",
    check: (e) => {
      for (const [name, { inputs }] of Object.entries(functions(e))) {
        expect(inputs).toMatchObject({ architectures: ["arm64"], runtime: "nodejs24.x" });
        expect(inputs.loggingConfig).toMatchObject({ logFormat: "JSON", logGroup: `/aws/lambda/${inputs.name}` });
        const group = ofType(e, "LogGroup").find((r) => r.inputs.name === `/aws/lambda/${inputs.name}`);
        expect([name, group?.inputs.retentionInDays]).toEqual([name, 30]);
      }
    },
    breaks: [
      { file: "function.ts", from: '"arm64"', to: '"x86_64"' },
      { file: "function.ts", from: '"nodejs24.x"', to: '"nodejs22.x"' },
      { file: "function.ts", from: 'format: "json"', to: 'format: "text"' },
      { file: "function.ts", from: 'retention: "1 month"', to: 'retention: "forever"' },
    ],
  },
  {
    sentence: "Every function has its measured memory and a timeout that fits its work",
    check: (e) => {
      expect(lambda(e, "api")).toMatchObject({ memorySize: 1024, timeout: 29 });
      expect(lambda(e, "record")).toMatchObject({ memorySize: 512, timeout: 60 });
      expect(lambda(e, "publish")).toMatchObject({ memorySize: 512, timeout: 60 });
      expect(lambda(e, "deliver")).toMatchObject({ memorySize: 512, timeout: 90 });
      // The last deliveries, of two attempts that take 16 s together, and the storage calls after them.
      expect(Number(lambda(e, "deliver")?.timeout) * 1_000 - BUDGET_MS).toBeGreaterThanOrEqual(40_000);
      // A sweep ends before the next one begins.
      expect(lambda(e, "sweep")).toMatchObject({ memorySize: 512, timeout: 50 });
    },
    breaks: [
      { file: "api.ts", from: '"29 seconds"', to: '"20 seconds"' },
      { file: "consumer.ts", from: '"1 minute"', to: '"3 seconds"' },
      { file: "api.ts", from: '"1024 MB"', to: '"128 MB"' },
      { file: "webhooks.ts", from: '"90 seconds"', to: '"60 seconds"' },
      { file: "webhooks.ts", from: '"50 seconds"', to: '"90 seconds"' },
    ],
  },
  {
    sentence:
      "Bundles are minified and split, and leave out the credential providers and the library of browsers that Lambda does not use",
    check: (e) => {
      expect(e.builds.map((b) => b.handler).sort()).toEqual([
        "packages/api/lambda/api.handler",
        "packages/events/lambda/deliver.handler",
        "packages/events/lambda/publish.handler",
        "packages/events/lambda/record.handler",
        "packages/events/lambda/sweep.handler",
      ]);
      for (const { properties } of e.builds) {
        expect(properties).toMatchObject({ splitting: true, minify: true });
        const { external } = (properties as { esbuild: { external: string[] } }).esbuild;
        for (const name of external) expect(name).toMatch(/^@(aws-sdk|smithy)\/credential-provider-|^bowser$/);
        expect(external).toHaveLength(7);
      }
    },
    breaks: [
      { file: "bundle.ts", from: "splitting: true", to: "splitting: false" },
      { file: "bundle.ts", from: '"@aws-sdk/credential-provider-sso",', to: "" },
      { file: "bundle.ts", from: "minify: true", to: "minify: false" },
    ],
  },
  {
    sentence:
      "The files of the reference page, the OpenAPI and AsyncAPI documents and the catalogue lie beside the API bundle",
    check: (e) => {
      const api = e.builds.find((b) => b.handler === "packages/api/lambda/api.handler") as unknown as {
        copyFiles: { from: string; to: string }[];
      };
      const files = ["asyncapi.json", "catalogue.json", "openapi.json", "swagger-ui-bundle.js", "swagger-ui.css"];
      expect(api.copyFiles.map((f) => f.to).sort()).toEqual(files);
    },
    breaks: [
      { file: "bundle.ts", from: '{ from: "packages/api/openapi.json", to: "openapi.json" },', to: "" },
      { file: "bundle.ts", from: '{ from: "packages/api/asyncapi.json", to: "asyncapi.json" },', to: "" },
      {
        file: "bundle.ts",
        from: '{ from: "packages/core/catalogue/catalogue.json", to: "catalogue.json" },',
        to: "",
      },
    ],
  },
  {
    sentence: "There are exactly two event source mappings of the stream, and one of the queue",
    check: (e) => {
      expect(
        ofType(e, "EventSourceMapping")
          .map((r) => String(r.inputs.eventSourceArn))
          .sort(),
      ).toEqual([arn("TableTable/stream/1"), arn("TableTable/stream/1"), arn("WebhookQueueQueue")]);
    },
    breaks: [
      {
        file: "recorder.ts",
        from: "export const recorder",
        to: 'table.subscribe("Third", "packages/events/lambda/record.handler"); export const recorder',
      },
    ],
  },
  {
    sentence: "Each mapping has one filter, on Keys.sk: it passes deletes and no other rows",
    check: (e) => {
      const pattern = (name: (typeof both)[number]) =>
        mapping(e, name).filterCriteria.filters.map((f) => JSON.parse(f.pattern));
      expect(pattern("Record")).toEqual([{ dynamodb: { Keys: { sk: { S: [{ prefix: "N#" }] } } } }]);
      expect(pattern("Publish")).toEqual([{ dynamodb: { Keys: { sk: { S: [{ prefix: "E#" }] } } } }]);
    },
    breaks: [
      { file: "consumer.ts", from: "Keys: { sk", to: "NewImage: { sk" },
      { file: "recorder.ts", from: 'fedBy("N#"', to: 'fedBy(""' },
      { file: "bus.ts", from: 'fedBy("E#")', to: 'fedBy("N#")' },
      { file: "recorder.ts", from: 'fedBy("N#", 4)', to: "undefined" },
    ],
  },
  {
    sentence: "The recorder handles four batches of a shard at once, so that one feed does not hold back the others",
    check: (e) => {
      expect(mapping(e, "Record").parallelizationFactor).toBe(4);
      expect(mapping(e, "Publish").parallelizationFactor).toBe(1);
    },
    breaks: [{ file: "consumer.ts", from: "      parallelizationFactor,", to: "" }],
  },
  ...(
    [
      [
        "a partial failure is reported item by item",
        { functionResponseTypes: ["ReportBatchItemFailures"] },
        'functionResponseTypes: ["ReportBatchItemFailures"],',
        "",
      ],
      ["retries are unlimited", { maximumRetryAttempts: -1 }, "maximumRetryAttempts: -1", "maximumRetryAttempts: 3"],
      ["a record is given up after 20 hours", { maximumRecordAgeInSeconds: 72_000 }, "20 * 3_600", "24 * 3_600"],
      [
        "a failing batch is bisected",
        { bisectBatchOnFunctionError: true },
        "bisectBatchOnFunctionError",
        "bisectBatchOnError",
      ],
      [
        "a record that is given up goes to the failure bucket, whole",
        { destinationConfig: { onFailure: { destinationArn: arn("FailuresBucket") } } },
        "destinationConfig: { onFailure: { destinationArn: failures.arn } },",
        "",
      ],
      [
        "delivery starts at the oldest record of the stream",
        { startingPosition: "TRIM_HORIZON" },
        "TRIM_HORIZON",
        "LATEST",
      ],
      ["a batch has up to 100 records and is not held back", { batchSize: 100 }, "batchSize: 100", "batchSize: 10_000"],
      [
        "records that are given up are counted",
        { metricsConfig: { metrics: ["EventCount"] } },
        'metricsConfig: { metrics: ["EventCount"] },',
        "",
      ],
    ] as const
  ).map(
    ([sentence, settings, from, to]): Sentence => ({
      sentence: `On both mappings, ${sentence}`,
      check: (e) => {
        for (const name of both) {
          expect(mapping(e, name)).toMatchObject(settings);
          expect(mapping(e, name).maximumBatchingWindowInSeconds).toBeUndefined();
        }
      },
      breaks: [{ file: "consumer.ts", from, to }],
    }),
  ),
  {
    sentence:
      "The failure bucket is private, requires TLS, allows no browser access, and deletes objects after 90 days",
    check: (e) => {
      expect(ofType(e, "Bucket").filter((r) => r.type.startsWith("aws:"))).toHaveLength(1);
      expect(named(e, "BucketPublicAccessBlock", /^Failures/).inputs).toMatchObject({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      expect(JSON.parse(named(e, "BucketPolicy", /^Failures/).inputs.policy).statements).toMatchObject([
        { effect: "Deny", actions: ["s3:*"], conditions: [{ variable: "aws:SecureTransport", values: ["false"] }] },
      ]);
      expect(ofType(e, "BucketCorsConfiguration")).toHaveLength(0);
      expect(named(e, "BucketLifecycleConfiguration", /^Failures/).inputs.rules).toMatchObject([
        { expiration: { days: 90 }, status: "Enabled" },
      ]);
    },
    breaks: [
      { file: "failures.ts", from: "cors: false", to: "cors: true" },
      { file: "failures.ts", from: "90 days", to: "9 days" },
      { file: "failures.ts", from: "cors: false", to: 'cors: false, access: "public"' },
      { file: "failures.ts", from: "cors: false", to: "cors: false, enforceHttps: false" },
    ],
  },
  {
    sentence: "The API may call seven actions on items of the one table, and nothing else there",
    check: (e) =>
      expect(on(statements(e, API_ROLE), /Table/)).toEqual([
        {
          effect: "Allow",
          actions: [
            "BatchGetItem",
            "ConditionCheckItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "UpdateItem",
          ].map((a) => `dynamodb:${a}`),
          resources: [arn("TableTable")],
        },
      ]),
    breaks: [
      { file: "actions.ts", from: '"dynamodb:Query"', to: '"dynamodb:Query", "dynamodb:Scan"' },
      { file: "actions.ts", from: '"dynamodb:Query"', to: '"dynamodb:*"' },
      { file: "actions.ts", from: '"dynamodb:GetItem",', to: "" },
      { file: "api.ts", from: "resources: [table.arn]", to: 'resources: ["*"]' },
      { file: "table.ts", from: "sst.Linkable.wrap", to: "((..._: unknown[]) => {})" },
    ],
  },
  {
    sentence: "The recorder may read the stream, and read, write and delete items of the table",
    check: (e) => {
      expect(on(statements(e, RECORD_ROLE), /Table/).map(({ actions, resources }) => ({ actions, resources }))).toEqual(
        [
          {
            actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((a) => `dynamodb:${a}`),
            resources: [arn("TableTable/stream/1")],
          },
          {
            actions: ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"].map((a) => `dynamodb:${a}`),
            resources: [arn("TableTable")],
          },
        ],
      );
    },
    breaks: [
      {
        file: "recorder.ts",
        from: "RECORDER_ACTIONS, resources",
        to: "[...RECORDER_ACTIONS, 'dynamodb:Scan'], resources",
      },
      {
        file: "recorder.ts",
        from: "resources: [table.arn]",
        to: "resources: [table.arn, table.arn.apply((a) => a + '/*')]",
      },
    ],
  },
  {
    sentence: "The publisher may read the stream, query and put items, and put events on the bus",
    check: (e) => {
      const all = statements(e, PUBLISH_ROLE);
      expect(onTable(e, PUBLISH_ROLE)).toEqual([
        { actions: ["dynamodb:PutItem", "dynamodb:Query"], resources: [arn("TableTable")] },
      ]);
      expect(on(all, arn("BusBus"))).toEqual([
        { effect: "Allow", actions: ["events:PutEvents"], resources: [arn("BusBus")] },
      ]);
    },
    breaks: [
      { file: "bus.ts", from: '"events:PutEvents"', to: '"events:*"' },
      { file: "bus.ts", from: "resources: [bus.arn] }", to: "resources: [bus.arn, table.arn] }" },
      {
        file: "bus.ts",
        from: "actions: PUBLISHER_ACTIONS",
        to: 'actions: [...PUBLISHER_ACTIONS, "dynamodb:DeleteItem"]',
      },
      { file: "bus.ts", from: "sst.Linkable.wrap", to: "((..._: unknown[]) => {})" },
    ],
  },
  {
    sentence: "The worker of webhooks has six actions on items of the table, and the sweep may only query it",
    check: (e) => {
      const actions = ["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"];
      expect(onTable(e, DELIVER_ROLE)).toEqual([
        { actions: actions.map((a) => `dynamodb:${a}`), resources: [arn("TableTable")] },
      ]);
      expect(onTable(e, SWEEP_ROLE)).toEqual([{ actions: ["dynamodb:Query"], resources: [arn("TableTable")] }]);
    },
    breaks: [{ file: "webhooks.ts", from: "actions: SWEEP_ACTIONS", to: "actions: DELIVER_ACTIONS" }],
  },
  {
    sentence: "The queue of webhooks is a standard queue, hides a message for six timeouts, and encrypts it",
    check: (e) => {
      const { visibilityTimeoutSeconds, messageRetentionSeconds, ...inputs } = queue(e, "WebhookQueue");
      expect(inputs).toMatchObject({ fifoQueue: false, delaySeconds: 0, sqsManagedSseEnabled: true });
      expect(Number(visibilityTimeoutSeconds)).toBeGreaterThanOrEqual(6 * Number(lambda(e, "deliver")?.timeout));
      // A message that was delayed is received five times.
      expect(Number(messageRetentionSeconds)).toBeGreaterThan(900 + 5 * Number(visibilityTimeoutSeconds));
    },
    breaks: [
      { file: "webhook-queue.ts", from: '"9 minutes"', to: '"8 minutes"' },
      { file: "webhook-queue.ts", from: "2 * 3_600", to: "3_600" },
      {
        file: "webhook-queue.ts",
        from: 'visibilityTimeout: "9 minutes"',
        to: 'visibilityTimeout: "9 minutes", fifo: true',
      },
    ],
  },
  {
    sentence: "A message that fails five times goes to the dead letters, which keep it for 14 days",
    check: (e) => {
      expect(JSON.parse(String(queue(e, "WebhookQueue").redrivePolicy))).toEqual({
        deadLetterTargetArn: arn("WebhookDeadLettersQueue"),
        maxReceiveCount: 5,
      });
      expect(queue(e, "WebhookDeadLetters")).toMatchObject({
        messageRetentionSeconds: 14 * 86_400,
        sqsManagedSseEnabled: true,
        fifoQueue: false,
      });
    },
    breaks: [
      { file: "webhook-queue.ts", from: "retry: 5", to: "retry: 1" },
      { file: "webhook-queue.ts", from: "14 * 86_400", to: "86_400" },
    ],
  },
  {
    sentence: "The worker gets ten messages at once, reports those that failed, and runs at most 50 times at once",
    check: (e) => {
      const { inputs } = named(e, "EventSourceMapping", /^WebhookQueueSubscriber/);
      expect(inputs).toMatchObject({
        eventSourceArn: arn("WebhookQueueQueue"),
        functionResponseTypes: ["ReportBatchItemFailures"],
        batchSize: 10,
        maximumBatchingWindowInSeconds: 0,
        scalingConfig: { maximumConcurrency: 50 },
      });
    },
    breaks: [
      { file: "webhooks.ts", from: "partialResponses: true", to: "partialResponses: false" },
      { file: "webhooks.ts", from: "maximumConcurrency: MAX_WORKERS", to: "maximumConcurrency: 1_000" },
    ],
  },
  {
    sentence: "The sweep runs every minute, and a run that failed is not repeated",
    check: (e) => {
      expect(ofType(e, "Schedule").map((r) => r.inputs)).toMatchObject([
        {
          scheduleExpression: "rate(1 minute)",
          state: "ENABLED",
          flexibleTimeWindow: { mode: "OFF" },
          target: { arn: arn("WebhookSweepHandlerFunction"), retryPolicy: { maximumRetryAttempts: 0 } },
        },
      ]);
      expect(statements(e, SCHEDULE_ROLE)).toEqual([
        { actions: ["lambda:InvokeFunction"], resources: [arn("WebhookSweepHandlerFunction")] },
      ]);
    },
    breaks: [
      { file: "webhooks.ts", from: "rate(1 minute)", to: "rate(5 minutes)" },
      { file: "webhooks.ts", from: "retries: 0", to: "retries: 3" },
    ],
  },
  {
    sentence: "The API, the publisher, the worker and the sweep may send messages; only the worker may receive them",
    check: (e) => {
      for (const name of [API_ROLE, PUBLISH_ROLE, SWEEP_ROLE]) expect(onQueue(e, name)).toEqual([SENDS]);
      const receives = [
        "ChangeMessageVisibility",
        "DeleteMessage",
        "GetQueueAttributes",
        "GetQueueUrl",
        "ReceiveMessage",
      ];
      expect(onQueue(e, DELIVER_ROLE)).toEqual([
        { actions: receives.map((a) => `sqs:${a}`), resources: [arn("WebhookQueueQueue")] },
        SENDS,
      ]);
      expect(onQueue(e, RECORD_ROLE)).toEqual([]);
    },
    breaks: [
      { file: "webhook-queue.ts", from: '"sqs:SendMessage"', to: '"sqs:*"' },
      { file: "webhook-queue.ts", from: "resources: [webhookQueue.arn]", to: "resources: [webhookDeadLetters.arn]" },
      { file: "webhook-queue.ts", from: "sst.Linkable.wrap", to: "((..._: unknown[]) => {})" },
      { file: "bus.ts", from: "      sendMessages,", to: "" },
    ],
  },
  {
    sentence: "One KMS key, which rotates, wraps the data keys: the API makes them, and only the worker opens them",
    check: (e) => {
      expect(ofType(e, "Key").map((r) => r.inputs)).toMatchObject([
        { enableKeyRotation: true, deletionWindowInDays: 30 },
      ]);
      const test = "StringEquals";
      const conditions = [{ test, variable: "kms:EncryptionContext:purpose", values: ["webhook-secrets"] }];
      const allowed = (action: string) => [
        { effect: "Allow", actions: [`kms:${action}`], resources: [arn("WebhookSecrets")], conditions },
      ];
      expect(on(statements(e, API_ROLE), /WebhookSecrets/)).toEqual(allowed("GenerateDataKey"));
      expect(on(statements(e, DELIVER_ROLE), /WebhookSecrets/)).toEqual(allowed("Decrypt"));
      for (const name of [RECORD_ROLE, PUBLISH_ROLE, SWEEP_ROLE])
        expect(on(statements(e, name), /WebhookSecrets/)).toEqual([]);
    },
    breaks: [
      { file: "webhook-queue.ts", from: "enableKeyRotation: true", to: "enableKeyRotation: false" },
      { file: "webhook-queue.ts", from: '["webhook-secrets"]', to: '["*"]' },
      { file: "api.ts", from: '"kms:GenerateDataKey"', to: '"kms:Decrypt"' },
      {
        file: "bus.ts",
        from: "      sendMessages,",
        to: '      sendMessages, { actions: ["kms:Decrypt"], resources: ["arn:aws:mock:::WebhookSecrets"] },',
      },
    ],
  },
  {
    sentence: "Both consumers may write to the failure bucket and list it; the API has no access to it",
    check: (e) => {
      for (const name of [RECORD_ROLE, PUBLISH_ROLE]) {
        expect(on(statements(e, name), /Failures/)).toEqual([
          { effect: "Allow", actions: ["s3:PutObject"], resources: [`${arn("FailuresBucket")}/*`] },
          { effect: "Allow", actions: ["s3:ListBucket"], resources: [arn("FailuresBucket")] },
        ]);
      }
      expect(on(statements(e, API_ROLE), /Failures|Bus/)).toEqual([]);
    },
    breaks: [
      { file: "consumer.ts", from: '"s3:PutObject"', to: '"s3:*"' },
      { file: "consumer.ts", from: '{ actions: ["s3:ListBucket"], resources: [failures.arn] },', to: "" },
      { file: "failures.ts", from: "sst.Linkable.wrap", to: "((..._: unknown[]) => {})" },
    ],
  },
  {
    sentence: "No role allows a wildcard action or resource, or any statement that is not named here",
    check: (e, stage) => {
      const roles = ofType(e, "Role");
      // Those of the functions, and that of the schedule, which has a sentence of its own.
      expect(roles).toHaveLength(Object.keys(ROLES).length + 1);
      for (const r of roles.filter(({ name }) => !SCHEDULE_ROLE.test(name))) {
        expect([r.name, r.inputs.managedPolicyArns]).toEqual([r.name, []]);
        expect(r.inputs.assumeRolePolicy.Statement).toEqual([
          expect.objectContaining({ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }),
        ]);
        const all = statements(e, new RegExp(`^${r.name}$`));
        for (const s of all) {
          for (const action of s.actions) expect(action).toMatch(/^(dynamodb|events|s3|sqs|kms|logs):[A-Za-z]+$/);
          for (const resource of s.resources) expect(resource).not.toMatch(/^\*|:\*:\*/);
        }
        const service = entriesOf(ROLES).find(([, role]) => role.test(r.name))?.[0] as keyof typeof ROLES;
        const group = `/aws/lambda/skillmeat-${stage}-${service}`;
        expect(on(all, /:logs:/)).toEqual([
          {
            effect: "Allow",
            actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [`arn:aws:logs:us-east-1:123456789012:log-group:${group}:*`],
          },
        ]);
        // Logs and the table; the queue and KMS; the stream, the bus, and two for the bucket; receiving from the queue.
        const count = { api: 4, record: 5, publish: 7, deliver: 5, sweep: 3 };
        expect([r.name, all.length]).toEqual([r.name, count[service]]);
      }
    },
    breaks: [
      { file: "function.ts", from: "managedPolicyArns: [],", to: "" },
      { file: "function.ts", from: "log-group:/aws/lambda/", to: "log-group:*:*" },
      {
        file: "function.ts",
        from: 'assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),',
        to: "",
      },
      { file: "recorder.ts", from: "RECORDER_ACTIONS, resources", to: "['dynamodb:*'], resources" },
      {
        file: "api.ts",
        from: "    sendMessages,",
        to: "sendMessages, { actions: ['dynamodb:GetItem'], resources: ['arn:else'] },",
      },
      { file: "api.ts", from: "link: [table,", to: "link: [new sst.aws.SnsTopic('Other'), table," },
    ],
  },
  {
    sentence: "Every function is linked to what it uses, and only the API to the operator key",
    check: (e) => {
      expect(links(e, "packages/api/lambda/api.handler")).toEqual([
        "OperatorKey",
        "Table",
        "WebhookKey",
        "WebhookQueue",
      ]);
      expect(links(e, "packages/events/lambda/record.handler")).toEqual(["Failures", "Table"]);
      expect(links(e, "packages/events/lambda/publish.handler")).toEqual(["Bus", "Failures", "Table", "WebhookQueue"]);
      expect(links(e, "packages/events/lambda/deliver.handler")).toEqual(["Table", "WebhookKey", "WebhookQueue"]);
      expect(links(e, "packages/events/lambda/sweep.handler")).toEqual(["Table", "WebhookQueue"]);
    },
    breaks: [
      {
        file: "recorder.ts",
        from: "link: [table, failures]",
        to: "link: [table, failures, new sst.Secret('Extra', 'x')]",
      },
      { file: "bus.ts", from: "link: [bus, failures, table,", to: "link: [bus, failures," },
      { file: "webhooks.ts", from: "webhookQueue, webhookKey]", to: "webhookQueue]" },
    ],
  },
  {
    sentence: "No environment holds a secret, and every function finds the variables that it reads",
    check: (e, stage) => {
      const env = (name: string) => lambda(e, name)?.environment.variables;
      for (const name of Object.keys(ROLES)) {
        // Nothing opens loopback addresses on AWS.
        expect(Object.keys(env(name) ?? {}).filter((key) => key.startsWith("WEBHOOK"))).toEqual([]);
        expect(JSON.stringify(env(name))).not.toContain(OPERATOR_KEY);
      }
      expect(env("api")).toMatchObject({
        KEY_MODE: stage === "production" ? "live" : "test",
        PUBLIC_URL: "https://ApiApi.test",
      });
      expect(env("publish")?.PUBLIC_URL).toBe("https://ApiApi.test");
      expect(env("deliver")?.PUBLIC_URL).toBe("https://ApiApi.test");
    },
    breaks: [
      { file: "api.ts", from: "PUBLIC_URL: api.url", to: "PUBLIC_URL: api.url, KEY: operatorKey.value" },
      { file: "api.ts", from: '? "live" : "test"', to: '? "test" : "live"' },
      { file: "bus.ts", from: "environment: { PUBLIC_URL: api.url },", to: "" },
      {
        file: "webhooks.ts",
        from: "{ PUBLIC_URL: api.url }",
        to: '{ PUBLIC_URL: api.url, WEBHOOK_ALLOW_LOOPBACK: "1" }',
      },
    ],
  },
  {
    sentence: "There are alarms for what hurts callers, and for a consumer that lags, fails, gives up or loses records",
    check: (e, stage) => {
      const all = Object.fromEntries(ofType(e, "MetricAlarm").map((r) => [r.name, r.inputs]));
      const actual = Object.entries(all).map(([name, a]) => [
        name,
        `${a.namespace} ${a.metricName} ${a.statistic ?? a.extendedStatistic} > ${a.threshold}, ${a.evaluationPeriods} x ${a.period} s`,
      ]);
      const consumer = (name: string) => [
        [`${name}Dropped`, "AWS/Lambda DroppedEventCount Sum > 0, 1 x 300 s"],
        [`${name}GivenUp`, "AWS/Lambda OnFailureDestinationDeliveredEventCount Sum > 0, 1 x 300 s"],
        [`${name}Lag`, "AWS/Lambda IteratorAge Maximum > 300000, 1 x 300 s"],
        [`${name}SetAside`, "SkillMeat set_aside Sum > 0, 1 x 300 s"],
        [`${name}Undelivered`, "AWS/Lambda DestinationDeliveryFailures Sum > 0, 1 x 300 s"],
      ];
      const throttled = "AWS/Lambda Throttles Sum > 0, 1 x 300 s";
      expect(Object.fromEntries(actual)).toEqual(
        Object.fromEntries([
          ["ApiLatency", "AWS/ApiGateway Latency p99 > 3000, 3 x 300 s"],
          ["ApiServerErrors", "AWS/ApiGateway 5xx Sum > 5, 1 x 300 s"],
          ["ApiRefusedCredentials", "SkillMeat unauthenticated Sum > 1000, 1 x 300 s"],
          ["ApiRateLimited", "SkillMeat rate_limited Sum > 1000, 1 x 300 s"],
          ["WebhooksOverdue", "SkillMeat overdue Maximum > 5, 2 x 300 s"],
          ["WebhookDeadLetters", "AWS/SQS ApproximateNumberOfMessagesVisible Maximum > 0, 1 x 300 s"],
          ["WebhooksDisabled", "SkillMeat disabled Sum > 0, 1 x 300 s"],
          ...["Api", "Record", "Publish", "Deliver", "Sweep"].flatMap((name) => [
            [`${name}FunctionThrottles`, throttled],
            [`${name}TableThrottles`, "SkillMeat throttles Sum > 100, 1 x 300 s"],
          ]),
          ...["Record", "Publish", "Deliver", "Sweep"].map((name) => [
            `${name}Errors`,
            "AWS/Lambda Errors Sum > 0, 1 x 300 s",
          ]),
          ...consumer("Record"),
          ...consumer("Publish"),
        ]),
      );
      for (const [name, a] of Object.entries(all)) {
        expect(a).toMatchObject({
          comparisonOperator: "GreaterThanThreshold",
          // A sweep that does not run reports nothing.
          treatMissingData: name.endsWith("Lag") ? "ignore" : name === "WebhooksOverdue" ? "breaching" : "notBreaching",
          alarmActions: [arn("Alarms")],
          okActions: [arn("Alarms")],
        });
        expect(a.alarmDescription).toMatch(/\w/);
        const ofWebhooks: Record<string, string> = { WebhooksOverdue: "sweep", WebhooksDisabled: "deliver" };
        const service = ofWebhooks[name] ?? /^(Api|Record|Publish|Deliver|Sweep)/.exec(name)?.[1]?.toLowerCase();
        const dimensions: Record<string, object> = {
          SkillMeat: { stage, service },
          "AWS/ApiGateway": { ApiId: "ApiApi-id" },
          "AWS/SQS": { QueueName: queue(e, "WebhookDeadLetters").name as string },
          "AWS/Lambda": a.metricName.endsWith("EventCount")
            ? { EventSourceMappingUUID: `uuid-TableSubscriber${/^Record|^Publish/.exec(name)}EventSourceMapping` }
            : { FunctionName: `skillmeat-${stage}-${service}` },
        };
        expect([name, a.dimensions]).toEqual([name, dimensions[a.namespace]]);
      }
    },
    breaks: [
      { file: "alarms.ts", from: "300_000", to: "300_000_000" },
      { file: "alarms.ts", from: '"IteratorAge"', to: '"IteratorAges"' },
      { file: "alarm.ts", from: "alarmActions: [alarms.arn],", to: "" },
      {
        file: "alarms.ts",
        from: "mapping: publisher.nodes.eventSourceMapping",
        to: "mapping: recorder.nodes.eventSourceMapping",
      },
      { file: "alarm.ts", from: 'missing = "notBreaching"', to: 'missing = "breaching"' },
      { file: "alarms.ts", from: '{ missing: "ignore" },', to: "" },
      { file: "alarms.ts", from: '"set_aside"', to: '"setAside"' },
      { file: "alarms.ts", from: '"unauthenticated"', to: '"unauthorised"' },
      { file: "alarms.ts", from: '"rate_limited"', to: '"rateLimited"' },
      { file: "alarms.ts", from: 'missing: "breaching"', to: 'missing: "notBreaching"' },
      { file: "alarms.ts", from: "webhookDeadLetters.nodes.queue.name", to: "webhookDeadLetters.arn" },
      { file: "alarms.ts", from: '"disabled", "deliver"', to: '"failed", "deliver"' },
    ],
  },
  {
    sentence: "Alarms of production reach an operator by mail",
    check: (e, stage) => {
      const mail = e.resources.find((r) => r.name === "AlarmsByMail");
      if (stage === "production") expect(mail?.inputs).toMatchObject({ topic: arn("Alarms"), protocol: "email" });
    },
    breaks: [{ file: "alarm.ts", from: "if (email !== undefined)", to: "if (false)" }],
  },
];
