/** The routes of artifacts. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { artifacts, createArtifact, listArtifacts } from "@skillmeat-deployments/core/model/artifact.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const schemas = once(() => import("./artifacts.schema.ts"));

export const artifactRoutes = [
  writes({
    id: "createArtifact",
    method: "POST",
    path: PATHS.artifacts,
    access: "artifacts:write",
    etag: true,
    toml: true,
    body: { media: ["json", "toml"] },
    schema: async () => (await schemas()).createArtifact,
    verb: ({ ctx, body }) => createArtifact(ctx, body),
    answer: (artifact) => created(artifact, pathTo("artifact", artifact.value)),
  }),
  reads({
    id: "listArtifacts",
    method: "GET",
    path: PATHS.artifacts,
    access: "artifacts:read",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listArtifacts,
    run: async ({ ctx, query }) => pageAnswer(query, await listArtifacts(ctx, query, pageRequest(query))),
  }),
  ...resourceRoutes({
    name: "Artifact",
    collection: artifacts,
    path: PATHS.artifact,
    scope: "artifacts",
    toml: true,
    put: true,
    schemas: async () => (await schemas()).artifact,
  }),
];
