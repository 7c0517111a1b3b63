/** The bus of a local run: a file with one event per line (JSON Lines). */
import type { Bus } from "@skillmeat-deployments/events/publish/publisher.ts";
import { appendLine } from "../file.ts";

/**
 * A bus that appends events to a file. Each call appends before it returns: calls that run at the same time keep their
 * order, and the append takes microseconds, because it does not wait for the disk.
 */
export const createLogBus =
  (file: string): Bus =>
  async (entries) => {
    try {
      appendLine(file, entries.map(({ detail }) => detail).join("\n"));
      return entries.map(() => ({ done: true }));
    } catch (error) {
      return entries.map(() => ({ done: false, retryable: true, error }));
    }
  };
