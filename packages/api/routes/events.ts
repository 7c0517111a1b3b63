/** The routes of event feeds. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { type FeedPage, readProjectFeed, readTenantFeed } from "@skillmeat-deployments/core/model/events/feed.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import type { Page } from "@skillmeat-deployments/core/storage/pages.ts";
import { DEFAULT_LIMIT, nextOfFeed } from "../http/query.ts";
import { cacheable } from "../routing/cacheable.ts";
import { listAnswer } from "../routing/page.ts";
import { reads } from "../routing/route.ts";

type Query = { limit?: number | undefined } & Omit<Partial<FeedPage>, "limit">;

const feedPage = ({ after, limit = DEFAULT_LIMIT, type, subject }: Query): FeedPage => ({
  after,
  limit,
  type,
  subject,
});

/** Every page has a `next` link, also an empty one, because readers poll it. */
const feedAnswer = (query: Query, { items, next }: Required<Page<CloudEvent>>) =>
  listAnswer(items, nextOfFeed(query, next));

const schemas = once(() => import("./events.schema.ts"));
const eventSchemas = once(() => import("../verbs/event-schema.ts"));

export const eventRoutes = [
  reads({
    id: "listEvents",
    method: "GET",
    path: PATHS.events,
    access: "events:read",
    paging: ["limit", "after"],
    schema: async () => (await schemas()).listEvents,
    run: async ({ ctx, query }) => feedAnswer(query, await readTenantFeed(ctx, feedPage(query))),
  }),
  reads({
    id: "listProjectEvents",
    method: "GET",
    path: PATHS.projectEvents,
    access: "events:read",
    paging: ["limit", "after"],
    schema: async () => (await schemas()).listProjectEvents,
    run: async ({ ctx, params, query }) =>
      feedAnswer(query, await readProjectFeed(ctx, params.project_id, feedPage(query))),
  }),
  reads({
    id: "readEventSchema",
    method: "GET",
    path: PATHS.eventSchema,
    access: "public",
    etag: true,
    schema: async () => (await schemas()).readEventSchema,
    run: async ({ ctx, params }) => {
      const { eventSchema } = (await eventSchemas()).verbs;
      return cacheable(eventSchema(params.type, ctx.publicUrl));
    },
  }),
];
