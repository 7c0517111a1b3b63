/** Batch handling of the stream consumers: dead letters for records that can never succeed, retries for all others. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { type Refusals, takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { type StreamRecord, sequenceNumberOf } from "./stream.ts";

/** What every consumer depends on. */
export type BatchDeps = {
  now: () => Date;
  /** Stores a record that can never succeed, so that it can be redriven later. */
  storeDeadLetter: (record: StreamRecord, error: unknown) => Promise<void>;
  /** Writes one structured line. `BATCH_METRICS` lists its metrics. */
  log: (line: Record<string, unknown>) => void;
  /** Counts the storage calls that were throttled. */
  refusals?: Refusals;
};

/** The members of a batch's log line that are metrics, with their CloudWatch units. */
export const BATCH_METRICS = {
  lag_ms: "Milliseconds",
  events: "Count",
  retried: "Count",
  set_aside: "Count",
  throttles: "Count",
} as const;

/** The state of a batch: the records to retry with their errors, and the number of dead letters. */
export type Batch = { failed: Map<StreamRecord, unknown>; deadLettered: number };

/** Stores a record as a dead letter. If that fails, the record is retried. */
export async function deadLetter(batch: Batch, record: StreamRecord, error: unknown, deps: BatchDeps): Promise<void> {
  try {
    await deps.storeDeadLetter(record, error);
    batch.deadLettered++;
    deps.log({
      level: "error",
      message: "stream record stored as a dead letter",
      sequence_number: record.dynamodb?.SequenceNumber,
      error: safeErrorText(error),
    });
  } catch (storeError) {
    batch.failed.set(record, storeError);
  }
}

/**
 * Logs the batch. Returns the records to retry in the format of Lambda's partial batch response.
 * @param times when the completed changes were made (RFC 3339)
 */
export function finishBatch(
  message: string,
  records: readonly StreamRecord[],
  batch: Batch,
  times: readonly string[],
  { now, log, refusals }: BatchDeps,
): DynamoDBBatchResponse {
  const finishedAt = now().getTime();
  log({
    level: batch.failed.size > 0 ? "warn" : "info",
    message,
    events: times.length,
    ...(times.length > 0
      ? { lag_ms: times.reduce((lag, time) => Math.max(lag, finishedAt - Date.parse(time)), 0) }
      : {}),
    retried: batch.failed.size,
    set_aside: batch.deadLettered,
    ...(refusals ? { throttles: takeRefusals(refusals).throttles } : {}),
    error: batch.failed.size > 0 ? safeErrorText(batch.failed.values().next().value) : undefined,
  });
  return {
    batchItemFailures: records
      .filter((record) => batch.failed.has(record))
      .map((record) => ({ itemIdentifier: sequenceNumberOf(record) })),
  };
}

/** Error text that is safe to log. Foreign errors may quote user data, so only their name is logged. */
function safeErrorText(error: unknown): string {
  if (error instanceof Fault) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.name : typeof error;
}
