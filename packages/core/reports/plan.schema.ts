/** The schemas of a plan: its request, its entries and its collisions. */
import * as z from "zod";
import { Platform } from "../catalogue/platform-id.schema.ts";
import { Artifact } from "../model/artifact.schema.ts";
import { SkipCode } from "../model/placement.schema.ts";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { ProfileId } from "../values/strings.schema.ts";

/** An artifact in a plan. It does not have to be registered. */
export const PlannedArtifact = z
  .strictObject({
    type: ArtifactType,
    name: Artifact.read.shape.name,
  })
  .describe("The artifact.");
export type PlannedArtifact = z.infer<typeof PlannedArtifact>;

/** The body of a request for a plan. */
export const PlanRequest = z
  .strictObject({
    artifacts: z
      .array(PlannedArtifact)
      .min(1, "must name at least one artifact")
      .max(64, "must have at most 64 entries")
      .describe("The artifacts to deploy. An artifact that is not registered targets every platform."),
    profile_ids: z
      .array(ProfileId)
      .min(1, "must not be an empty list; omit it for all profiles")
      .max(64, "must have at most 64 entries")
      .optional()
      .describe("The profiles to plan for. Omitted: all profiles of the project."),
  })
  .meta({ id: "PlanRequest", description: "What to plan." });
export type PlanRequest = z.infer<typeof PlanRequest>;

/** The reason for which an entry is skipped. */
export const SkipReason = z.enum([...SkipCode.options, "invalid-path"]);

/** The plan for one artifact and one profile. */
export const PlanEntry = z
  .object({
    profile_id: z.string().describe("The id of the profile."),
    platform: Platform,
    artifact: PlannedArtifact,
    action: z.enum(["deploy", "skip"]).describe("`deploy`: the artifact goes to `path`. `skip`: see `reason`."),
    reason: SkipReason.nullable().describe(
      "Why the artifact is skipped. `invalid-path`: its name results in an invalid path. null for `deploy`.",
    ),
    path: z.string().nullable().meta({
      description: "The file of the artifact, relative to the project. For a skill, its SKILL.md. null for `skip`.",
      example: ".claude/skills/code-review/SKILL.md",
    }),
    base: z
      .enum(["root", "project"])
      .nullable()
      .describe("The base in the profile's map. `path` is always relative to the project."),
    kind: z.enum(["directory", "file", "merge"]).nullable().describe("As in the profile's map. null for `skip`."),
    key: z
      .string()
      .nullable()
      .describe(
        "For `merge`: the key that contains the entry in the shared file. The entry is named after the artifact.",
      ),
    format: z.string().nullable().describe("The format of the file. null: Markdown, or not specified."),
  })
  .meta({ id: "PlanEntry", description: "The plan for one artifact and one profile." });
export type PlanEntry = z.infer<typeof PlanEntry>;

/** A conflict between entries of a plan. */
export const Collision = z
  .object({
    path: z
      .string()
      .meta({ description: "The file, relative to the project.", example: ".claude/skills/code-review/SKILL.md" }),
    key: z.string().nullable().describe("The key of a shared file. null: the whole file."),
    kind: z
      .enum(["same_path", "also_reads"])
      .describe(
        "`same_path`: several entries would write to this location. `also_reads`: the platform of another entry reads " +
          "this location too, so it would see the artifact twice.",
      ),
    entries: z
      .array(
        z.object({
          profile_id: z.string().describe("The id of the profile."),
          artifact: PlannedArtifact,
        }),
      )
      .describe("The entries that collide."),
  })
  .meta({ id: "PlanCollision", description: "Entries that collide." });
export type Collision = z.infer<typeof Collision>;

/** The plan for a list of artifacts and profiles. */
export const Plan = z
  .object({
    entries: z
      .array(PlanEntry)
      .describe("One entry for each artifact and profile, in the order of the artifacts, then of the profile ids."),
    collisions: z.array(Collision).describe("The collisions among the entries, ordered by path."),
  })
  .meta({ id: "Plan", description: "Where artifacts would go." });
export type Plan = z.infer<typeof Plan>;
