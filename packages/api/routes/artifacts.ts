/** The routes of artifacts. */
import { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Artifact, ArtifactCreate } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import { artifacts, createArtifact, listArtifacts } from "@skillmeat-deployments/core/model/artifact.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Artifacts";

export const artifactRoutes = [
  writes({
    id: "createArtifact",
    method: "POST",
    path: PATHS.artifacts,
    tag,
    summary: "Create an artifact",
    access: "artifacts:write",
    etag: true,
    toml: true,
    body: { schema: ArtifactCreate, media: ["json", "toml"] },
    example: { body: { type: "skill", name: "code-review", target_platforms: ["claude_code", "codex"] } },
    answers: { 201: { description: "The artifact.", schema: Artifact.read } },
    verb: ({ ctx, body }) => createArtifact(ctx, body),
    answer: (artifact) => created(artifact, pathTo("artifact", artifact.value)),
  }),
  reads({
    id: "listArtifacts",
    method: "GET",
    path: PATHS.artifacts,
    tag,
    summary: "List artifacts",
    access: "artifacts:read",
    query: z.object({
      ...listQuery,
      type: ArtifactType.optional(),
      target_platform: Platform.optional().meta({
        description:
          "Return only artifacts that can be deployed to this platform, including those that target every platform.",
      }),
    }),
    example: { query: { type: "skill", target_platform: "codex" } },
    answers: {
      200: { description: "A page of artifacts, in byte order of their ids.", schema: z.array(Artifact.read) },
    },
    run: async ({ ctx, query }) => pageAnswer(query, await listArtifacts(ctx, query, pageRequest(query))),
  }),
  ...resourceRoutes({
    name: "Artifact",
    resource: Artifact,
    collection: artifacts,
    path: PATHS.artifact,
    tag,
    scope: "artifacts",
    toml: true,
    put: true,
    example: { params: { artifact_id: "skill:code-review" }, change: { description: "Reviews a change" } },
  }),
];
