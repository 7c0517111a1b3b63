/** The shapes of a plan: its request, its entries, and the collisions among them. */
import * as z from "zod";
import { Platform } from "../catalogue/platform.ts";
import { Artifact } from "../model/artifact.ts";
import { SkipCode } from "../model/placement.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { ProfileId } from "../values/strings.ts";

/** An artifact as a plan names it. */
export const PlannedArtifact = z.strictObject({
  type: ArtifactType,
  name: Artifact.read.shape.name,
});
export type PlannedArtifact = z.infer<typeof PlannedArtifact>;

export const PlanRequest = z
  .strictObject({
    artifacts: z
      .array(PlannedArtifact)
      .min(1, "must name at least one artifact")
      .max(64, "must have at most 64 entries")
      .meta({ description: "What is to be deployed. One that is not registered fits everywhere." }),
    profile_ids: z
      .array(ProfileId)
      .min(1, "must not be an empty list; left out means all profiles")
      .max(64, "must have at most 64 entries")
      .optional()
      .meta({ description: "By which profiles; left out: all of the project's." }),
  })
  .meta({ id: "PlanRequest" });
export type PlanRequest = z.infer<typeof PlanRequest>;

export const SkipReason = z.enum([...SkipCode.options, "invalid-path"]);

export const PlanEntry = z
  .object({
    profile_id: z.string(),
    platform: Platform,
    artifact: PlannedArtifact,
    action: z.enum(["deploy", "skip"]),
    reason: SkipReason.nullable().meta({ description: "Why it is skipped; null where it is deployed." }),
    path: z
      .string()
      .nullable()
      .meta({ description: "The file, relative to the project; a skill's is its SKILL.md. null where it is skipped." }),
    base: z.enum(["root", "project"]).nullable().meta({ description: "What the profile's map gives the path from." }),
    kind: z.enum(["directory", "file", "merge"]).nullable(),
    key: z.string().nullable().meta({ description: "Where in a shared file it is merged, under its own name." }),
    format: z.string().nullable(),
  })
  .meta({ id: "PlanEntry" });
export type PlanEntry = z.infer<typeof PlanEntry>;

export const Collision = z
  .object({
    path: z.string(),
    key: z.string().nullable(),
    kind: z.enum(["same_path", "also_reads"]).meta({
      description: "`same_path`: several would write it. `also_reads`: one writes where another's platform reads too.",
    }),
    entries: z.array(z.object({ profile_id: z.string(), artifact: PlannedArtifact })),
  })
  .meta({ id: "PlanCollision" });
export type Collision = z.infer<typeof Collision>;

export const Plan = z.object({ entries: z.array(PlanEntry), collisions: z.array(Collision) }).meta({ id: "Plan" });
export type Plan = z.infer<typeof Plan>;
