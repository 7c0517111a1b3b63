/** Structured logs of a deployed function: one JSON object a line. CloudWatch extracts metrics from it. */

/** The CloudWatch units in use. */
type Unit = "Count" | "Milliseconds";
/** Writes one log line. `level` is `info` unless given. */
export type Log = (line: Record<string, unknown>) => void;

/** The CloudWatch namespace of all metrics. */
export const NAMESPACE = "SkillMeat";

export type LogOptions = {
  /** Writes the text of one line. The text ends with a line feed. */
  write: (text: string) => void;
  now: () => Date;
  /** The CloudWatch dimensions, which separate the metrics of one function from those of another. */
  dimensions: Readonly<Record<string, string>>;
  /** The names of the members that are metrics, with their units. */
  metrics: Readonly<Record<string, Unit>>;
};

/**
 * Creates a log in CloudWatch's embedded metric format (EMF), which needs no API call for metrics:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * `timestamp` and `level` follow Lambda's JSON log format, so that Lambda's log level filter applies.
 */
export function createLog({ write, now, dimensions, metrics }: LogOptions): Log {
  return ({ level = "info", ...line }) => {
    const time = now();
    const emitted = Object.keys(metrics).filter((name) => line[name] !== undefined);
    const definition = {
      Namespace: NAMESPACE,
      Dimensions: [Object.keys(dimensions)],
      Metrics: emitted.map((Name) => ({ Name, Unit: metrics[Name] })),
    };
    const emf = emitted.length === 0 ? {} : { _aws: { Timestamp: time.getTime(), CloudWatchMetrics: [definition] } };
    const entry = { timestamp: time.toISOString(), level: String(level).toUpperCase(), ...dimensions, ...line, ...emf };
    write(`${JSON.stringify(entry)}\n`);
  };
}
