/** The verbs that need schemas in addition to those of their route. They are loaded on demand. */
import "../start.ts";
import { eventSchema } from "@skillmeat-deployments/core/model/events/event.schema.ts";
import { importTracker } from "@skillmeat-deployments/core/tracker/import.ts";

export const verbs = { eventSchema, importTracker };
