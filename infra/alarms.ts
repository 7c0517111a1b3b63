/** The alarms. docs/operations.md describes what to do for each. */
import { NAMESPACE } from "../packages/core/runtime/log.ts";
import { alarm } from "./alarm.ts";
import { api, apiRoute } from "./api.ts";
import { publisher } from "./bus.ts";
import { recorder } from "./recorder.ts";
import { webhookDeadLetters } from "./webhook-queue.ts";
import { sweep, worker } from "./webhooks.ts";

const sum = (namespace: string, metricName: string, dimensions: Record<string, $util.Input<string>>) => ({
  namespace,
  metricName,
  dimensions,
  statistic: "Sum",
});
/** A metric that a function logs. */
const ownMetric = (metricName: string, service: string) => sum(NAMESPACE, metricName, { stage: $app.stage, service });

const gateway = { ApiId: api.nodes.api.id };
alarm(
  "ApiServerErrors",
  "The API returned more than 5 responses with status 5xx in 5 minutes",
  sum("AWS/ApiGateway", "5xx", gateway),
  5,
);
alarm(
  "ApiLatency",
  "The p99 latency of the API was above 3 s for 15 minutes",
  { namespace: "AWS/ApiGateway", metricName: "Latency", dimensions: gateway, extendedStatistic: "p99" },
  3_000,
  { periods: 3 },
);

alarm(
  "ApiRefusedCredentials",
  "The API refused more than 1,000 credentials with 401 in 5 minutes",
  ownMetric("unauthenticated", "api"),
  1_000,
);
alarm(
  "ApiRateLimited",
  "The API answered more than 1,000 requests with 429 in 5 minutes",
  ownMetric("rate_limited", "api"),
  1_000,
);

alarm(
  "WebhooksOverdue",
  "For 10 minutes, deliveries were more than 5 minutes late, or the sweep that finds them did not run",
  { ...ownMetric("overdue", "sweep"), statistic: "Maximum" },
  5,
  { periods: 2, missing: "breaching" },
);
alarm(
  "WebhookDeadLetters",
  "The worker of webhooks failed to handle messages, and SQS moved them to the dead letters",
  {
    ...sum("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: webhookDeadLetters.nodes.queue.name }),
    statistic: "Maximum",
  },
  0,
);
alarm("WebhooksDisabled", "The service disabled webhooks whose receivers fail", ownMetric("disabled", "deliver"), 0);

const lambdas = [
  { name: "Api", fn: apiRoute.nodes.function },
  { name: "Record", fn: recorder.nodes.function, mapping: recorder.nodes.eventSourceMapping },
  { name: "Publish", fn: publisher.nodes.function, mapping: publisher.nodes.eventSourceMapping },
  { name: "Deliver", fn: worker.nodes.function },
  { name: "Sweep", fn: sweep.nodes.function },
];
for (const { name, fn, mapping } of lambdas) {
  const service = name.toLowerCase();
  const { name: FunctionName } = fn;
  const lambda = (metricName: string) => sum("AWS/Lambda", metricName, { FunctionName });
  alarm(
    `${name}FunctionThrottles`,
    `Lambda throttled the ${service} function: the concurrency limit of the account is reached`,
    lambda("Throttles"),
    0,
  );
  alarm(
    `${name}TableThrottles`,
    `DynamoDB throttled more than 100 requests of the ${service} function in 5 minutes: a partition is hot`,
    ownMetric("throttles", service),
    100,
  );
  // The API answers every error itself.
  if (name !== "Api") alarm(`${name}Errors`, `The ${service} function failed or timed out`, lambda("Errors"), 0);
  if (!mapping) continue;
  const mappingMetric = (metricName: string) => sum("AWS/Lambda", metricName, { EventSourceMappingUUID: mapping.uuid });
  alarm(
    `${name}Lag`,
    `The ${service} consumer is more than 5 minutes behind the stream`,
    { namespace: "AWS/Lambda", metricName: "IteratorAge", dimensions: { FunctionName }, statistic: "Maximum" },
    300_000,
    // Lambda reports the metric only on invocations. While it waits between retries, keep the state of the alarm.
    { missing: "ignore" },
  );
  alarm(
    `${name}SetAside`,
    `The ${service} consumer stored a stream record as a dead letter`,
    ownMetric("set_aside", service),
    0,
  );
  alarm(
    `${name}GivenUp`,
    `Lambda discarded stream records of the ${service} consumer and sent them to the failure bucket`,
    mappingMetric("OnFailureDestinationDeliveredEventCount"),
    0,
  );
  alarm(
    `${name}Dropped`,
    `Lambda discarded stream records of the ${service} consumer because they were older than 20 hours`,
    mappingMetric("DroppedEventCount"),
    0,
  );
  alarm(
    `${name}Undelivered`,
    `Lambda could not write discarded stream records of the ${service} consumer to the failure bucket`,
    lambda("DestinationDeliveryFailures"),
    0,
  );
}
