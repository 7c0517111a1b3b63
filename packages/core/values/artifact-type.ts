/** The kinds of artifacts that SkillMeat deploys (upstream: skillmeat/core/artifact_detection.py). */
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
  .meta({ id: "ArtifactType", description: "What kind of artifact it is." });
export type ArtifactType = z.infer<typeof ArtifactType>;
