/** The schemas of events (CloudEvents 1.0): of a whole event, and of each type's `data`. */
import * as z from "zod";
import { notFound } from "../fault.ts";
import type { JsonObject } from "../values/json.ts";
import { Artifact } from "./artifact.ts";
import { Deployment } from "./deployment.ts";
import { type ChangeKind, type CloudEvent, EVENT_TYPES, type EventType, type ResourceName } from "./event-type.ts";
import { pathTo } from "./paths.ts";
import { Profile } from "./profile.ts";
import { Project } from "./project.ts";

const RESOURCES = { project: Project, profile: Profile, artifact: Artifact, deployment: Deployment } as const;

const side = z.union([Project.snapshot, Profile.snapshot, Artifact.snapshot, Deployment.snapshot]).nullable();

/** Stands in for a side that is too large for the bus. */
export const SideReference = z.strictObject({
  ref: z.string().meta({
    description:
      "The path, in this API, of a feed page that holds only this event. Compare its `id`: by now the project may be another.",
  }),
});

/** Who made a change, and by which request: the same in every event. */
const changeOrigin = {
  actor: z.string().meta({ description: "The key id or token subject that changed it." }),
  request_id: z.string().meta({ description: "The request that changed it." }),
};

export const Event = z
  .object({
    specversion: z.literal("1.0"),
    id: z.string().meta({ description: "The change's id, a ULID: equal ids are one event." }),
    source: z.string().meta({ description: "`/tenants/<tenant_id>`.", example: "/tenants/acme" }),
    type: z.enum(EVENT_TYPES as [EventType, ...EventType[]]).meta({ example: "skillmeat.profile.created" }),
    subject: z
      .string()
      .meta({ description: "The path of what changed.", example: "/projects/web-shop/profiles/claude" }),
    time: z.string().meta({ description: "When it changed (RFC 3339, UTC)." }),
    datacontenttype: z.literal("application/json"),
    dataschema: z.string().meta({ description: "Where the JSON Schema of `data` is." }),
    traceparent: z.string().optional().meta({
      description: "The W3C trace context of the request, where it had one (CloudEvents distributed tracing).",
    }),
    sequence: z
      .string()
      .regex(/^\d{20}$/)
      .meta({ description: "Its place in the feed: 1, 2, 3 … in 20 digits." }),
    data: z.object({
      before: side.meta({ description: "What stood there; null for a creation." }),
      after: side.meta({ description: "What stands there now; null for a deletion." }),
      ...changeOrigin,
    }),
  })
  .meta({ id: "Event", description: "A CloudEvents 1.0 event." }) satisfies z.ZodType<CloudEvent>;

const schemas = new Map<string, JsonObject>();

/** The JSON Schema (2020-12) of a type's `data`. @throws 404 */
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
      .meta({ description: "On the bus, which takes 64 KiB: a side was too large, and is a reference." }),
  });
  return z.toJSONSchema(data, { io: "output", unrepresentable: "any", override: allowUnknownMembers });
}

/** A consumer may keep a schema: it accepts events with fields that were added later. */
function allowUnknownMembers({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.type === "object" && jsonSchema.properties) delete jsonSchema.additionalProperties;
}
