/** The routes of reports on a project: the status of its deployments, and deployment plans. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Plan, PlanRequest } from "@skillmeat-deployments/core/reports/plan.schema.ts";
import { planDeployments } from "@skillmeat-deployments/core/reports/plan.ts";
import { Status } from "@skillmeat-deployments/core/reports/status.schema.ts";
import { MAX_STATUS_LISTED, MAX_STATUS_RECORDS, projectStatus } from "@skillmeat-deployments/core/reports/status.ts";
import { reads } from "../routing/route.ts";

const count = (value: number) => value.toLocaleString("en");

const tag = "Deployments";
const params = { project_id: "web-shop" };

export const reportRoutes = [
  reads({
    id: "readStatus",
    method: "GET",
    path: PATHS.status,
    tag,
    summary: "Read the deployment status of a project",
    description: `Returns which records are modified or outdated, by profile and by platform. Counts include at most ${count(MAX_STATUS_RECORDS)} records, and at most ${count(MAX_STATUS_LISTED)} records are listed. \`truncated\` is true if there are more.`,
    access: "deployments:read",
    long: true,
    example: { params },
    answers: { 200: { description: "The counts, and the status of each record.", schema: Status } },
    run: async ({ ctx, params }) => ({ status: 200, json: await projectStatus(ctx, params.project_id) }),
  }),
  reads({
    id: "planDeployments",
    method: "POST",
    path: PATHS.plan,
    tag,
    summary: "Plan deployments",
    description:
      "Returns, for each artifact and profile, the file that a deployment would write, or the reason why the artifact is skipped. Also returns the files that more than one deployment would write or read. Nothing is written.",
    access: "deployments:read",
    body: { schema: PlanRequest, media: ["json"] },
    example: {
      params,
      body: {
        artifacts: [
          { type: "skill", name: "code-review" },
          { type: "mcp", name: "github" },
        ],
      },
    },
    answers: { 200: { description: "The plan.", schema: Plan } },
    run: async ({ ctx, params, body }) => ({ status: 200, json: await planDeployments(ctx, params.project_id, body) }),
  }),
];
