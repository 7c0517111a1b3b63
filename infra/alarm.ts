/** How somebody is told; docs/operations.md says what to do then. */
import { isProduction } from "./stage.ts";

const email = process.env.ALARM_EMAIL || undefined;
if (email === undefined && isProduction($app.stage)) {
  throw new Error("Set ALARM_EMAIL: alarms of a stage that people depend on must reach somebody");
}

export const alarms = new aws.sns.Topic("Alarms");

if (email !== undefined) {
  new aws.sns.TopicSubscription("AlarmsByMail", { topic: alarms.arn, protocol: "email", endpoint: email });
}

type Args = aws.cloudwatch.MetricAlarmArgs;
type Metric = Pick<Args, "namespace" | "metricName" | "dimensions" | "statistic" | "extendedStatistic">;

/** In alarm while the metric is above `threshold` in each of `periods` of five minutes. */
export const alarm = (
  name: string,
  description: string,
  metric: Metric,
  threshold: number,
  { periods = 1, missing = "notBreaching" } = {},
) =>
  new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription: description,
    ...metric,
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    period: 300,
    evaluationPeriods: periods,
    treatMissingData: missing,
    alarmActions: [alarms.arn],
    okActions: [alarms.arn],
  });
