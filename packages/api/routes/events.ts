/** The feeds: every change once, in order, without a hole. */
import type { Page } from "@skillmeat-deployments/core/context.ts";
import { EVENT_TYPES, Event, eventSchema } from "@skillmeat-deployments/core/model/event.ts";
import { type FeedPage, readProjectFeed, readTenantFeed } from "@skillmeat-deployments/core/model/feed.ts";
import * as z from "zod";
import { After, DEFAULT_LIMIT, Limit } from "../http/query.ts";
import { listAnswer } from "../routing/page.ts";
import { cacheable } from "../routing/public.ts";
import { route } from "../routing/route.ts";

const query = z.object({ limit: Limit, after: After });
type Query = z.output<typeof query>;

const pageOfFeed = ({ after, limit = DEFAULT_LIMIT }: Query): FeedPage => ({ after, limit });

/** `next` is always there, on an empty page too: it is what one polls. */
const answer = ({ limit }: Query, { items, next }: Required<Page<Event>>) =>
  listAnswer(items, { after: next, ...(limit === undefined ? {} : { limit: String(limit) }) });

const shared = {
  method: "GET",
  tag: "Events",
  access: "events:read",
  query,
  description: "Poll the `Link` header's `next`, which is always there. Beyond the head: 400. No longer retained: 410.",
  answers: { 200: { description: "CloudEvents in order of `sequence`.", schema: z.array(Event) } },
} as const;

export const eventRoutes = [
  route({
    ...shared,
    id: "listEvents",
    path: "/events",
    summary: "The tenant's feed: its projects and artifacts",
    run: async ({ ctx, query }) => answer(query, await readTenantFeed(ctx, pageOfFeed(query))),
  }),
  route({
    ...shared,
    id: "listProjectEvents",
    path: "/projects/{project_id}/events",
    summary: "A project's feed: its profiles and deployments",
    run: async ({ ctx, params, query }) =>
      answer(query, await readProjectFeed(ctx, params.project_id as string, pageOfFeed(query))),
  }),
  route({
    id: "readEventSchema",
    method: "GET",
    path: "/events/schemas/{type}",
    tag: "Events",
    summary: "The JSON Schema of what an event of this type tells in its `data`",
    description: `Every event names its own in \`dataschema\`. Types: ${EVENT_TYPES.map((type) => `\`${type}\``).join(", ")}.`,
    access: "public",
    etag: true,
    answers: { 200: { description: "JSON Schema, 2020-12.", schema: z.record(z.string(), z.unknown()) } },
    run: ({ ctx, params }) => cacheable(eventSchema(params.type as string, ctx.publicUrl)),
  }),
];
