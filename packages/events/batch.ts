/** What all consumers of the stream do with what fails: set aside what alone is at fault, have Lambda bring the rest again. */
import type { DynamoDBBatchResponse } from "aws-lambda";
import { type StreamRecord, sequenceNumberOf } from "./stream.ts";

export type BatchDeps = {
  now: () => Date;
  /** Keeps a record that alone fails for good, whole, to be redriven later. */
  setAside: (record: StreamRecord, error: unknown) => Promise<void>;
  /** One structured line; its numbers below are worth metrics. */
  log: (line: Record<string, unknown>) => void;
};

/** The numbers in a batch's line that are worth a metric, with CloudWatch's units. */
export const BATCH_METRICS = {
  lag_ms: "Milliseconds",
  events: "Count",
  retried: "Count",
  set_aside: "Count",
} as const;

/** One batch in hand: what failed for now, by record, and how many were set aside. */
export type Batch = { failed: Map<StreamRecord, unknown>; setAside: number };

/** Keeps a record that is itself at fault; where that fails too, it is tried again like any other. */
export async function setAside(batch: Batch, one: StreamRecord, error: unknown, deps: BatchDeps): Promise<void> {
  try {
    await deps.setAside(one, error);
    batch.setAside++;
    deps.log({
      level: "error",
      message: "stream record set aside",
      sequence_number: one.dynamodb?.SequenceNumber,
      error: String(error),
    });
  } catch (unkept) {
    batch.failed.set(one, unkept);
  }
}

/**
 * Closes a batch: its line, and what Lambda is to take up again.
 * @param times when the changes were made, of what was done (RFC 3339)
 */
export function close(
  message: string,
  records: readonly StreamRecord[],
  batch: Batch,
  times: readonly string[],
  { now, log }: BatchDeps,
): DynamoDBBatchResponse {
  const at = now().getTime();
  log({
    level: batch.failed.size > 0 ? "warn" : "info",
    message,
    events: times.length,
    ...(times.length > 0 ? { lag_ms: times.reduce((most, time) => Math.max(most, at - Date.parse(time)), 0) } : {}),
    retried: batch.failed.size,
    set_aside: batch.setAside,
    error: batch.failed.size > 0 ? String(batch.failed.values().next().value) : undefined,
  });
  return {
    batchItemFailures: records
      .filter((one) => batch.failed.has(one))
      .map((one) => ({ itemIdentifier: sequenceNumberOf(one) })),
  };
}
