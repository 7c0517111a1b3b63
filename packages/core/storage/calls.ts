/** One storage call: its deadline, its metering, and which failures are worth another attempt. */
import { Fault } from "../fault.ts";
import { isContention, isThrottled } from "./client.ts";
import type { Meter } from "./verbs.ts";

type Units = { CapacityUnits?: number };
type Send<T> = (signal: AbortSignal) => Promise<T>;

/** What all verbs of one table share. */
export type Calls = {
  /** Members that every command takes: asks for the capacity units where somebody meters them. */
  readonly metered: { ReturnConsumedCapacity?: "TOTAL" };
  /** Ends the calls that listen to it. */
  deadline(): AbortSignal;
  read<T>(operation: string, send: Send<T>): Promise<T>;
  /** @param signal the deadline of all attempts of one write */
  write<T>(operation: string, signal: AbortSignal, send: Send<T>): Promise<T>;
};

export function createCalls(meter: Meter | undefined, deadline: () => AbortSignal): Calls {
  async function call<T>(operation: string, kind: "read" | "write", signal: AbortSignal, send: Send<T>): Promise<T> {
    try {
      const result = await send(signal);
      if (meter) {
        const used = (result as { ConsumedCapacity?: Units | Units[] }).ConsumedCapacity ?? [];
        const units = [used].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
        meter({ operation, read: kind === "read" ? units : 0, write: kind === "write" ? units : 0 });
      }
      return result;
    } catch (error) {
      throw isTransient(error as Error) || signal.aborted ? unavailable(error) : error;
    }
  }
  return {
    metered: meter ? { ReturnConsumedCapacity: "TOTAL" } : {},
    deadline,
    read: (operation, send) => call(operation, "read", deadline(), send),
    write: (operation, signal, send) => call(operation, "write", signal, send),
  };
}

export const unavailable = (cause: unknown) =>
  new Fault("unavailable", "Storage did not answer in time; try again", { retryAfter: 1, cause });

/** Throttling, contention and lost answers that outlasted the SDK's attempts. Every other error is a fault of ours. */
function isTransient(error: Error & { $metadata?: { httpStatusCode?: number }; code?: string }): boolean {
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) return error.name === "AbortError" || error.name === "TimeoutError" || "code" in error;
  return status >= 500 || isContention(error) || isThrottled(error);
}
