/** The schemas of events. They are loaded on demand. */
import "../start.ts";
import { eventSchema } from "@skillmeat-deployments/core/model/events/event.schema.ts";

export const verbs = { eventSchema };
