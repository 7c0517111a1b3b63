/** What somebody is to be told of; docs/operations.md says what to do. */
import { api, apiRoute } from "./api.ts";
import { publisher } from "./bus.ts";
import { recorder } from "./recorder.ts";

export const alarms = new aws.sns.Topic("Alarms");

if (process.env.ALARM_EMAIL) {
  new aws.sns.TopicSubscription("AlarmsByMail", {
    topic: alarms.arn,
    protocol: "email",
    endpoint: process.env.ALARM_EMAIL,
  });
}

type Metric = Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions" | "statistic"> &
  Pick<aws.cloudwatch.MetricAlarmArgs, "extendedStatistic">;

/** In alarm while the metric is above `threshold` in each of `periods` of `seconds`. */
const alarm = (
  name: string,
  description: string,
  metric: Metric,
  threshold: number,
  { seconds = 300, periods = 1 } = {},
) =>
  new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription: description,
    ...metric,
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    period: seconds,
    evaluationPeriods: periods,
    treatMissingData: "notBreaching",
    alarmActions: [alarms.arn],
    okActions: [alarms.arn],
  });

const gateway = { namespace: "AWS/ApiGateway", dimensions: { ApiId: api.nodes.api.id } };
alarm(
  "ApiServerErrors",
  "More than 5 answers of 5xx in five minutes",
  { ...gateway, metricName: "5xx", statistic: "Sum" },
  5,
);
alarm(
  "ApiLatency",
  "One answer in a hundred takes over 3 s, for a quarter of an hour",
  { ...gateway, metricName: "Latency", extendedStatistic: "p99" },
  3_000,
  { periods: 3 },
);
alarm(
  "ApiFunctionThrottles",
  "The account's Lambda concurrency is used up",
  {
    namespace: "AWS/Lambda",
    metricName: "Throttles",
    dimensions: { FunctionName: apiRoute.nodes.function.name },
    statistic: "Sum",
  },
  0,
);
alarm(
  "TableThrottles",
  "Storage refuses attempts for lack of throughput: one partition is hot",
  {
    namespace: "SkillMeat",
    metricName: "throttles",
    dimensions: { stage: $app.stage, service: "api" },
    statistic: "Sum",
  },
  100,
);

const consumers = [
  { name: "Record", service: "record", subscriber: recorder },
  { name: "Publish", service: "publish", subscriber: publisher },
];
for (const { name, service, subscriber } of consumers) {
  const functions = { namespace: "AWS/Lambda", dimensions: { FunctionName: subscriber.nodes.function.name } };
  const mapping = {
    namespace: "AWS/Lambda",
    dimensions: { EventSourceMappingUUID: subscriber.nodes.eventSourceMapping.uuid },
  };
  alarm(
    `${name}Lag`,
    `The ${service} consumer is more than five minutes behind the stream`,
    { ...functions, metricName: "IteratorAge", statistic: "Maximum" },
    300_000,
    { seconds: 60, periods: 5 },
  );
  alarm(
    `${name}Errors`,
    `The ${service} consumer crashes or times out`,
    { ...functions, metricName: "Errors", statistic: "Sum" },
    0,
  );
  alarm(
    `${name}SetAside`,
    `The ${service} consumer has set a record aside in the failure bucket`,
    { namespace: "SkillMeat", metricName: "set_aside", dimensions: { stage: $app.stage, service }, statistic: "Sum" },
    0,
  );
  alarm(
    `${name}GivenUp`,
    `Lambda has given records up to the failure bucket: they were 20 hours old`,
    { ...mapping, metricName: "OnFailureDestinationDeliveredEventCount", statistic: "Sum" },
    0,
  );
  alarm(
    `${name}Dropped`,
    `Lambda has dropped records: the failure bucket did not take them`,
    { ...mapping, metricName: "DroppedEventCount", statistic: "Sum" },
    0,
  );
}
