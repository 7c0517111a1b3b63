/** The schemas of a plan: its request, its entries and its collisions. */
import * as z from "zod";
import { ENTRIES, KINDS } from "../catalogue/kinds.ts";
import { MergeKey } from "../catalogue/mapping.schema.ts";
import { Platform } from "../catalogue/platform-id.schema.ts";
import { Artifact } from "../model/artifact.schema.ts";
import { Deployment } from "../model/deployments/deployment.schema.ts";
import { SkipCode } from "../model/placement.schema.ts";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { withCommas } from "../values/number.ts";
import { ProfileId } from "../values/strings.schema.ts";
import { COLLISION_KINDS, MAX_PLANNED, WARNINGS } from "./plan-terms.ts";

/** An artifact in the request for a plan. It does not have to be registered. */
const RequestedArtifact = z
  .strictObject({
    type: ArtifactType,
    name: Artifact.read.shape.name,
    content_hash: Deployment.read.shape.content_hash
      .optional()
      .describe("Hash of the content to deploy. With it, the action tells whether a record is to be updated."),
  })
  .meta({ id: "PlanRequestArtifact", description: "An artifact to plan. It does not have to be registered." });

/** The body of a request for a plan. */
export const PlanRequest = z
  .strictObject({
    artifacts: z
      .array(RequestedArtifact)
      .min(1, "must name at least one artifact; omit it for all that the project has records of")
      .max(MAX_PLANNED.artifacts, `must have at most ${withCommas(MAX_PLANNED.artifacts)} entries`)
      .meta({ uniqueItems: true })
      .optional()
      .describe(
        "The artifacts to deploy. An artifact that is not registered targets every platform. Omitted: all artifacts that " +
          "the project has records of.",
      ),
    profile_ids: z
      .array(ProfileId)
      .min(1, "must not be an empty list; omit it for all profiles")
      .max(64, "must have at most 64 entries")
      .meta({ uniqueItems: true })
      .optional()
      .describe("The profiles to plan for. Omitted: all profiles of the project."),
  })
  .meta({ id: "PlanRequest", description: "What to plan." });
export type PlanRequest = z.infer<typeof PlanRequest>;

/** An artifact in a plan. */
const PlannedArtifact = z
  .object({ type: Deployment.read.shape.artifact_type, name: Artifact.read.shape.name })
  .meta({ id: "PlannedArtifact", description: "The artifact." });

/** The reason for which an entry is skipped. */
const SkipReason = z.enum([...SkipCode.options, "invalid-path"]);
export type SkipReason = z.infer<typeof SkipReason>;

/** The plan for one artifact and one profile. */
export const PlanEntry = z
  .object({
    profile_id: z.string().describe("The id of the profile."),
    platform: Platform,
    artifact: PlannedArtifact,
    install_name: z
      .string()
      .describe("What the artifact is called on disk: the name of its file, folder, entry or block."),
    action: z
      .enum(["deploy", "update", "unchanged", "skip"])
      .describe(
        "`deploy`: the artifact goes to `path`. `skip`: see `reason`. For an artifact that is recorded, if the request " +
          "has its content_hash: `update` if the record has another hash, `unchanged` if it has the same one.",
      ),
    reason: SkipReason.nullable().describe(
      "Why the artifact is skipped. `invalid-path`: no file system takes the path that results from its name. null: it " +
        "is not skipped.",
    ),
    path: z
      .string()
      .nullable()
      .meta({
        description:
          "The file of the artifact, relative to the project. For a skill, its SKILL.md. An artifact that is recorded stays " +
          "where its record says. null for `skip`.",
        example: ".claude/skills/code-review/SKILL.md",
      }),
    base: z
      .enum(["root", "project"])
      .nullable()
      .describe("The base in the profile's map. `path` is always relative to the project."),
    kind: z.enum(KINDS).nullable().describe("As in the profile's map. null for `skip`."),
    key: MergeKey.nullable().describe("Where the entries of the file are. null: the file has none, or it is skipped."),
    entry: z
      .enum(ENTRIES)
      .nullable()
      .describe("For `merge`: how the entry lies there. It has the name `install_name`."),
    item_name: z
      .string()
      .nullable()
      .describe("For an entry of a list: the member that holds its name. null: the entry is not in a list."),
    format: z.string().nullable().describe("The format of the file. null: Markdown, or not specified."),
    recorded: z
      .object({
        path: z.string().describe("The recorded path, relative to the project. For a skill, its folder."),
        content_hash: Deployment.read.shape.content_hash,
      })
      .meta({ id: "PlanRecord", description: "The deployment record of an artifact and a profile." })
      .nullable()
      .describe("The deployment record of this artifact and profile. null: there is none."),
    warnings: z
      .array(z.enum(WARNINGS))
      .describe(
        "`unportable-name`: the path is impossible on Windows, or a file name is longer than 255 bytes. `too-deep`: the " +
          "artifact is in a folder below the one in which the platform looks. `invalid-skill-name`: the name breaks the " +
          "rules of the Agent Skills specification. `unknown-event`: the platform runs only hooks that are named after an " +
          "event.",
      ),
  })
  .meta({ id: "PlanEntry", description: "The plan for one artifact and one profile." });
export type PlanEntry = z.infer<typeof PlanEntry>;

/** A conflict between entries of a plan, and between them and existing records. */
export const Collision = z
  .object({
    path: z
      .string()
      .meta({ description: "The file, relative to the project.", example: ".claude/skills/code-review/SKILL.md" }),
    key: MergeKey.nullable().describe("The place in a shared file. null: the whole file, or a block."),
    kind: z
      .enum(COLLISION_KINDS)
      .describe(
        "`same_path`: several entries write to this location. `case_fold`: their paths are one file on macOS and Windows. " +
          "`also_reads`: the platform of another entry reads this location too, so it sees the artifact twice. `leak`: a " +
          "platform that the artifact does not target reads this location. `same_name`: the platform calls the artifacts " +
          "by one name, such as a skill and a command.",
      ),
    entries: z
      .array(
        z
          .object({
            profile_id: z.string().describe("The id of the profile."),
            artifact: PlannedArtifact,
          })
          .meta({ id: "CollidingEntry", description: "An entry or an existing record that collides." }),
      )
      .describe("The entries and existing records that collide. For `also_reads` and `leak`, the writers come first."),
  })
  .meta({ id: "PlanCollision", description: "Entries that collide." });
export type Collision = z.infer<typeof Collision>;

/** The plan for a list of artifacts and profiles. */
export const Plan = z
  .object({
    entries: z
      .array(PlanEntry)
      .describe("One entry for each artifact and profile, in the order of the artifacts, then of the profile ids."),
    collisions: z.array(Collision).describe("The collisions among the entries, and with existing records, by path."),
    truncated: z
      .literal(true)
      .optional()
      .describe("true: the project has more than 10,000 records, so collisions with further ones are missing."),
  })
  .meta({ id: "Plan", description: "Where artifacts would go." });
export type Plan = z.infer<typeof Plan>;
