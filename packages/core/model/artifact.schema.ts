/** The schemas of artifacts. */
import * as z from "zod";
import { Platform } from "../catalogue/platform-id.schema.ts";
import { defineResource } from "../resource/define.schema.ts";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { Description, Name, Text } from "../values/strings.schema.ts";
import { resolvedPathProblem } from "../values/strings.ts";
import { DEFAULTS } from "./defaults.ts";
import { LABELS } from "./labels.ts";

/** The target platforms of an artifact. An empty list would mean no platform at all, so it is invalid. */
const TargetPlatforms = z
  .array(Platform)
  .min(1, "must not be an empty list; null means every platform")
  .max(64, "must have at most 64 entries")
  .nullable()
  .meta({
    description: "The platforms to which the artifact can be deployed. null: every platform.",
    example: ["claude_code", "codex"],
  });

/** A name on disk: a name that is also a relative path, such as `review` or `team/review`. */
const InstallName = Name.superRefine((name, ctx) => {
  const problem = resolvedPathProblem(name);
  if (problem) ctx.addIssue({ code: "custom", message: problem });
});

/** An artifact: its identity is its type and name within the tenant. */
export const Artifact = defineResource(
  "Artifact",
  LABELS.artifact,
  {
    identity: {
      artifact_id: z.string().meta({
        description:
          "The id of the artifact, `<type>:<name>`. Each of the characters `/ \\ ? # % ~` in the name is written as `~` " +
          "and two hex digits.",
        example: "skill:code-review",
        readOnly: true,
      }),
      type: ArtifactType,
      name: Name.meta({ description: "The name of the artifact, unique within its type.", example: "code-review" }),
    },
    writable: {
      install_name: InstallName.meta({
        description:
          "What the artifact is called on disk. Default: the last part of its name, so that `acme/code-review` and " +
          "`core/code-review` are two artifacts that are both installed as `code-review`.",
        example: "code-review",
      }),
      description: Description.nullable().describe("A description of the artifact."),
      collection: Text.nullable().meta({
        description:
          "The collection to which the artifact belongs. The status then compares it only with records from this " +
          "collection (`from_collection`). null: with records from any collection.",
        example: "default",
      }),
      source: Text.nullable().meta({
        description: "The source of the artifact. Free text that the service does not interpret.",
        example: "github:anthropics/skills",
      }),
      content_hash: Text.nullable().describe(
        "SHA-256 of the artifact's content in the collection, as SkillMeat computes it.",
      ),
      target_platforms: TargetPlatforms,
    },
    readOnly: {},
  },
  DEFAULTS.Artifact,
);
export type Artifact = z.infer<typeof Artifact.read>;

/** The body of a request that creates an artifact. */
export const ArtifactCreate = z
  .strictObject({
    type: Artifact.read.shape.type,
    name: Artifact.read.shape.name,
    ...Artifact.writable.partial().shape,
  })
  .meta({ id: "ArtifactCreate", description: "A new artifact." });
export type ArtifactCreate = z.infer<typeof ArtifactCreate>;
