/** The import of trackers. It is loaded on demand. */
import "../start.ts";
import { importTracker } from "@skillmeat-deployments/core/tracker/import.ts";

export const verbs = { importTracker };
