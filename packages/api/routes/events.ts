/** The routes of event feeds. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Event, eventSchema } from "@skillmeat-deployments/core/model/event.schema.ts";
import { type CloudEvent, EVENT_TYPES } from "@skillmeat-deployments/core/model/event-type.ts";
import { type FeedPage, readProjectFeed, readTenantFeed } from "@skillmeat-deployments/core/model/feed.ts";
import type { Page } from "@skillmeat-deployments/core/storage/pages.ts";
import * as z from "zod";
import { After, Limit } from "../http/query.schema.ts";
import { DEFAULT_LIMIT } from "../http/query.ts";
import { cacheable } from "../routing/cacheable.ts";
import { listAnswer } from "../routing/page.ts";
import { reads } from "../routing/route.ts";

const query = z.object({ limit: Limit, after: After });
type Query = z.output<typeof query>;

const feedPage = ({ after, limit = DEFAULT_LIMIT }: Query): FeedPage => ({ after, limit });

/** Every page has a `next` link, also an empty one, because readers poll it. */
const feedAnswer = ({ limit }: Query, { items, next }: Required<Page<CloudEvent>>) =>
  listAnswer(items, { after: next, ...(limit === undefined ? {} : { limit: String(limit) }) });

const shared = {
  method: "GET",
  tag: "Events",
  access: "events:read",
  query,
  description:
    'To receive new events, poll the `rel="next"` path of the `Link` header, which every response has. A position beyond the end of the feed gets 400. A position whose events are no longer retained gets 410.',
  answers: { 200: { description: "A page of CloudEvents, in order of `sequence`.", schema: z.array(Event) } },
} as const;

export const eventRoutes = [
  reads({
    ...shared,
    id: "listEvents",
    path: PATHS.events,
    summary: "List the events of the tenant: changes of projects and artifacts",
    example: { query: { limit: "2" } },
    run: async ({ ctx, query }) => feedAnswer(query, await readTenantFeed(ctx, feedPage(query))),
  }),
  reads({
    ...shared,
    id: "listProjectEvents",
    path: PATHS.projectEvents,
    summary: "List the events of a project: changes of profiles and deployments",
    example: { params: { project_id: "web-shop" }, query: { after: "1", limit: "2" } },
    run: async ({ ctx, params, query }) =>
      feedAnswer(query, await readProjectFeed(ctx, params.project_id, feedPage(query))),
  }),
  reads({
    id: "readEventSchema",
    method: "GET",
    path: PATHS.eventSchema,
    tag: "Events",
    summary: "Read the JSON Schema of an event type",
    description: `Returns the schema of the event's \`data\`. The \`dataschema\` of an event is the URL of its schema. Event types: ${EVENT_TYPES.map((type) => `\`${type}\``).join(", ")}.`,
    access: "public",
    etag: true,
    example: { params: { type: "skillmeat.profile.updated" } },
    answers: { 200: { description: "A JSON Schema (draft 2020-12).", schema: z.record(z.string(), z.unknown()) } },
    run: ({ ctx, params }) => cacheable(eventSchema(params.type, ctx.publicUrl)),
  }),
];
