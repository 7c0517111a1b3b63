/** The schemas of deployment profiles. */
import * as z from "zod";
import { ArtifactPathMap } from "../catalogue/mapping.schema.ts";
import { Platform } from "../catalogue/platform-id.schema.ts";
import { defineResource } from "../resource/define.schema.ts";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { Description, FolderPath, ProfileId, ProjectId, RelativePath } from "../values/strings.schema.ts";
import { DEFAULTS } from "./defaults.ts";
import { LABELS } from "./labels.ts";

const boundedList = <T extends z.ZodType>(item: T) => z.array(item).max(64, "must have at most 64 entries");

/** A deployment profile. Its identity is its id within the project. */
export const Profile = defineResource(
  "DeploymentProfile",
  LABELS.profile,
  {
    identity: {
      id: z.string().meta({
        description: "The globally unique form of the id, `<project_id>:<profile_id>`.",
        example: "web-shop:claude",
        readOnly: true,
      }),
      project_id: ProjectId.meta({ description: "The project that owns the profile.", example: "web-shop" }),
      profile_id: ProfileId.meta({
        description: "The id of the profile within the project. The client chooses it. Immutable.",
        example: "claude",
      }),
    },
    writable: {
      platform: Platform,
      root_dir: RelativePath.meta({
        description: "The platform's folder, relative to the project.",
        example: ".claude",
      }),
      scope: z.enum(["project", "user"]).meta({
        description:
          "Whether the paths are in a project (`project`, default) or in the user's home (`user`). Everywhere else, read " +
          "*the project* as the home folder for a profile with `user`.",
        example: "project",
      }),
      scope_dir: FolderPath.meta({
        description:
          "The folder that `base: project` stands for, and that the platform reads its other paths from. Empty: the " +
          "project's own folder. Default: the part of `root_dir` before the platform's own root, such as `apps/web` for " +
          "`apps/web/.codex`. Changing `root_dir` later does not change it.",
        example: "",
      }),
      artifact_path_map: ArtifactPathMap,
      project_config_filenames: boundedList(RelativePath).meta({
        description: "The instruction files that the platform reads, relative to `scope_dir`.",
        example: ["CLAUDE.md"],
      }),
      context_path_prefixes: boundedList(RelativePath).meta({
        description: "The folders in which context entities can be written, relative to `scope_dir`.",
        example: [".claude/context/"],
      }),
      supported_artifact_types: boundedList(ArtifactType).meta({
        description:
          "The artifact types that the profile accepts. Empty: every type that `artifact_path_map` contains.",
        example: ["skill", "agent"],
      }),
      description: Description.nullable().describe("A description of the profile."),
    },
    readOnly: {},
  },
  DEFAULTS.DeploymentProfile,
);
export type Profile = z.infer<typeof Profile.read>;

/** The body of a request that creates a profile. */
export const ProfileCreate = z
  .strictObject({
    profile_id: Profile.read.shape.profile_id,
    ...Profile.writable.partial().shape,
    platform: Platform,
    skills_layout: z
      .enum(["native", "shared"])
      .optional()
      .meta({
        description:
          "The skills folder, for a platform that reads both: `native` is its own folder, `shared` is `.agents/skills`. " +
          "Sets the entry in `artifact_path_map`; not stored.",
        example: "shared",
      }),
  })
  .meta({
    id: "DeploymentProfileCreate",
    description:
      "Omitted fields come from the platform's preset in the catalogue. A given field is kept, even if it is empty.",
    dependentSchemas: {
      skills_layout: {
        description: "It selects a folder of the preset's map, in the project.",
        not: {
          anyOf: [
            { properties: { artifact_path_map: { type: "object" } }, required: ["artifact_path_map"] },
            { properties: { scope: { const: "user" } }, required: ["scope"] },
          ],
        },
      },
    },
  });
export type ProfileCreate = z.infer<typeof ProfileCreate>;
