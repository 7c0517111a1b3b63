/** The bus of a run without one: a file that one can tail, an event a line. */
import type { Bus } from "@skillmeat-deployments/events/publish/publisher.ts";
import { appendLine } from "./file.ts";

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
