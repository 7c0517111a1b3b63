/** The schema of artifact types. */
import * as z from "zod";
import { ARTIFACT_TYPES } from "./artifact-type.ts";

/** An artifact type. */
export const ArtifactType = z
  .enum(ARTIFACT_TYPES)
  .meta({ id: "ArtifactType", description: "The type of the artifact.", example: "skill" });
export type ArtifactType = z.infer<typeof ArtifactType>;
