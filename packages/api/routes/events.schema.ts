/** The API reference of events: texts, examples and schemas. */
import "../start.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Event } from "@skillmeat-deployments/core/model/events/event.schema.ts";
import { EVENT_TYPES } from "@skillmeat-deployments/core/model/events/event-type.ts";
import * as z from "zod";
import { After, Limit } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";

const shared = {
  tag: "Events",
  description:
    'To receive new events, poll the `rel="next"` path of the `Link` header, which every response has. A position beyond the end of the feed gets 400. A position whose events are no longer retained gets 410.',
  query: z.object({ limit: Limit, after: After }),
  answers: { 200: { description: "A page of CloudEvents, in order of `sequence`.", schema: z.array(Event) } },
};

export const listEvents = operation(PATHS.events, {
  ...shared,
  summary: "List the events of the tenant: changes of projects and artifacts",
  example: { query: { limit: "2" } },
});

export const listProjectEvents = operation(PATHS.projectEvents, {
  ...shared,
  summary: "List the events of a project: changes of profiles and deployments",
  example: { params: { project_id: "web-shop" }, query: { after: "1", limit: "2" } },
});

export const readEventSchema = operation(PATHS.eventSchema, {
  tag: "Events",
  summary: "Read the JSON Schema of an event type",
  description: `Returns the schema of the event's \`data\`. The \`dataschema\` of an event is the URL of its schema. Event types: ${EVENT_TYPES.map((type) => `\`${type}\``).join(", ")}.`,
  example: { params: { type: "skillmeat.profile.updated" } },
  answers: {
    200: {
      description: "A JSON Schema (draft 2020-12).",
      schema: z.record(z.string(), z.unknown()),
      headers: ["Cache-Control"],
    },
  },
});
