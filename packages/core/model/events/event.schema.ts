/**
 * The schemas of CloudEvents 1.0 events: one for a whole event, which is a union told by `type`, and one for the `data` of
 * each type.
 */
import * as z from "zod";
import { notFound } from "../../fault.ts";
import type { JsonObject } from "../../values/json.ts";
import { openSchema } from "../../values/open-schema.ts";
import { Timestamp } from "../../values/timestamp.schema.ts";
import { pathTo } from "../api-paths.ts";
import { Artifact } from "../artifact.schema.ts";
import { Deployment } from "../deployments/deployment.schema.ts";
import { DeploymentObservation } from "../observations/observation.schema.ts";
import { Profile } from "../profile.schema.ts";
import { Project } from "../project.schema.ts";
import { WebhookState } from "../webhooks/webhook-state.schema.ts";
import {
  CHANGE_TYPES,
  type ChangeKind,
  type ChangeType,
  EVENT_TYPES,
  type EventType,
  OBSERVED_TYPE,
  type ResourceName,
  WEBHOOK_EVENT_TYPES,
  type WebhookEventType,
  type WebhookKind,
} from "./event-type.ts";

const RESOURCES = { project: Project, profile: Profile, artifact: Artifact, deployment: Deployment } as const;

/** Replaces `before` or `after` if it is too large for the event bus. */
export const SideReference = z.strictObject({
  ref: z
    .string()
    .describe(
      "The path of a feed page that contains only this event. Compare the `id`: the project may have been deleted and " +
        "created again.",
    ),
});

/** The actor and the request of a change. Every event has them. */
export const changeOrigin = {
  actor: z
    .string()
    .describe("The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`; or `service`."),
  request_id: z.string().describe("The `X-Request-Id` of the request that made the change."),
};

/** The resource and the change of an event type. */
const partsOf = (type: ChangeType) => type.split(".").slice(1) as [ResourceName, ChangeKind];

/** The data of an event type. @param side how a state of the resource is written */
function dataOf(type: ChangeType, side: (name: ResourceName) => z.ZodType) {
  const [name, kind] = partsOf(type);
  return z.object({
    before: (kind === "created" ? z.null() : side(name)).describe(
      "The resource before the change. null for a creation.",
    ),
    after: (kind === "deleted" ? z.null() : side(name)).describe("The resource after the change. null for a deletion."),
    ...changeOrigin,
  });
}

/** The data of the events about observations. @param side how an observation is written */
const observedData = (side: z.ZodType) =>
  z.object({
    before: z.union([side, z.null()]).describe("What was observed before. null: the record was not observed yet."),
    after: side.describe("What was observed."),
    ...changeOrigin,
  });

/** The data of the events about webhooks. */
const webhookData = z.object({
  before: z.null().describe("Always null."),
  after: WebhookState.describe("The webhook after what happened."),
  ...changeOrigin,
});
const WebhookData = webhookData.meta({ id: "WebhookData", description: "The webhook, and what made the event." });

/** The members of every event besides its type and its data. */
export const envelope = {
  specversion: z.literal("1.0").describe("The version of CloudEvents."),
  id: z.string().meta({
    description: "The id of the change, a ULID. Events with the same id are the same event.",
    example: "01KGTPBX00M4Q8ZC2N6R5T7V9W",
  }),
  source: z.string().meta({ description: "The tenant, as `/tenants/<tenant_id>`.", example: "/tenants/acme" }),
  subject: z.string().meta({
    description: "The path of the changed resource, percent-encoded where needed.",
    example: "/projects/web-shop/profiles/claude",
  }),
  time: Timestamp.describe("Time of the change (RFC 3339, UTC)."),
  datacontenttype: z.literal("application/json").describe("The media type of `data`."),
  dataschema: z.string().meta({ description: "The URL of the JSON Schema of `data`.", format: "uri" }),
  traceparent: z.string().optional().describe("The W3C `traceparent` of the request, if it had one."),
  sequence: z
    .string()
    .regex(/^\d{20}$/)
    .meta({
      description: "The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros.",
      example: "00000000000000000017",
    }),
};

const capitalised = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** The event of a type, in a feed. */
function eventOf(type: ChangeType) {
  const [name, kind] = partsOf(type);
  const id = `${capitalised(name)}${capitalised(kind)}`;
  return z
    .object({
      ...envelope,
      type: z.literal(type).describe("The type of the event: the changed resource, and what happened to it."),
      data: dataOf(type, (resource) => RESOURCES[resource].snapshot).meta({
        id: `${id}Data`,
        description: "The change: the resource before and after it, the actor and the request.",
      }),
    })
    .meta({ id: `${id}Event`, description: `${RESOURCES[name].label} ${kind}.` });
}

/** The event about a new state of a record's files. */
const observedEvent = z
  .object({
    ...envelope,
    type: z.literal(OBSERVED_TYPE).describe("The type of the event."),
    data: observedData(DeploymentObservation).meta({
      id: "DeploymentObservedData",
      description: "The observation before and after it, the actor and the request.",
    }),
  })
  .meta({
    id: "DeploymentObservedEvent",
    description: "The files of a deployment record were observed in another state than before. The record is the same.",
  });

const WEBHOOK_TEXTS: Readonly<Record<WebhookKind, string>> = {
  failing: "Five deliveries of a webhook in a row failed.",
  exhausted: "A delivery of a webhook was given up.",
  disabled: "The service has stopped a webhook.",
  recovered: "A webhook that was failing has succeeded.",
};

/** The event about a webhook. */
function webhookEventOf(type: WebhookEventType) {
  const kind = type.split(".")[2] as WebhookKind;
  return z
    .object({ ...envelope, type: z.literal(type).describe("The type of the event."), data: WebhookData })
    .meta({ id: `Webhook${capitalised(kind)}Event`, description: WEBHOOK_TEXTS[kind] });
}

/** An event of a type that a reader does not know. Types are added without notice. */
const OtherEvent = z
  .object({
    ...envelope,
    type: z.string().meta({ description: "The type of the event.", example: "skillmeat.future.happened" }),
    data: z.record(z.string(), z.unknown()).describe("What happened. Its members depend on the type."),
  })
  .meta({ id: "OtherEvent", description: "An event of a type that this document does not describe." });

/** An event of a feed. */
export const Event = z
  .union([...CHANGE_TYPES.map(eventOf), observedEvent, ...WEBHOOK_EVENT_TYPES.map(webhookEventOf), OtherEvent])
  .meta({ id: "Event", description: "A CloudEvents 1.0 event. `type` tells which one." });

const schemas = new Map<string, JsonObject>();

/** Returns the JSON Schema (2020-12) of the `data` of an event type. @throws 404 if the type is unknown */
export function eventSchema(type: string, publicUrl: string): JsonObject {
  if (!(EVENT_TYPES as readonly string[]).includes(type)) throw notFound("Event type", type);
  const schema = schemas.get(type) ?? dataSchema(type as EventType);
  schemas.set(type, schema);
  return { $id: publicUrl + pathTo("eventSchema", { type }), title: type, ...schema };
}

const isChange = (type: EventType): type is ChangeType => (CHANGE_TYPES as readonly string[]).includes(type);

function dataSchema(type: EventType): JsonObject {
  const orReference = (side: z.ZodType) => z.union([side, SideReference]);
  const whole = isChange(type)
    ? dataOf(type, (name) => orReference(RESOURCES[name].snapshot))
    : type === OBSERVED_TYPE
      ? observedData(orReference(DeploymentObservation))
      : webhookData;
  const data = whole.extend({
    truncated: z
      .literal(true)
      .optional()
      .describe(
        "true: `before` or `after` is a reference, because the event was too large for the event bus (64 KiB).",
      ),
  });
  // Consumers may keep a schema, and it must accept the events of later releases.
  return z.toJSONSchema(data, {
    io: "output",
    unrepresentable: "any",
    override: ({ jsonSchema }) => openSchema(jsonSchema),
  });
}
