/** What all consumers of the stream do with what fails: set aside what alone is at fault, have Lambda bring the rest again. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { type Refusals, takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { type StreamRecord, sequenceNumberOf } from "./stream.ts";

export type BatchDeps = {
  now: () => Date;
  /** Keeps a record that alone fails for good, whole, to be redriven later. */
  deadLetter: (record: StreamRecord, error: unknown) => Promise<void>;
  /** One structured line; its numbers below are worth metrics. */
  log: (line: Record<string, unknown>) => void;
  /** What storage refused since the last batch, where that is counted. */
  refusals?: Refusals;
};

/** The numbers in a batch's line that are worth a metric, with CloudWatch's units. */
export const BATCH_METRICS = {
  lag_ms: "Milliseconds",
  events: "Count",
  retried: "Count",
  set_aside: "Count",
  throttles: "Count",
} as const;

/** One batch in hand: what failed for now, by record, and how many were set aside. */
export type Batch = { failed: Map<StreamRecord, unknown>; deadLettered: number };

/** Keeps a record that is itself at fault; where that fails too, it is tried again like any other. */
export async function deadLetter(batch: Batch, one: StreamRecord, error: unknown, deps: BatchDeps): Promise<void> {
  try {
    await deps.deadLetter(one, error);
    batch.deadLettered++;
    deps.log({
      level: "error",
      message: "stream record set aside",
      sequence_number: one.dynamodb?.SequenceNumber,
      error: safeErrorText(error),
    });
  } catch (unkept) {
    batch.failed.set(one, unkept);
  }
}

/**
 * Closes a batch: its line, and what Lambda is to take up again.
 * @param times when the changes were made, of what was done (RFC 3339)
 */
export function finishBatch(
  message: string,
  records: readonly StreamRecord[],
  batch: Batch,
  times: readonly string[],
  { now, log, refusals }: BatchDeps,
): DynamoDBBatchResponse {
  const at = now().getTime();
  log({
    level: batch.failed.size > 0 ? "warn" : "info",
    message,
    events: times.length,
    ...(times.length > 0 ? { lag_ms: times.reduce((most, time) => Math.max(most, at - Date.parse(time)), 0) } : {}),
    retried: batch.failed.size,
    set_aside: batch.deadLettered,
    ...(refusals ? { throttles: takeRefusals(refusals).throttles } : {}),
    error: batch.failed.size > 0 ? safeErrorText(batch.failed.values().next().value) : undefined,
  });
  return {
    batchItemFailures: records
      .filter((one) => batch.failed.has(one))
      .map((one) => ({ itemIdentifier: sequenceNumberOf(one) })),
  };
}

/** In order, as many together as one call takes: by count, and by bytes where an item alone is not more. */
export function chunked<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  most: { count: number; bytes: number },
): T[][] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = chunks.at(-1);
    if (!last || last.length === most.count || bytes + size > most.bytes) {
      chunks.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return chunks;
}

/** An error as a log may hold it: others than ours quote what they stumbled over. It stands whole beside its record. */
function safeErrorText(error: unknown): string {
  if (error instanceof Fault) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.name : typeof error;
}
