/** The verbs that read all records of a project. They are loaded on demand. */
import "../start.ts";
import { listByStatus } from "@skillmeat-deployments/core/reports/list-by-status.ts";
import { projectStatus } from "@skillmeat-deployments/core/reports/status.ts";
import { exportTracker } from "@skillmeat-deployments/core/tracker/export.ts";

export const verbs = { exportTracker, listByStatus, projectStatus };
