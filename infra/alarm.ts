/** Creates alarms and sends them by email. docs/operations.md describes what to do for each. */
import { isProduction } from "./stage.ts";

const email = process.env.ALARM_EMAIL || undefined;
if (email === undefined && isProduction($app.stage)) {
  throw new Error("Set ALARM_EMAIL: the alarms of the production stage need a recipient");
}

export const alarms = new aws.sns.Topic("Alarms");

if (email !== undefined) {
  new aws.sns.TopicSubscription("AlarmsByMail", { topic: alarms.arn, protocol: "email", endpoint: email });
}

type Args = aws.cloudwatch.MetricAlarmArgs;
type Metric = Pick<Args, "namespace" | "metricName" | "dimensions" | "statistic" | "extendedStatistic">;

/**
 * Creates an alarm. It is in alarm state while the metric is above `threshold` in each of the last `periods` periods of
 * five minutes.
 * @param options `missing`: how CloudWatch treats periods without data
 */
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
