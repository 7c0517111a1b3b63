/** Event feeds: every change once, in order, without a hole. */
import { Event, eventSchema } from "@skillmeat-deployments/core/model/event.ts";
import { type CloudEvent, EVENT_TYPES } from "@skillmeat-deployments/core/model/event-type.ts";
import { type FeedPage, readProjectFeed, readTenantFeed } from "@skillmeat-deployments/core/model/feed.ts";
import { PATHS } from "@skillmeat-deployments/core/model/paths.ts";
import type { Page } from "@skillmeat-deployments/core/storage/pages.ts";
import * as z from "zod";
import { After, DEFAULT_LIMIT, Limit } from "../http/query.ts";
import { cacheable } from "../routing/cacheable.ts";
import { listAnswer } from "../routing/page.ts";
import { reads } from "../routing/route.ts";

const query = z.object({ limit: Limit, after: After });
type Query = z.output<typeof query>;

const feedPage = ({ after, limit = DEFAULT_LIMIT }: Query): FeedPage => ({ after, limit });

/** `next` is always there, on an empty page too: a reader polls it. */
const feedAnswer = ({ limit }: Query, { items, next }: Required<Page<CloudEvent>>) =>
  listAnswer(items, { after: next, ...(limit === undefined ? {} : { limit: String(limit) }) });

const shared = {
  method: "GET",
  tag: "Events",
  access: "events:read",
  query,
  description:
    "Poll the `Link` header's `next`, which is always there. A position beyond the end of the feed is 400, one that is no longer retained 410.",
  answers: { 200: { description: "CloudEvents in order of `sequence`.", schema: z.array(Event) } },
} as const;

export const eventRoutes = [
  reads({
    ...shared,
    id: "listEvents",
    path: PATHS.events,
    summary: "Read the tenant's feed: changes of projects and artifacts",
    example: { query: { limit: "2" } },
    run: async ({ ctx, query }) => feedAnswer(query, await readTenantFeed(ctx, feedPage(query))),
  }),
  reads({
    ...shared,
    id: "listProjectEvents",
    path: PATHS.projectEvents,
    summary: "Read a project's feed: changes of profiles and deployments",
    example: { params: { project_id: "web-shop" }, query: { after: "1", limit: "2" } },
    run: async ({ ctx, params, query }) =>
      feedAnswer(query, await readProjectFeed(ctx, params.project_id, feedPage(query))),
  }),
  reads({
    id: "readEventSchema",
    method: "GET",
    path: PATHS.eventSchema,
    tag: "Events",
    summary: "Read the JSON Schema of an event type's data",
    description: `Every event names its schema in \`dataschema\`. Types: ${EVENT_TYPES.map((type) => `\`${type}\``).join(", ")}.`,
    access: "public",
    etag: true,
    example: { params: { type: "skillmeat.profile.updated" } },
    answers: { 200: { description: "A JSON Schema, 2020-12.", schema: z.record(z.string(), z.unknown()) } },
    run: ({ ctx, params }) => cacheable(eventSchema(params.type, ctx.publicUrl)),
  }),
];
