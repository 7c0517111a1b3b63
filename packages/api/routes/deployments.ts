/** The routes of deployment records, including import and export of SkillMeat's tracker file. */
import { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import type { Versioned } from "@skillmeat-deployments/core/context.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Deployment, DeploymentCreate } from "@skillmeat-deployments/core/model/deployment.schema.ts";
import { deployments, listDeployments } from "@skillmeat-deployments/core/model/deployment.ts";
import { RecordedEverywhere } from "@skillmeat-deployments/core/model/record-deployment.schema.ts";
import { recordDeployment, recordEverywhere } from "@skillmeat-deployments/core/model/record-deployment.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import { exportTracker } from "@skillmeat-deployments/core/tracker/export.ts";
import { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import { importTracker } from "@skillmeat-deployments/core/tracker/import.ts";
import { MAX_TRACKER_BYTES } from "@skillmeat-deployments/core/tracker/parse.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.schema.ts";
import { ProfileId } from "@skillmeat-deployments/core/values/strings.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { nextQuery } from "../http/query.ts";
import { listAnswer, pageAnswer, pageRequest } from "../routing/page.ts";
import { created, ok, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Deployments";
const project = { project_id: "web-shop" };

/** The record of one profile, or the records of every matching profile. `created`: whether at least one is new. */
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
      "Records a deployment for one profile (`deployment_profile_id`), for every matching profile (`all_profiles`), or without a profile. If a record with the same id exists, it is updated and the response is 200.",
    access: "deployments:write",
    etag: true,
    faults: ["unsupported-artifact-type", "platform-mismatch"],
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
        description: "The record existed. Returns it; with `all_profiles`, returns all records, none of which is new.",
        schema: z.union([Deployment.read, RecordedEverywhere]),
      },
      201: {
        description: "Returns the new record; with `all_profiles`, returns all records, at least one of which is new.",
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
    summary: "List deployment records",
    description:
      "As TOML, the response is a SkillMeat tracker file. Without `limit`, it is the whole file up to 4 MiB; a larger file is split into pages, which can be concatenated.",
    access: "deployments:read",
    toml: true,
    query: z.object({
      ...listQuery,
      profile_id: ProfileId.optional().meta({
        description: "Return only records of this profile. Records without a profile belong to `claude_code`.",
      }),
      platform: Platform.optional(),
      artifact_type: ArtifactType.optional(),
    }),
    example: { params: project, query: { profile_id: "claude" } },
    answers: {
      200: { description: "A page of records, in byte order of their ids.", schema: z.array(Deployment.read) },
    },
    run: async ({ ctx, params, query, format }) => {
      const page = pageRequest(query);
      if (format === "json") return pageAnswer(query, await listDeployments(ctx, params.project_id, query, page));
      // A tracker file is complete unless the client sets a limit.
      const trackerPage = await exportTracker(ctx, params.project_id, query, { ...page, limit: query.limit });
      return { ...listAnswer(undefined, nextQuery(query, trackerPage.next)), toml: () => trackerPage.text };
    },
  }),
  writes({
    id: "importDeployments",
    method: "POST",
    path: PATHS.importDeployments,
    tag,
    summary: "Import a SkillMeat tracker file",
    description:
      "The whole file is validated first. If a row is invalid, the response is 422 with a pointer for each error, and nothing is written. Unknown keys and platforms are kept for the next export. Importing the same file again changes nothing.",
    access: "deployments:write",
    long: true,
    query: z.object({
      backfill: z
        .stringbool({ truthy: ["true"], falsy: ["false"], case: "sensitive" })
        .optional()
        .meta({
          description:
            "Whether to assign a profile to rows without one. The profile is derived from the artifact path, and is `claude_code` otherwise.",
        }),
    }),
    body: {
      schema: z
        .string()
        .meta({ description: "A tracker file (`.skillmeat-deployed.toml`) of at most 4 MiB and 5,000 rows." }),
      media: ["toml"],
      maxBytes: MAX_TRACKER_BYTES,
    },
    example: { params: project, body: EXAMPLE_TRACKER },
    answers: {
      200: { description: "The number of records created, updated and left unchanged.", schema: ImportResult },
    },
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
