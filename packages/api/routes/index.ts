/** The list of all routes. Add the routes of a new resource here. */
import type { Route } from "../routing/route.ts";
import { artifactRoutes } from "./artifacts.ts";
import { deploymentRoutes } from "./deployments.ts";
import { eventRoutes } from "./events.ts";
import { keyRoutes } from "./keys.ts";
import { observationRoutes } from "./observations.ts";
import { platformRoutes } from "./platforms.ts";
import { profileRoutes } from "./profiles.ts";
import { projectRoutes } from "./projects.ts";
import { reportRoutes } from "./reports.ts";
import { serviceRoutes } from "./service.ts";
import { tenantRoutes } from "./tenants.ts";
import { webhookRoutes } from "./webhooks.ts";

export const ROUTES: readonly Route[] = [
  ...serviceRoutes,
  ...platformRoutes,
  ...projectRoutes,
  ...profileRoutes,
  ...artifactRoutes,
  ...deploymentRoutes,
  ...observationRoutes,
  ...reportRoutes,
  ...eventRoutes,
  ...webhookRoutes,
  ...keyRoutes,
  ...tenantRoutes,
];
