/** The bus of a local run: a file with one event per line (JSON Lines). */
import type { Bus } from "@skillmeat-deployments/events/publish/publisher.ts";
import { appendEvents } from "./event-log.ts";

/**
 * A bus that appends events to a file. Each call appends before it returns: calls that run at the same time keep their
 * order, and the append takes microseconds, because it does not wait for the disk.
 * @param options `written` are the ids of events that are in the file and are not appended again
 */
export const createLogBus =
  (file: string, { written, maxBytes }: { written?: ReadonlySet<string> | undefined; maxBytes?: number } = {}): Bus =>
  async (entries) => {
    try {
      const lines = entries.map(({ detail }) => detail);
      const isNew = (line: string) => !written?.has((JSON.parse(line) as { id: string }).id);
      const newLines = written ? lines.filter(isNew) : lines;
      if (newLines.length > 0) appendEvents(file, newLines, maxBytes);
      return entries.map(() => ({ done: true }));
    } catch (error) {
      return entries.map(() => ({ done: false, retryable: true, error }));
    }
  };
