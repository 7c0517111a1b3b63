/** The routes of deployment records, including the import of files and the export of SkillMeat's tracker file. */
import type { Versioned } from "@skillmeat-deployments/core/context.ts";
import { invalid } from "@skillmeat-deployments/core/fault.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import { deployments } from "@skillmeat-deployments/core/model/deployments/deployment.ts";
import type { RecordedEverywhere } from "@skillmeat-deployments/core/model/deployments/record-deployment.schema.ts";
import { MAX_BATCH_BYTES, MAX_TRACKER_BYTES } from "@skillmeat-deployments/core/model/limits.ts";
import {
  listDeployments,
  readDeployment,
} from "@skillmeat-deployments/core/model/observations/observed-deployments.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import { nextQuery } from "../http/query.ts";
import { listAnswer, pageAnswer, pageRequest } from "../routing/page.ts";
import { created, ok, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

/** The record of one profile, or the records of every matching profile. `created`: whether at least one is new. */
type Recorded = (Versioned<Deployment> | RecordedEverywhere) & { created: boolean };

const schemas = once(() => import("./deployments.schema.ts"));
const records = once(() => import("../verbs/records.ts"));
const imports = once(() => import("../verbs/import.ts"));
const recording = once(() => import("../verbs/catalogue.ts"));

export const deploymentRoutes = [
  writes({
    id: "recordDeployment",
    method: "POST",
    path: PATHS.deployments,
    access: "deployments:write",
    etag: true,
    body: { media: ["json"] },
    schema: async () => (await schemas()).recordDeployment,
    verb: async ({ ctx, params, body }): Promise<Committed<Recorded>> => {
      const { verbs } = await recording();
      const record = body.all_profiles ? verbs.recordEverywhere : verbs.recordDeployment;
      return record(ctx, params.project_id, body);
    },
    answer: ({ created: isNew, ...result }, params) => {
      if ("recorded" in result) return { status: isNew ? 201 : 200, json: result };
      if (!isNew) return ok(result);
      const { deployment_id } = result.value;
      return created(result, pathTo("deployment", { project_id: params.project_id, deployment_id }));
    },
  }),
  writes({
    id: "recordBatch",
    method: "POST",
    path: PATHS.recordBatch,
    access: "deployments:write",
    heavy: "import",
    body: { media: ["json"], maxBytes: MAX_BATCH_BYTES },
    schema: async () => (await schemas()).recordBatch,
    verb: async ({ ctx, params, body }) => {
      const { verbs } = await recording();
      return verbs.recordBatch(ctx, params.project_id, body);
    },
    answer: (json) => ({ status: 200, json }),
  }),
  reads({
    id: "listDeployments",
    method: "GET",
    path: PATHS.deployments,
    access: "deployments:read",
    etag: true,
    toml: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listDeployments,
    run: async ({ ctx, params, query, format }) => {
      const page = pageRequest(query);
      const { status, ...filter } = query;
      const { project_id } = params;
      if (format === "json") {
        const listed =
          status === undefined
            ? listDeployments(ctx, project_id, filter, page)
            : (await records()).verbs.listByStatus(ctx, project_id, status, filter, page);
        return pageAnswer(query, await listed);
      }
      if (status !== undefined)
        throw invalid({ parameter: "status", detail: "status: a tracker cannot be filtered by it" });
      const { exportTracker } = (await records()).verbs;
      // A tracker file is complete unless the client sets a limit.
      const trackerPage = await exportTracker(ctx, project_id, filter, { ...page, limit: query.limit });
      return {
        ...listAnswer(undefined, nextQuery(query, trackerPage.next)),
        tagged: true,
        toml: () => trackerPage.text,
      };
    },
  }),
  writes({
    id: "importDeployments",
    method: "POST",
    path: PATHS.importDeployments,
    access: "deployments:write",
    heavy: "import",
    body: {
      media: ["toml", "yaml", "json"],
      maxBytes: MAX_TRACKER_BYTES,
      raw: true,
      // A lock file also creates artifacts.
      scopes: { yaml: "artifacts:write", json: "artifacts:write" },
    },
    schema: async () => (await schemas()).importDeployments,
    verb: async ({ ctx, params, query, body, media }) => {
      const { verbs } = await imports();
      return verbs.importFile(ctx, params.project_id, { media, text: body }, query);
    },
    answer: (json) => ({ status: 200, json }),
  }),
  ...resourceRoutes({
    name: "Deployment",
    collection: { ...deployments, read: readDeployment },
    path: PATHS.deployment,
    scope: "deployments",
    toml: false,
    put: false,
    schemas: async () => (await schemas()).deployment,
  }),
];
