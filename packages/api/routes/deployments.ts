/** Deployment records of a project, one by one and as SkillMeat's tracker file. */

import { Platform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import type { Versioned } from "@skillmeat-deployments/core/context.ts";
import {
  Deployment,
  DeploymentCreate,
  deployments,
  listDeployments,
} from "@skillmeat-deployments/core/model/deployment.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/paths.ts";
import {
  RecordedEverywhere,
  recordDeployment,
  recordEverywhere,
} from "@skillmeat-deployments/core/model/record-deployment.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import { exportTracker } from "@skillmeat-deployments/core/tracker/export.ts";
import { ImportResult, importTracker } from "@skillmeat-deployments/core/tracker/import.ts";
import { TRACKER_BYTES } from "@skillmeat-deployments/core/tracker/row.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.ts";
import { ProfileId } from "@skillmeat-deployments/core/values/strings.ts";
import * as z from "zod";
import { listQuery, nextQuery } from "../http/query.ts";
import { listAnswer, pageAnswer, pageRequest } from "../routing/page.ts";
import { created, ok, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Deployments";
const project = { project_id: "web-shop" };

/** One record, or those of every profile that fits. `created`: whether any is new. */
type Recorded = (Versioned<Deployment> | RecordedEverywhere) & { created: boolean };

const EXAMPLE_TRACKER = `[[deployed]]
artifact_name = "test-writer"
artifact_type = "skill"
artifact_path = "skills/test-writer"
content_hash = "2e7442e2"
`;

export const deploymentRoutes = [
  writes({
    id: "recordDeployment",
    method: "POST",
    path: PATHS.deployments,
    tag,
    summary: "Record a deployment",
    description:
      "For one profile (`deployment_profile_id`), for every profile that fits (`all_profiles`), or without a profile. Recording the same identity again updates the record (200).",
    access: "deployments:write",
    etag: true,
    body: { schema: DeploymentCreate, media: ["json"] },
    example: {
      params: project,
      body: {
        artifact_type: "skill",
        artifact_name: "code-review",
        content_hash: "2e7442e2",
        deployment_profile_id: "claude",
      },
    },
    answers: {
      200: {
        description: "The record, which existed before; with `all_profiles`, the records, none of which is new.",
        schema: z.union([Deployment.read, RecordedEverywhere]),
      },
      201: {
        description: "The new record; with `all_profiles`, the records, at least one of which is new.",
        schema: z.union([Deployment.read, RecordedEverywhere]),
      },
    },
    verb: ({ ctx, params, body }): Promise<Committed<Recorded>> =>
      body.all_profiles
        ? recordEverywhere(ctx, params.project_id, body)
        : recordDeployment(ctx, params.project_id, body),
    answer: ({ created: isNew, ...result }, params) => {
      if ("recorded" in result) return { status: isNew ? 201 : 200, json: result };
      if (!isNew) return ok(result);
      const { deployment_id } = result.value;
      return created(result, pathTo("deployment", { project_id: params.project_id, deployment_id }));
    },
  }),
  reads({
    id: "listDeployments",
    method: "GET",
    path: PATHS.deployments,
    tag,
    summary: "List a project's deployment records",
    description:
      "As TOML it is a SkillMeat tracker file: the whole file up to 4 MiB, then pages that concatenate into one file.",
    access: "deployments:read",
    toml: true,
    query: z.object({
      ...listQuery,
      profile_id: ProfileId.optional().meta({
        description: "Records of this profile; those without a profile count as `claude_code`.",
      }),
      platform: Platform.optional(),
      artifact_type: ArtifactType.optional(),
    }),
    example: { params: project, query: { profile_id: "claude" } },
    answers: { 200: { description: "A page, in byte order of id.", schema: z.array(Deployment.read) } },
    run: async ({ ctx, params, query, format }) => {
      const page = pageRequest(query);
      if (format === "json") return pageAnswer(query, await listDeployments(ctx, params.project_id, query, page));
      // A tracker is whole unless the caller asks for pages.
      const part = await exportTracker(ctx, params.project_id, query, { ...page, limit: query.limit });
      return { ...listAnswer(undefined, nextQuery(query, part.next)), toml: () => part.text };
    },
  }),
  writes({
    id: "importDeployments",
    method: "POST",
    path: PATHS.importDeployments,
    tag,
    summary: "Import a SkillMeat tracker file",
    description:
      "The whole file is checked first: if any row is invalid, the answer is 422 with a pointer for each, and nothing is written. Unknown keys and platforms are kept for the next export. Importing the same file again changes nothing.",
    access: "deployments:write",
    long: true,
    query: z.object({
      backfill: z
        .stringbool({ truthy: ["true"], falsy: ["false"], case: "sensitive" })
        .optional()
        .meta({
          description:
            "Whether rows that name no profile are given the one that their path implies, else `claude_code`.",
        }),
    }),
    body: {
      schema: z.string().meta({ description: "`.skillmeat-deployed.toml`, at most 4 MiB and 5,000 rows." }),
      media: ["toml"],
      maxBytes: TRACKER_BYTES,
    },
    example: { params: project, body: EXAMPLE_TRACKER },
    answers: { 200: { description: "What became of the rows.", schema: ImportResult } },
    verb: ({ ctx, params, query, body }) => importTracker(ctx, params.project_id, body, query),
    answer: (json) => ({ status: 200, json }),
  }),
  ...resourceRoutes({
    name: "Deployment",
    resource: Deployment,
    collection: deployments,
    path: PATHS.deployment,
    tag,
    scope: "deployments",
    toml: false,
    put: false,
    example: {
      params: { ...project, deployment_id: "claude:skill:code-review" },
      change: { local_modifications: true },
    },
  }),
];
