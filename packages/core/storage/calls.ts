/** Wraps each storage call: applies the deadline, reports the capacity units, and maps transient errors to 503. */
import { Fault } from "../fault.ts";
import { isContention, isThrottled } from "./client.ts";
import type { Within } from "./deadline.ts";
import type { Meter } from "./verbs.ts";

type Units = { CapacityUnits?: number };
type Send<T> = (signal: AbortSignal) => Promise<T>;

/** The call wrappers that all operations of one table share. */
export type Calls = {
  /** Input members of every command. They request the consumed capacity if there is a meter. */
  readonly metered: { ReturnConsumedCapacity?: "TOTAL" };
  /** Runs the attempts of a write, which share a deadline. */
  readonly within: Within;
  /** Runs a read within a deadline of its own. @throws 503 */
  read<T>(operation: string, send: Send<T>): Promise<T>;
  /** Runs one attempt of a write. @param signal that of its deadline @throws 503 */
  write<T>(operation: string, signal: AbortSignal, send: Send<T>): Promise<T>;
};

/**
 * Creates the call wrappers of a table.
 * @param meter called with the capacity units of each successful call
 * @param within runs a call within a time limit of its own, or within that of the request
 */
export function createCalls(meter: Meter | undefined, within: Within): Calls {
  async function call<T>(operation: string, kind: "read" | "write", signal: AbortSignal, send: Send<T>): Promise<T> {
    try {
      const result = await send(signal);
      if (meter) {
        const used = (result as { ConsumedCapacity?: Units | Units[] }).ConsumedCapacity ?? [];
        const units = [used].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        meter({ operation, read: kind === "read" ? units : 0, write: kind === "write" ? units : 0 });
      }
      return result;
    } catch (error) {
      throw isTransient(error as Error) || signal.aborted ? unavailable(error) : error;
    }
  }
  return {
    metered: meter ? { ReturnConsumedCapacity: "TOTAL" } : {},
    within,
    read: (operation, send) => within((signal) => call(operation, "read", signal, send)),
    write: (operation, signal, send) => call(operation, "write", signal, send),
  };
}

/** 503: storage did not answer within the deadline. */
export const unavailable = (cause: unknown) =>
  new Fault("unavailable", "Storage did not answer in time; try again", { retryAfter: 1, cause });

/**
 * Whether an error is throttling, contention or a missing response that the SDK's retries did not resolve. All other
 * errors are bugs.
 */
function isTransient(error: Error & { $metadata?: { httpStatusCode?: number }; code?: string }): boolean {
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) return error.name === "AbortError" || error.name === "TimeoutError" || "code" in error;
  return status >= 500 || isContention(error) || isThrottled(error);
}
