/** What somebody is told of. */
import { NAMESPACE } from "../packages/core/runtime/log.ts";
import { alarm } from "./alarm.ts";
import { api, apiRoute } from "./api.ts";
import { publisher } from "./bus.ts";
import { recorder } from "./recorder.ts";

const sum = (namespace: string, metricName: string, dimensions: Record<string, $util.Input<string>>) => ({
  namespace,
  metricName,
  dimensions,
  statistic: "Sum",
});
const ours = (metricName: string, service: string) => sum(NAMESPACE, metricName, { stage: $app.stage, service });

const gateway = { ApiId: api.nodes.api.id };
alarm("ApiServerErrors", "More than 5 answers of 5xx in five minutes", sum("AWS/ApiGateway", "5xx", gateway), 5);
alarm(
  "ApiLatency",
  "One answer in a hundred takes over 3 s, for a quarter of an hour",
  { namespace: "AWS/ApiGateway", metricName: "Latency", dimensions: gateway, extendedStatistic: "p99" },
  3_000,
  { periods: 3 },
);

const lambdas = [
  { name: "Api", fn: apiRoute.nodes.function, storage: true },
  { name: "Record", fn: recorder.nodes.function, storage: true, mapping: recorder.nodes.eventSourceMapping },
  { name: "Publish", fn: publisher.nodes.function, storage: false, mapping: publisher.nodes.eventSourceMapping },
];
for (const { name, fn, storage, mapping } of lambdas) {
  const service = name.toLowerCase();
  const { name: FunctionName } = fn;
  const lambda = (metricName: string) => sum("AWS/Lambda", metricName, { FunctionName });
  alarm(`${name}FunctionThrottles`, "The account's Lambda concurrency is used up", lambda("Throttles"), 0);
  if (storage) {
    const refused = "Storage refuses attempts for lack of throughput: one partition is hot";
    alarm(`${name}TableThrottles`, refused, ours("throttles", service), 100);
  }
  if (!mapping) continue;
  const fed = (metricName: string) => sum("AWS/Lambda", metricName, { EventSourceMappingUUID: mapping.uuid });
  alarm(
    `${name}Lag`,
    `The ${service} consumer is more than five minutes behind the stream`,
    { namespace: "AWS/Lambda", metricName: "IteratorAge", dimensions: { FunctionName }, statistic: "Maximum" },
    300_000,
    // Measured when it is invoked: between its retries Lambda waits, and the lag is still there.
    { missing: "ignore" },
  );
  alarm(`${name}Errors`, `The ${service} consumer crashes or times out`, lambda("Errors"), 0);
  alarm(`${name}SetAside`, `The ${service} consumer has set a record aside`, ours("set_aside", service), 0);
  alarm(
    `${name}GivenUp`,
    "Lambda has given records up to the failure bucket",
    fed("OnFailureDestinationDeliveredEventCount"),
    0,
  );
  alarm(`${name}Dropped`, "Lambda has given records up: they were 20 hours old", fed("DroppedEventCount"), 0);
  alarm(
    `${name}Undelivered`,
    "The failure bucket did not take what Lambda gave up",
    lambda("DestinationDeliveryFailures"),
    0,
  );
}
