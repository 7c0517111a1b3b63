/** The routes of reports on a project: the status of its deployments, and deployment plans. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { MAX_PLAN_BYTES } from "@skillmeat-deployments/core/model/limits.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { nextQuery } from "../http/query.ts";
import { listAnswer, pageRequest } from "../routing/page.ts";
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
    heavy: "report",
    paging: ["cursor"],
    schema: async () => (await schemas()).readStatus,
    run: async ({ ctx, params, query }) => {
      const { projectStatus } = (await records()).verbs;
      const { after } = pageRequest(query);
      const { status: state, observed } = query;
      const { status, next } = await projectStatus(ctx, params.project_id, { status: state, observed, after });
      return listAnswer(status, nextQuery(query, next));
    },
  }),
  reads({
    id: "planDeployments",
    method: "POST",
    path: PATHS.plan,
    access: "deployments:read",
    heavy: "report",
    body: { media: ["json"], maxBytes: MAX_PLAN_BYTES },
    schema: async () => (await schemas()).planDeployments,
    run: async ({ ctx, params, body }) => {
      const { planDeployments } = (await catalogue()).verbs;
      return { status: 200, json: await planDeployments(ctx, params.project_id, body) };
    },
  }),
];
