/** The schemas of CloudEvents 1.0 events: one for a whole event, and one for the `data` of each type. */
import * as z from "zod";
import { notFound } from "../../fault.ts";
import type { JsonObject } from "../../values/json.ts";
import { pathTo } from "../api-paths.ts";
import { Artifact } from "../artifact.schema.ts";
import { Deployment } from "../deployment.schema.ts";
import { Profile } from "../profile.schema.ts";
import { Project } from "../project.schema.ts";
import { type ChangeKind, type CloudEvent, EVENT_TYPES, type EventType, type ResourceName } from "./event-type.ts";

const RESOURCES = { project: Project, profile: Profile, artifact: Artifact, deployment: Deployment } as const;

/** One state of a changed resource. */
const side = z.union([Project.snapshot, Profile.snapshot, Artifact.snapshot, Deployment.snapshot]).nullable();

/** Replaces `before` or `after` if it is too large for the event bus. */
const SideReference = z.strictObject({
  ref: z
    .string()
    .describe(
      "The path of a feed page that contains only this event. Compare the `id`: the project may have been deleted and " +
        "created again.",
    ),
});

/** The actor and the request of a change. Every event has them. */
const changeOrigin = {
  actor: z.string().describe("The actor that made the change: `key:<key id>`, `oidc:<subject>` or `operator`."),
  request_id: z.string().describe("The `X-Request-Id` of the request that made the change."),
};

/** An event of a feed. */
export const Event = z
  .object({
    specversion: z.literal("1.0").describe("The version of CloudEvents."),
    id: z.string().meta({
      description: "The id of the change, a ULID. Events with the same id are the same event.",
      example: "01KGTPBX00M4Q8ZC2N6R5T7V9W",
    }),
    source: z.string().meta({ description: "The tenant, as `/tenants/<tenant_id>`.", example: "/tenants/acme" }),
    type: z.enum(EVENT_TYPES as [EventType, ...EventType[]]).meta({
      description: "The type of the event: the changed resource, and what happened to it.",
      example: "skillmeat.profile.created",
    }),
    subject: z.string().meta({
      description: "The path of the changed resource, percent-encoded where needed.",
      example: "/projects/web-shop/profiles/claude",
    }),
    time: z.string().describe("Time of the change (RFC 3339, UTC)."),
    datacontenttype: z.literal("application/json").describe("The media type of `data`."),
    dataschema: z.string().describe("The URL of the JSON Schema of `data`."),
    traceparent: z.string().optional().describe("The W3C `traceparent` of the request, if it had one."),
    sequence: z
      .string()
      .regex(/^\d{20}$/)
      .meta({
        description: "The position in the feed, counted from 1 without gaps: 20 digits, padded with zeros.",
        example: "00000000000000000017",
      }),
    data: z
      .object({
        before: side.describe("The resource before the change. null for a creation."),
        after: side.describe("The resource after the change. null for a deletion."),
        ...changeOrigin,
      })
      .describe("The change: the resource before and after it, the actor and the request."),
  })
  .meta({ id: "Event", description: "A CloudEvents 1.0 event." }) satisfies z.ZodType<CloudEvent>;

const schemas = new Map<string, JsonObject>();

/** Returns the JSON Schema (2020-12) of the `data` of an event type. @throws 404 if the type is unknown */
export function eventSchema(type: string, publicUrl: string): JsonObject {
  if (!(EVENT_TYPES as readonly string[]).includes(type)) throw notFound("Event type", type);
  const schema = schemas.get(type) ?? dataSchema(type as EventType);
  schemas.set(type, schema);
  return { $id: publicUrl + pathTo("eventSchema", { type }), title: type, ...schema };
}

function dataSchema(type: EventType): JsonObject {
  const [name, kind] = type.split(".").slice(1) as [ResourceName, ChangeKind];
  const present = z.union([RESOURCES[name].snapshot, SideReference]);
  const data = z.object({
    before: kind === "created" ? z.null() : present,
    after: kind === "deleted" ? z.null() : present,
    ...changeOrigin,
    truncated: z
      .literal(true)
      .optional()
      .describe(
        "true: `before` or `after` is a reference, because the event was too large for the event bus (64 KiB).",
      ),
  });
  return z.toJSONSchema(data, { io: "output", unrepresentable: "any", override: allowUnknownMembers });
}

/** Allows unknown members. Consumers may keep a schema, and it must accept events with fields that are added later. */
function allowUnknownMembers({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.type === "object" && jsonSchema.properties) delete jsonSchema.additionalProperties;
}
