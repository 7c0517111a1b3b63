/** The API reference of artifacts: texts, examples and schemas. */
import "../start.ts";
import { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Artifact, ArtifactCreate } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.schema.ts";
import { Hash, Name } from "@skillmeat-deployments/core/values/strings.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";
import { resourceOperations } from "../routing/resource-operations.ts";

const tag = "Artifacts";

export const createArtifact = operation(PATHS.artifacts, {
  tag,
  summary: "Create an artifact",
  body: ArtifactCreate,
  example: { body: { type: "skill", name: "code-review", target_platforms: ["claude_code", "codex"] } },
  faults: ["already-exists"],
  answers: { 201: { description: "The artifact.", schema: Artifact.read } },
});

export const listArtifacts = operation(PATHS.artifacts, {
  tag,
  summary: "List artifacts",
  query: z.object({
    ...listQuery,
    type: ArtifactType.optional().meta({ description: "Return only artifacts of this type." }),
    name: Name.optional().meta({
      description: "Return only artifacts of this name, with regard to case. With `type`, at most one artifact has it.",
    }),
    content_hash: Hash.optional().meta({
      description:
        "Return only artifacts with this hash, compared without a `sha256:` prefix and without regard to case.",
    }),
    target_platform: Platform.optional().meta({
      description:
        "Return only artifacts that can be deployed to this platform, including those that target every platform.",
    }),
  }),
  example: { query: { type: "skill", target_platform: "codex" } },
  answers: {
    200: { description: "A page of artifacts, in byte order of their ids.", schema: z.array(Artifact.read) },
  },
});

export const artifact = resourceOperations(PATHS.artifact, {
  resource: Artifact,
  tag,
  example: { params: { artifact_id: "skill:code-review" }, change: { description: "Reviews a change" } },
});
