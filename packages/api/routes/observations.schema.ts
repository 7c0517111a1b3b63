/** The API reference of observations: texts, an example and schemas. */
import "../start.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import {
  ObservationReport,
  ObservationResult,
} from "@skillmeat-deployments/core/model/observations/record-observations.schema.ts";
import { operation } from "../routing/operation.ts";

export const recordObservations = operation(PATHS.observations, {
  tag: "Deployments",
  summary: "Report what lies on a disk",
  description:
    "Records what a client saw of deployment records, up to 500 in one request. The records do not change, nor do their versions and ETags; `observed` of a record and of the status shows the last observation. Each change of a record's state makes one event, `skillmeat.deployment.observed`; an observation of the same state makes none. An observation that is older than the stored one is ignored. Records that do not exist are listed in the answer. If a request was interrupted, send it again.",
  body: ObservationReport,
  example: {
    params: { project_id: "web-shop" },
    body: {
      observed_at: "2026-03-10T05:16:23Z",
      untracked: 3,
      items: [
        { deployment_id: "claude:skill:code-review", state: "modified", hash: "77c1f0aa" },
        { deployment_id: "claude:command:release", state: "missing" },
      ],
    },
  },
  answers: { 200: { description: "What became of the observations.", schema: ObservationResult } },
});
