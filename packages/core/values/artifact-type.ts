/** The artifact types that SkillMeat deploys (source: miethe/skillmeat, skillmeat/core/artifact_detection.py). */
import * as z from "zod";

export const ArtifactType = z
  .enum([
    "skill",
    "command",
    "agent",
    "hook",
    "mcp",
    "rule_file",
    "context_file",
    "spec_file",
    "project_config",
    "progress_template",
    "workflow",
    "composite",
  ])
  .meta({ id: "ArtifactType", description: "The type of the artifact.", example: "skill" });
export type ArtifactType = z.infer<typeof ArtifactType>;
