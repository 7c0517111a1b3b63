/** Structured logs of a deployed function: a JSON line each, of whose numbers CloudWatch makes metrics. */

/** CloudWatch's units. */
export type Unit = "Count" | "Milliseconds";
export type Log = (line: Record<string, unknown>) => void;

export const NAMESPACE = "SkillMeat";

export type LogOptions = {
  /** Writes one line, its end included. */
  write: (text: string) => void;
  now: () => Date;
  /** What tells one function's metrics from another's. */
  dimensions: Readonly<Record<string, string>>;
  /** The members of a line that are metrics. */
  metrics: Readonly<Record<string, Unit>>;
};

/**
 * Lines in CloudWatch's embedded metric format (EMF), whose metrics cost no call:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * `timestamp` and `level` stand as Lambda's JSON log format has them, so that its level filter applies.
 */
export function createLog({ write, now, dimensions, metrics }: LogOptions): Log {
  return ({ level = "info", ...line }) => {
    const at = now();
    const told = Object.keys(metrics).filter((name) => line[name] !== undefined);
    const definition = {
      Namespace: NAMESPACE,
      Dimensions: [Object.keys(dimensions)],
      Metrics: told.map((Name) => ({ Name, Unit: metrics[Name] })),
    };
    const emf = told.length === 0 ? {} : { _aws: { Timestamp: at.getTime(), CloudWatchMetrics: [definition] } };
    const full = { timestamp: at.toISOString(), level: String(level).toUpperCase(), ...dimensions, ...line, ...emf };
    write(`${JSON.stringify(full)}\n`);
  };
}
