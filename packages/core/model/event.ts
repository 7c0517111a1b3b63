/** Events as their readers see them (CloudEvents 1.0), and the feeds that hold them. */
import * as z from "zod";
import { notFound } from "../fault.ts";
import type { JsonObject } from "../values/json.ts";
import { Artifact } from "./artifact.ts";
import { Deployment } from "./deployment.ts";
import { schemaPath } from "./event-row.ts";
import { Profile } from "./profile.ts";
import { Project } from "./project.ts";

const RESOURCES = { project: Project, profile: Profile, artifact: Artifact, deployment: Deployment } as const;
export type ResourceName = keyof typeof RESOURCES;
const CHANGES = ["created", "updated", "deleted"] as const;
export type ChangeKind = (typeof CHANGES)[number];

export const EVENT_TYPES = (Object.keys(RESOURCES) as ResourceName[]).flatMap((noun) =>
  CHANGES.map((change) => `skillmeat.${noun}.${change}` as const),
);
export type EventType = (typeof EVENT_TYPES)[number];

const side = z.union([Project.read, Profile.read, Artifact.read, Deployment.read]).nullable();

/** Stands on the bus where a side is too large for it: where the whole event can be read. */
export const SideReference = z.strictObject({
  ref: z.string().meta({
    description:
      "The path, in this API, of a feed page that holds this event alone; compare its `id`, for the project may be another by now.",
  }),
});

/** Who made a change, and by which request; the same in every event. */
const origin = {
  actor: z.string().meta({ description: "The key id or token subject that changed it." }),
  request_id: z.string().meta({ description: "The request that changed it." }),
};

export const Event = z
  .object({
    specversion: z.literal("1.0"),
    id: z.string().meta({ description: "The change's id, a ULID: equal ids are one event." }),
    source: z.string().meta({ description: "`/tenants/<tenant_id>`.", example: "/tenants/acme" }),
    type: z.enum(EVENT_TYPES as [EventType, ...EventType[]]),
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
      ...origin,
    }),
  })
  .meta({ id: "Event", description: "A CloudEvents 1.0 event." });
export type Event = z.infer<typeof Event>;

const schemas = new Map<string, z.core.JSONSchema.BaseSchema>();

/**
 * A schema of one day must hold the events of all days it is told for: what it does not name may be there, and a field
 * that can be null may be absent, as one is that was added since.
 */
function acceptEarlierEvents({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.type !== "object" || !jsonSchema.properties) return;
  delete jsonSchema.additionalProperties;
  const fields = Object.entries(jsonSchema.properties) as [string, z.core.JSONSchema.BaseSchema][];
  const nullable = new Set(
    fields.filter(([, f]) => f.anyOf?.some((one) => (one as { type?: string }).type === "null")).map(([name]) => name),
  );
  if (jsonSchema.required) jsonSchema.required = jsonSchema.required.filter((name) => !nullable.has(name));
}

/** The JSON Schema (2020-12) of a type's `data`, from the nouns' own. @throws 404 */
export function eventSchema(type: string, publicUrl: string): JsonObject {
  const [noun, change] = type.split(".").slice(1) as [ResourceName, ChangeKind];
  if (!(EVENT_TYPES as readonly string[]).includes(type)) throw notFound("Event type", type);
  const there = z.union([RESOURCES[noun].read, SideReference]);
  const data = z.object({
    before: change === "created" ? z.null() : there,
    after: change === "deleted" ? z.null() : there,
    ...origin,
    truncated: z
      .literal(true)
      .optional()
      .meta({ description: "On the bus, which takes 64 KiB: a side was too large, and is a reference." }),
  });
  const schema =
    schemas.get(type) ?? z.toJSONSchema(data, { io: "output", unrepresentable: "any", override: acceptEarlierEvents });
  schemas.set(type, schema);
  return { $id: publicUrl + schemaPath(type), title: type, ...schema };
}
