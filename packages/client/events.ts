/** `isEvent`: tells the events of feeds and webhooks apart. */
import type { DeliveredEvent } from "./generated/types.ts";

/** Events of the types that this release of the client knows. */
type Known<Some> = Some extends { type: string } ? (string extends Some["type"] ? never : Some) : never;

/** The types of events that this release of the client knows. */
export type EventType = Known<DeliveredEvent>["type"];

/**
 * Whether an event is of this type and whole. A webhook gets an event of more than 64 KiB with references in place of the
 * resource; that one is not whole, and the feed has it.
 */
export function isEvent<Type extends EventType>(
  event: DeliveredEvent,
  type: Type,
): event is Extract<DeliveredEvent, { type: Type }> {
  return event.type === type && !("truncated" in event.data && event.data.truncated);
}
