/** Events as their readers see them (CloudEvents 1.0), and the feeds that hold them. */
import * as z from "zod";
import { Artifact } from "./artifact.ts";
import type { Ctx, Page } from "./context.ts";
import { Deployment } from "./deployment.ts";
import { eventFromRow, isExpired, RETENTION_DAYS, schemaPath, sequenceOf } from "./event-row.ts";
import { Fault, notFound } from "./fault.ts";
import { keys, PREFIX, TENANT_FEED } from "./keys.ts";
import type { JsonObject } from "./noun.ts";
import { Profile } from "./profile.ts";
import { Project, projectRow } from "./project.ts";
import type { Row } from "./table.ts";

const NOUNS = { project: Project, profile: Profile, artifact: Artifact, deployment: Deployment } as const;
export type NounName = keyof typeof NOUNS;
const CHANGES = ["created", "updated", "deleted"] as const;
export type Change = (typeof CHANGES)[number];

export const EVENT_TYPES = (Object.keys(NOUNS) as NounName[]).flatMap((noun) =>
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
function opened({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
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
  const [noun, change] = type.split(".").slice(1) as [NounName, Change];
  if (!(EVENT_TYPES as readonly string[]).includes(type)) throw notFound("Event type", type);
  const there = z.union([NOUNS[noun].read, SideReference]);
  const data = z.object({
    before: change === "created" ? z.null() : there,
    after: change === "deleted" ? z.null() : there,
    ...origin,
    truncated: z
      .literal(true)
      .optional()
      .meta({ description: "On the bus, which takes 64 KiB: a side was too large, and is a reference." }),
  });
  const schema = schemas.get(type) ?? z.toJSONSchema(data, { io: "output", unrepresentable: "any", override: opened });
  schemas.set(type, schema);
  return { $id: publicUrl + schemaPath(type), title: type, ...schema };
}

/** `after`: a sequence, padded or not; undefined: from the oldest retained. */
export type FeedPage = { after: number | undefined; limit: number };

/** A tenant's feed: its projects and artifacts. */
export const readTenantFeed = (ctx: Ctx, page: FeedPage) => readFeed(ctx, TENANT_FEED, page);

/** A project's feed: its profiles and deployments. @throws 404 */
export async function readProjectFeed(ctx: Ctx, projectId: string, page: FeedPage) {
  return readFeed(ctx, (await projectRow(ctx, projectId)).uid, page);
}

/**
 * The contiguous run after `after`; a gap ends it, since a query may show 12 before 11 of one transaction.
 * `next` is always the last sequence served: it is what a reader polls with.
 * @throws 400 beyond the head; 410 before the oldest retained
 */
async function readFeed(ctx: Ctx, feed: string, { after, limit }: FeedPage): Promise<Required<Page<Event>>> {
  const now = ctx.now();
  const pk = keys.feedPartition(ctx.tenant, feed);
  const rowsAfter = (seq: number | undefined) =>
    ctx.table
      .query({
        pk,
        prefix: PREFIX.event,
        limit,
        consistent: false,
        after: seq === undefined ? seq : PREFIX.event + sequenceOf(seq),
      })
      .then((found) => found.rows);
  const [firstRows, head] = await Promise.all([rowsAfter(after), ctx.table.get(keys.head(ctx.tenant, feed))]);
  const end = (head?.seq as number | undefined) ?? 0;
  if (after !== undefined && after > end) {
    throw new Fault("beyond-head", `The feed ends at ${end}; nothing can follow ${after} yet`, {
      errors: [{ parameter: "after", detail: `must be at most ${end}` }],
    });
  }
  let rows = firstRows;
  let start = after;
  if (start === undefined) {
    const fromOne = rows[0] && seqOf(rows[0]) === 1 && !isExpired(rows[0], now);
    start = fromOne ? 0 : (await oldestRetained(ctx, feed, end, now)) - 1;
    if (!fromOne && start > 0) rows = await rowsAfter(start);
  }
  const items: Event[] = [];
  for (const row of rows) {
    if (seqOf(row) !== start + items.length + 1 || isExpired(row, now)) break;
    items.push(eventFromRow(ctx.tenant, row, ctx.publicUrl));
  }
  // The query is eventually consistent: only a consistent look tells an event that is late from one that is gone.
  if (items.length === 0 && start < end && !(await isRetained(ctx, feed, start + 1, now))) throw expired(start);
  return { items, next: sequenceOf(start + items.length) };
}

const seqOf = (row: Row) => Number(row.sk.slice(PREFIX.event.length));

const expired = (after: number) =>
  new Fault(
    "expired",
    `Events after ${after} are no longer retained (${RETENTION_DAYS} days); read without 'after' for the oldest that are`,
  );

async function isRetained(ctx: Ctx, feed: string, seq: number, now: Date): Promise<boolean> {
  const row = await ctx.table.get(keys.event(ctx.tenant, feed, sequenceOf(seq)));
  return row !== undefined && !isExpired(row, now);
}

/** The least sequence that is retained, by bisection: expiry never decreases along a feed. `end` + 1 if none is. */
async function oldestRetained(ctx: Ctx, feed: string, end: number, now: Date): Promise<number> {
  let low = 1;
  let high = end + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isRetained(ctx, feed, middle, now)) high = middle;
    else low = middle + 1;
  }
  return low;
}
