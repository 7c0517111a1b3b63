/** Reports on a project: what is out of date, and where artifacts would go. */
import { PATHS } from "@skillmeat-deployments/core/model/paths.ts";
import { planDeployments } from "@skillmeat-deployments/core/reports/plan.ts";
import { Plan, PlanRequest } from "@skillmeat-deployments/core/reports/plan-schema.ts";
import { projectStatus, STATUS_LISTED, STATUS_RECORDS, Status } from "@skillmeat-deployments/core/reports/status.ts";
import { reads } from "../routing/route.ts";

const tag = "Deployments";
const params = { project_id: "web-shop" };

export const reportRoutes = [
  reads({
    id: "readStatus",
    method: "GET",
    path: PATHS.status,
    tag,
    summary: "Read the status of a project's deployments",
    description: `Which records are modified or outdated, by profile and by platform. Counts cover ${STATUS_RECORDS} records, of which ${STATUS_LISTED} are listed one by one; \`truncated\` says where there are more.`,
    access: "deployments:read",
    long: true,
    example: { params },
    answers: { 200: { description: "Counts, and the state of each record.", schema: Status } },
    run: async ({ ctx, params }) => ({ status: 200, json: await projectStatus(ctx, params.project_id) }),
  }),
  reads({
    id: "planDeployments",
    method: "POST",
    path: PATHS.plan,
    tag,
    summary: "Plan where artifacts would go",
    description:
      "For each artifact and each profile, the exact file, or why the artifact is skipped; then what would collide there. Writes nothing, and answers the same each time.",
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
