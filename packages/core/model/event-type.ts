/** Event types, and an event as its readers get it. Without schemas, which the publisher would load for nothing. */
import type { JsonObject } from "../values/json.ts";

const RESOURCE_NAMES = ["project", "profile", "artifact", "deployment"] as const;
export type ResourceName = (typeof RESOURCE_NAMES)[number];

const CHANGE_KINDS = ["created", "updated", "deleted"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export type EventType = `skillmeat.${ResourceName}.${ChangeKind}`;

export const EVENT_TYPES: readonly EventType[] = RESOURCE_NAMES.flatMap((name) =>
  CHANGE_KINDS.map((kind): EventType => `skillmeat.${name}.${kind}`),
);

/** What an event says: the resource before and after the change, who made it, and by which request. */
export type EventData = {
  /** null for a creation. */
  before: JsonObject | null;
  /** null for a deletion. */
  after: JsonObject | null;
  actor: string;
  request_id: string;
};

/** A CloudEvents 1.0 event. */
export type CloudEvent = {
  specversion: "1.0";
  /** The change id, a ULID: equal ids are one event. */
  id: string;
  source: string;
  type: EventType;
  /** A URI reference: the path of what changed. */
  subject: string;
  /** RFC 3339, UTC. */
  time: string;
  datacontenttype: "application/json";
  /** The absolute URL of the JSON Schema of `data`. */
  dataschema: string;
  traceparent?: string | undefined;
  /** The position in the feed, in 20 digits. */
  sequence: string;
  data: EventData;
};
