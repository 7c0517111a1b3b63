/** Sends events to EventBridge, with the CloudEvent as `detail`. Rules match on `source` and `detail-type`. */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Bus, Sent } from "./publisher.ts";

/** The `source` of all events of this service. */
const SOURCE = "skillmeat";

/**
 * Error codes for an entry that EventBridge will never accept. All others (throttling, outages, permissions) are
 * retried.
 */
const PERMANENT_ERRORS = new Set([
  "InvalidArgument",
  "MalformedDetail",
  "RedactionFailure",
  "SerializationException",
  "ValidationException",
]);

/** A bus that sends entries to an EventBridge event bus. */
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
        return { done: false, retryable: code === undefined || !PERMANENT_ERRORS.has(code), error };
      });
    } catch (error) {
      // One invalid entry fails the whole call. Send each entry alone to find it.
      const retryable = !(error instanceof Error && PERMANENT_ERRORS.has(error.name));
      if (!retryable && entries.length > 1) return (await Promise.all(entries.map((entry) => send([entry])))).flat();
      return entries.map(() => ({ done: false, retryable, error }));
    }
  };
  return send;
}
