/** Deployment records of a project, one by one and as SkillMeat's tracker. */
import { Platform, PRIMARY } from "@skillmeat-deployments/core/catalogue/platform.ts";
import {
  Deployment,
  DeploymentCreate,
  deleteDeployment,
  listDeployments,
  readDeployment,
  updateDeployment,
} from "@skillmeat-deployments/core/model/deployment.ts";
import {
  RecordedEverywhere,
  recordDeployment,
  recordEverywhere,
} from "@skillmeat-deployments/core/model/record-deployment.ts";
import { Plan, PlanRequest, planDeployments } from "@skillmeat-deployments/core/reports/plan.ts";
import { projectStatus, STATUS_RECORDS, STATUS_TOLD, Status } from "@skillmeat-deployments/core/reports/status.ts";
import { exportTracker } from "@skillmeat-deployments/core/tracker/export.ts";
import { ImportResult, importTracker } from "@skillmeat-deployments/core/tracker/import.ts";
import { TRACKER_BYTES } from "@skillmeat-deployments/core/tracker/row.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.ts";
import { ProfileId } from "@skillmeat-deployments/core/values/strings.ts";
import * as z from "zod";
import { listQuery, nextQuery } from "../http/query.ts";
import { listAnswer, pageAnswer, pageRequest } from "../routing/page.ts";
import { created, ok, resourceRoutes } from "../routing/resource.ts";
import { effect, route } from "../routing/route.ts";

const ids = (params: Readonly<Record<string, string>>) =>
  [params.project_id as string, params.deployment_id as string] as const;

export const deploymentRoutes = [
  route({
    id: "readStatus",
    method: "GET",
    path: "/projects/{project_id}/status",
    tag: "Deployments",
    summary: "Which deployments are modified or outdated",
    description: `By profile and by platform. Looks at ${STATUS_RECORDS} records and tells ${STATUS_TOLD} one by one; what is cut says so.`,
    access: "deployments:read",
    long: true,
    answers: { 200: { description: "Counts, and the state of each record.", schema: Status } },
    run: async ({ ctx, params }) => ({ status: 200, json: await projectStatus(ctx, params.project_id as string) }),
  }),
  route({
    id: "planDeployments",
    method: "POST",
    path: "/projects/{project_id}/plan",
    tag: "Deployments",
    summary: "Where artifacts would go",
    description:
      "Each artifact by each profile: the exact file, or why it is skipped; then what would meet there. Writes nothing, and answers the same each time.",
    access: "deployments:read",
    body: { schema: PlanRequest, media: ["json"] },
    answers: { 200: { description: "The plan.", schema: Plan } },
    run: async ({ ctx, params, body }) => ({
      status: 200,
      json: await planDeployments(ctx, params.project_id as string, body),
    }),
  }),
  effect({
    id: "recordDeployment",
    path: "/projects/{project_id}/deployments",
    tag: "Deployments",
    summary: "Record a deployment",
    description:
      "With `deployment_profile_id`, with `all_profiles`, or with neither as before profiles. Recording the same identity again updates it (200).",
    access: "deployments:write",
    etag: true,
    body: { schema: DeploymentCreate, media: ["json"] },
    answers: {
      200: {
        description: "The record, which was there before; or with `all_profiles`, none was new.",
        schema: z.union([Deployment.read, RecordedEverywhere]),
      },
      201: {
        description: "The record; or with `all_profiles`, some were new.",
        schema: z.union([Deployment.read, RecordedEverywhere]),
      },
    },
    verb: async ({ ctx, params, body }) => {
      const record = body.all_profiles ? recordEverywhere : recordDeployment;
      return record(ctx, params.project_id as string, body);
    },
    answer: ({ created: isNew, ...result }, params) => {
      if ("recorded" in result) return { status: isNew ? 201 : 200, json: result };
      if (!isNew) return ok(result);
      return created(result, "projects", params.project_id as string, "deployments", result.value.deployment_id);
    },
  }),
  route({
    id: "listDeployments",
    method: "GET",
    path: "/projects/{project_id}/deployments",
    tag: "Deployments",
    summary: "List a project's deployment records",
    description: "As TOML it is a SkillMeat tracker: whole up to 4 MiB, then in pages that concatenate into one file.",
    access: "deployments:read",
    toml: true,
    query: z.object({
      ...listQuery,
      profile_id: ProfileId.optional().meta({
        description: "Records of this profile; those without one count as `claude_code`.",
      }),
      platform: Platform.optional(),
      artifact_type: ArtifactType.optional(),
    }),
    answers: { 200: { description: "A page, in byte order of id.", schema: z.array(Deployment.read) } },
    run: async ({ ctx, params, query, wants }) => {
      const { profile_id, platform, artifact_type } = query;
      const projectId = params.project_id as string;
      const page = pageRequest(query);
      if (wants === "json")
        return pageAnswer(
          query,
          await listDeployments(ctx, projectId, { profile_id, platform, artifact_type, ...page }),
        );
      const { text, next } = await exportTracker(
        ctx,
        projectId,
        { ...page, limit: query.limit, profile_id },
        (record) => {
          if (artifact_type && record.artifact_type !== artifact_type) return false;
          return platform === undefined || (record.platform ?? PRIMARY) === platform;
        },
      );
      return { ...listAnswer(undefined, nextQuery(query, next)), toml: () => text };
    },
  }),
  effect({
    id: "importDeployments",
    path: "/projects/{project_id}/deployments/import",
    tag: "Deployments",
    summary: "Import a SkillMeat tracker",
    long: true,
    description:
      "The whole file is checked first: any bad row is 422 with a pointer for each, and nothing is written. Keys and platforms it does not know are kept for the next export. Importing again changes nothing.",
    access: "deployments:write",
    query: z.object({
      backfill: z
        .stringbool({ truthy: ["true"], falsy: ["false"], case: "sensitive" })
        .optional()
        .meta({
          description:
            "Whether rows that name no profile are given the one that their path tells of, else `claude_code`.",
        }),
    }),
    body: {
      schema: z.string().meta({ description: "`.skillmeat-deployed.toml`, at most 4 MiB and 5,000 rows." }),
      media: ["toml"],
      maxBytes: TRACKER_BYTES,
    },
    answers: { 200: { description: "What came of the rows.", schema: ImportResult } },
    verb: ({ ctx, params, query, body }) => importTracker(ctx, params.project_id as string, body, query),
    answer: (json) => ({ status: 200, json }),
  }),
  ...resourceRoutes({
    name: "Deployment",
    noun: Deployment,
    path: "/projects/{project_id}/deployments/{deployment_id}",
    tag: "Deployments",
    scope: "deployments",
    toml: false,
    put: false,
    read: (ctx, params) => readDeployment(ctx, ...ids(params)),
    update: (ctx, params, update, ifMatch) => updateDeployment(ctx, ...ids(params), update, ifMatch),
    remove: (ctx, params, ifMatch) => deleteDeployment(ctx, ...ids(params), ifMatch),
  }),
];
