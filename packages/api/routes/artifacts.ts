/** Artifacts of the tenant's collection. */
import { Platform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import {
  Artifact,
  ArtifactCreate,
  createArtifact,
  deleteArtifact,
  listArtifacts,
  readArtifact,
  updateArtifact,
} from "@skillmeat-deployments/core/model/artifact.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.ts";
import * as z from "zod";
import { listQuery } from "../http/query.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { effect, route } from "../routing/route.ts";

const id = (params: Readonly<Record<string, string>>) => params.artifact_id as string;

export const artifactRoutes = [
  effect({
    id: "createArtifact",
    path: "/artifacts",
    tag: "Artifacts",
    summary: "Register an artifact",
    access: "artifacts:write",
    etag: true,
    toml: true,
    body: { schema: ArtifactCreate, media: ["json", "toml"] },
    answers: { 201: { description: "The artifact.", schema: Artifact.read } },
    verb: ({ ctx, body }) => createArtifact(ctx, body),
    answer: (artifact) => created(artifact, "artifacts", artifact.value.artifact_id),
  }),
  route({
    id: "listArtifacts",
    method: "GET",
    path: "/artifacts",
    tag: "Artifacts",
    summary: "List the tenant's artifacts",
    access: "artifacts:read",
    query: z.object({
      ...listQuery,
      type: ArtifactType.optional(),
      target_platform: Platform.optional().meta({
        description: "Those that may be deployed to it: named, or for everywhere.",
      }),
    }),
    answers: { 200: { description: "A page, in byte order of id.", schema: z.array(Artifact.read) } },
    run: async ({ ctx, query }) => {
      const { type, target_platform } = query;
      return pageAnswer(query, await listArtifacts(ctx, { type, target_platform, ...pageRequest(query) }));
    },
  }),
  ...resourceRoutes({
    name: "Artifact",
    noun: Artifact,
    path: "/artifacts/{artifact_id}",
    tag: "Artifacts",
    scope: "artifacts",
    toml: true,
    put: true,
    read: (ctx, params) => readArtifact(ctx, id(params)),
    update: (ctx, params, update, ifMatch) => updateArtifact(ctx, id(params), update, ifMatch),
    remove: (ctx, params, ifMatch) => deleteArtifact(ctx, id(params), ifMatch),
  }),
];
