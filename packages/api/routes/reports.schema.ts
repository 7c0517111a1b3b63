/** The API reference of reports: texts, examples and schemas. */
import "../start.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Plan, PlanRequest } from "@skillmeat-deployments/core/reports/plan.schema.ts";
import { MAX_PLANNED } from "@skillmeat-deployments/core/reports/plan-terms.ts";
import { ObservedState, State, Status } from "@skillmeat-deployments/core/reports/status.schema.ts";
import { MAX_STATUS_LISTED, MAX_STATUS_RECORDS } from "@skillmeat-deployments/core/reports/status.ts";
import { withCommas } from "@skillmeat-deployments/core/values/number.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";

const tag = "Deployments";
const params = { project_id: "web-shop" };

export const readStatus = operation(PATHS.status, {
  tag,
  summary: "Read the deployment status of a project",
  description: `Returns which records are modified, outdated or both, by profile and by platform. Counts include at most ${withCommas(MAX_STATUS_RECORDS)} records; \`truncated\` is true if there are more. The records are listed in pages of ${withCommas(MAX_STATUS_LISTED)}: follow \`Link\`.`,
  query: z.object({
    status: State.optional().describe("List only the records of this state. The counts include all records."),
    observed: ObservedState.optional().describe(
      "List only the records that were last observed in this state; `none`: those that were not observed. The counts include all records.",
    ),
    cursor: listQuery.cursor,
  }),
  example: { params, query: { status: "outdated" } },
  answers: { 200: { description: "The counts, and the status of each record on this page.", schema: Status } },
});

export const planDeployments = operation(PATHS.plan, {
  tag,
  summary: "Plan deployments",
  description: `Returns, for each artifact and profile, the file that a deployment would write, or the reason why the artifact is skipped. Also returns the files that more than one deployment would write or read, existing records included. An artifact that is recorded stays where its record says. Nothing is written. At most ${withCommas(MAX_PLANNED.artifacts)} artifacts, ${withCommas(MAX_PLANNED.entries)} entries and ${withCommas(MAX_PLANNED.bytes)} bytes of answer.`,
  body: PlanRequest,
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
});
