/** The types of events. Without zod schemas, so that the publisher does not load them. */
import type { JsonObject } from "../../values/json.ts";

const RESOURCE_NAMES = ["project", "profile", "artifact", "deployment"] as const;
/** The name of a resource in event types. */
export type ResourceName = (typeof RESOURCE_NAMES)[number];

const CHANGE_KINDS = ["created", "updated", "deleted"] as const;
/** The kind of change in event types. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The type of an event about a change, such as `skillmeat.profile.created`. */
export type ChangeType = `skillmeat.${ResourceName}.${ChangeKind}`;

/** The types of events about changes. */
export const CHANGE_TYPES: readonly ChangeType[] = RESOURCE_NAMES.flatMap((name) =>
  CHANGE_KINDS.map((kind): ChangeType => `skillmeat.${name}.${kind}`),
);

/** The type of an event about a new state of a record's files on a disk. The record itself does not change. */
export const OBSERVED_TYPE = "skillmeat.deployment.observed";

const WEBHOOK_KINDS = ["failing", "exhausted", "disabled", "recovered"] as const;
/** What happens to a webhook. */
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];
/** The type of an event about a webhook. The service makes it, not a change. */
export type WebhookEventType = `skillmeat.webhook.${WebhookKind}`;

/** The types of events about webhooks. */
export const WEBHOOK_EVENT_TYPES: readonly WebhookEventType[] = WEBHOOK_KINDS.map(
  (kind): WebhookEventType => `skillmeat.webhook.${kind}`,
);

/** The type of an event. */
export type EventType = ChangeType | typeof OBSERVED_TYPE | WebhookEventType;

/** All event types. */
export const EVENT_TYPES: readonly EventType[] = [...CHANGE_TYPES, OBSERVED_TYPE, ...WEBHOOK_EVENT_TYPES];

/** The feed that has the events of a resource: the tenant's, or that of its project. */
const FEED_OF: Record<ResourceName, "tenant" | "project"> = {
  project: "tenant",
  profile: "project",
  artifact: "tenant",
  deployment: "project",
};

/** The types of the events in a feed, and their families, such as `skillmeat.profile.*`. */
export function typePatterns(feed: "tenant" | "project"): string[] {
  const names = RESOURCE_NAMES.filter((name) => FEED_OF[name] === feed);
  const families = names.map((name): [string, readonly string[]] => [name, CHANGE_KINDS]);
  if (feed === "tenant") families.push(["webhook", WEBHOOK_KINDS]);
  return [
    "skillmeat.*",
    ...families.flatMap(([name, kinds]) => ["*", ...kinds].map((kind) => `skillmeat.${name}.${kind}`)),
    ...(feed === "project" ? [OBSERVED_TYPE] : []),
  ];
}

/** Whether a type is the one that a pattern names, or of its family. */
export const matchesPattern = (type: string, pattern: string) =>
  pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;

/** The data of an event: the resource, or what was observed, before and after the change, the actor and the request. */
export type EventData = {
  /** The resource before the change. null for a creation, and for a first observation. */
  before: JsonObject | null;
  /** The resource after the change. null for a deletion. */
  after: JsonObject | null;
  /** The key id or token subject that made the change. */
  actor: string;
  request_id: string;
};

/** A CloudEvents 1.0 event. */
export type CloudEvent = {
  specversion: "1.0";
  /** The change id, a ULID. Events with the same id are the same event. */
  id: string;
  source: string;
  type: EventType;
  /** The path of the changed resource, a URI reference. */
  subject: string;
  /** Time of the change (RFC 3339, UTC). */
  time: string;
  datacontenttype: "application/json";
  /** The absolute URL of the JSON Schema of `data`. */
  dataschema: string;
  traceparent?: string | undefined;
  /** The position in the feed: 20 digits, padded with zeros. */
  sequence: string;
  data: EventData;
};
