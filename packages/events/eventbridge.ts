/** EventBridge as the bus: `source` and `detail-type` for rules, the CloudEvent as `detail`. */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Bus, Sent } from "./publish.ts";

/** What rules name this service by. */
export const SOURCE = "skillmeat";

/** Refusals for what an entry holds; all others (throttling, an outage, a missing permission) may pass. */
const OWN = new Set(["InvalidArgument", "MalformedDetail", "ValidationException"]);

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
        return { done: false, own: code !== undefined && OWN.has(code), error };
      });
    } catch (error) {
      // A call is refused whole for what one entry holds: each is tried alone to tell which.
      const own = error instanceof Error && OWN.has(error.name);
      if (own && entries.length > 1) return (await Promise.all(entries.map((entry) => send([entry])))).flat();
      return entries.map(() => ({ done: false, own, error }));
    }
  };
  return send;
}
