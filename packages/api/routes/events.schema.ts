/** The API reference of events: texts, examples and schemas. */
import "../start.ts";
import { canonicalPath, PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Event } from "@skillmeat-deployments/core/model/events/event.schema.ts";
import { EVENT_TYPES, typePatterns } from "@skillmeat-deployments/core/model/events/event-type.ts";
import * as z from "zod";
import { After, Limit } from "../http/query.schema.ts";
import { withoutPrefix } from "../http/request.ts";
import { operation } from "../routing/operation.ts";

const shared = {
  tag: "Events",
  description:
    'With a filter, a page is read from at most 1,000 events, so it can be short or empty; its `next` is after the last event that was looked at. To receive new events, poll the `rel="next"` path of the `Link` header, which every response has. A position beyond the end of the feed gets 400. A position whose events are no longer retained gets 410.',
  answers: { 200: { description: "A page of CloudEvents, in order of `sequence`.", schema: z.array(Event) } },
};

/** The canonical path of a subject. `Location` and `Link` have the prefix of the request, which subjects lack. */
const subjectOf = (path: string) => withoutPrefix(canonicalPath(path));

const queryOf = (feed: "tenant" | "project", subject: string) =>
  z.object({
    limit: Limit,
    after: After,
    type: z.enum(typePatterns(feed)).optional().meta({
      description: "Return only events of this type, or of this family of types. Other types are refused.",
    }),
    subject: z.string().regex(/^\//, "must be a path, which begins with /").transform(subjectOf).optional().meta({
      description: "Return only events of the resource with this path, the `subject` of its events.",
      example: subject,
    }),
  });

export const listEvents = operation(PATHS.events, {
  ...shared,
  summary: "List the events of the tenant: changes of projects and artifacts",
  query: queryOf("tenant", "/projects/web-shop"),
  example: { query: { limit: "2" } },
});

export const listProjectEvents = operation(PATHS.projectEvents, {
  ...shared,
  summary: "List the events of a project: changes of profiles and deployments",
  query: queryOf("project", "/projects/web-shop/profiles/claude"),
  example: { params: { project_id: "web-shop" }, query: { after: "1", limit: "2" } },
});

export const readEventSchema = operation(PATHS.eventSchema, {
  tag: "Events",
  summary: "Read the JSON Schema of an event type",
  description: `Returns the schema of the event's \`data\`. The \`dataschema\` of an event is the URL of its schema. Event types: ${EVENT_TYPES.map((type) => `\`${type}\``).join(", ")}.`,
  example: { params: { type: "skillmeat.project.created" } },
  answers: {
    200: {
      description: "A JSON Schema (draft 2020-12).",
      schema: z.record(z.string(), z.unknown()),
      headers: ["Cache-Control"],
    },
  },
});
