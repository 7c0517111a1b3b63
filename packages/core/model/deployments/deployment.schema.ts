/** The schemas of deployment records. */
import * as z from "zod";
import { defineResource } from "../../resource/define.schema.ts";
import { ArtifactType } from "../../values/artifact-type.schema.ts";
import { ARTIFACT_TYPES } from "../../values/artifact-type.ts";
import { Hash, Name, ProfileId, RelativePath, Text, TypeName } from "../../values/strings.schema.ts";
import { DEFAULTS } from "../defaults.ts";
import { LABELS } from "../labels.ts";
import { MAX_LINEAGE, MAX_PROFILES } from "../limits.ts";
import { Observation } from "../observations/observation.schema.ts";

/** What the API shows beside a record when it is read. */
const beside = {
  observed: Observation.nullable().describe(
    "What a client last saw of it on a disk. null: it was not observed yet. It does not change the ETag of the record.",
  ),
};

/** A deployment record. Its identity is the profile, the artifact type and the normalised artifact name. */
export const Deployment = defineResource(
  "Deployment",
  LABELS.deployment,
  {
    identity: {
      deployment_id: z.string().meta({
        description:
          "The id of the record, `<profile_id>:<type>:<normalised name>`. For a record without a profile the first " +
          "part is `claude_code`.",
        example: "claude:skill:code-review",
        readOnly: true,
      }),
      artifact_name: Name.meta({ description: "The name of the artifact.", example: "code-review" }),
      artifact_type: TypeName.meta({
        description:
          "The type of the artifact. An imported record can have a type that the service does not know; it is kept for " +
          "the next export.",
        example: "skill",
        "x-extensible-enum": [...ARTIFACT_TYPES],
      }),
      deployment_profile_id: Text.nullable().meta({
        description:
          "The profile with which the artifact was deployed. null: a record without a profile, such as one from " +
          "before SkillMeat had profiles.",
        example: "claude",
      }),
    },
    writable: {
      from_collection: Text.meta({
        description: "The collection from which the artifact was deployed.",
        example: "default",
      }),
      deployed_at: Text.meta({
        description:
          "Time of the deployment. Default: the current time. Imported values are kept as they are, with or without a " +
          "time zone.",
        example: "2026-03-10T05:16:23.000Z",
      }),
      artifact_path: RelativePath.meta({
        description:
          "The path of the deployed artifact, relative to `artifact_path_base`. For a skill, the path of its folder.",
        example: "skills/code-review",
      }),
      artifact_path_base: z
        .enum(["root", "project"])
        .describe("The base of `artifact_path`: `root` is the profile's `root_dir`, `project` is the project."),
      content_hash: Hash.describe("SHA-256 of the deployed content, as SkillMeat computes it."),
      collection_sha: Text.describe(
        "Hash of the collection's copy at the time of the deployment. Equals `content_hash` unless given.",
      ),
      local_modifications: z.boolean().describe("Whether the deployed copy was edited after the deployment."),
      version_lineage: z
        .array(Text)
        .max(MAX_LINEAGE, `must have at most ${MAX_LINEAGE} entries`)
        .describe("The hashes of the deployed versions, oldest first. The newest 64 are kept."),
      merge_base_snapshot: Text.nullable().describe("Hash of the common ancestor for a three-way merge."),
      modification_detected_at: Text.nullable().describe("Time at which a local edit was first detected."),
      parent_hash: Text.nullable().describe("Hash of the previous version."),
      last_modified_check: Text.nullable().describe("Time of the last check for local edits."),
      written_hash: Hash.nullable().meta({
        description:
          "Hash of what was written, if it differs from the source artifact: of the bytes of a converted file, of the " +
          "text between the markers of a block, or of an entry of a shared file as RFC 8785 JSON. To check a disk, compare " +
          "with `written_hash`, or with `content_hash` if it is null. Another `content_hash` clears it, unless it changes too.",
      }),
      artifact_uuid: Text.nullable().describe("UUID of the artifact in SkillMeat's collection."),
    },
    readOnly: {
      platform: Text.nullable().meta({
        description:
          "Copied from the profile. null: a record without a profile. Imported values are kept, even if the catalogue " +
          "does not contain them.",
        readOnly: true,
        example: "claude_code",
      }),
      profile_root_dir: RelativePath.nullable().meta({
        description: "Copied from the profile. null: a record without a profile.",
        readOnly: true,
        example: ".claude",
      }),
      extra_toml: z.string().nullable().meta({
        description: "Unknown keys of an imported row, as TOML. They are stored and exported again.",
        readOnly: true,
      }),
    },
    beside,
  },
  DEFAULTS.Deployment,
);
export type Deployment = z.infer<typeof Deployment.read>;

/** A record as it is read. What a write answers is without what was observed: that was seen before the write. */
export const DeploymentRead = Deployment.read
  .extend(beside)
  .meta({ id: "DeploymentRead", description: "A deployment record, and what was last observed of it." });
export type DeploymentRead = z.infer<typeof DeploymentRead>;

/** The body of a request that records a deployment. */
export const DeploymentCreate = z
  .strictObject({
    artifact_name: Deployment.read.shape.artifact_name,
    artifact_type: ArtifactType,
    ...Deployment.writable.partial().shape,
    content_hash: Hash.describe("SHA-256 of the deployed content, as SkillMeat computes it."),
    deployment_profile_id: ProfileId.nullable()
      .optional()
      .meta({
        description:
          "The profile with which the artifact was deployed. It must exist. Omitted or null: the record has no profile " +
          "and counts as `claude_code`.",
        example: "claude",
      }),
    replace: z
      .boolean()
      .optional()
      .describe(
        "true: the record may be replaced by the artifact of another collection, with a new lineage. Otherwise a " +
          "`from_collection` that differs from the record's is 409 `other-collection`.",
      ),
    all_profiles: z
      .boolean()
      .optional()
      .describe(
        `true: records the deployment for every profile that accepts the artifact, all or none. At most ${MAX_PROFILES} profiles.`,
      ),
  })
  .meta({
    id: "DeploymentCreate",
    description: "A deployment to record.",
    not: {
      description: "One profile, or every one that accepts the artifact.",
      properties: { all_profiles: { const: true }, deployment_profile_id: { type: "string" } },
      required: ["all_profiles", "deployment_profile_id"],
    },
  });
export type DeploymentCreate = z.infer<typeof DeploymentCreate>;
