/** The bus of a local run: a file with one event per line (JSON Lines). */
import type { Bus } from "@skillmeat-deployments/events/publish/publisher.ts";
import { appendLine } from "./file.ts";

/** A bus that appends events to a file. */
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
