/** The verb of observations, which is loaded on demand. */
import "../start.ts";
import { recordObservations } from "@skillmeat-deployments/core/model/observations/record-observations.ts";

export const verbs = { recordObservations };
