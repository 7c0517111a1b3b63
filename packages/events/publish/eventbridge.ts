/** EventBridge as the bus: `source` and `detail-type` for rules, the CloudEvent as `detail`. */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Bus, Sent } from "./publisher.ts";

/** What rules name this service by. */
const SOURCE = "skillmeat";

/** Refusals for what an entry holds; all others (throttling, an outage, a missing permission) may pass. */
const FINAL = new Set([
  "InvalidArgument",
  "MalformedDetail",
  "RedactionFailure",
  "SerializationException",
  "ValidationException",
]);

export function createEventBridge(client: EventBridgeClient, busName: string): Bus {
  const send: Bus = async (entries) => {
    try {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: entries.map(({ type, time, detail }) => ({
            EventBusName: busName,
            Source: SOURCE,
            DetailType: type,
            Detail: detail,
            Time: new Date(time),
          })),
        }),
      );
      return entries.map((_, i): Sent => {
        const code = Entries[i]?.ErrorCode;
        if (Entries[i]?.EventId !== undefined && code === undefined) return { done: true };
        const error = new Error(`${code ?? "No answer"}: ${Entries[i]?.ErrorMessage ?? ""}`);
        return { done: false, retryable: code === undefined || !FINAL.has(code), error };
      });
    } catch (error) {
      // A call is refused whole for what one entry holds: each is tried alone to tell which.
      const retryable = !(error instanceof Error && FINAL.has(error.name));
      if (!retryable && entries.length > 1) return (await Promise.all(entries.map((entry) => send([entry])))).flat();
      return entries.map(() => ({ done: false, retryable, error }));
    }
  };
  return send;
}
