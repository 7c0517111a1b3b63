/** The routes of reports on a project: the status of its deployments, and deployment plans. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { reads } from "../routing/route.ts";

const schemas = once(() => import("./reports.schema.ts"));
const records = once(() => import("../verbs/records.ts"));
const catalogue = once(() => import("../verbs/catalogue.ts"));

export const reportRoutes = [
  reads({
    id: "readStatus",
    method: "GET",
    path: PATHS.status,
    access: "deployments:read",
    long: true,
    schema: async () => (await schemas()).readStatus,
    run: async ({ ctx, params }) => {
      const { projectStatus } = (await records()).verbs;
      return { status: 200, json: await projectStatus(ctx, params.project_id) };
    },
  }),
  reads({
    id: "planDeployments",
    method: "POST",
    path: PATHS.plan,
    access: "deployments:read",
    body: { media: ["json"] },
    schema: async () => (await schemas()).planDeployments,
    run: async ({ ctx, params, body }) => {
      const { planDeployments } = (await catalogue()).verbs;
      return { status: 200, json: await planDeployments(ctx, params.project_id, body) };
    },
  }),
];
