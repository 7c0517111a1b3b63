/** The API reference of deployments: texts, examples and schemas. */
import "../start.ts";
import { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import {
  Deployment,
  DeploymentCreate,
  DeploymentRead,
} from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import { RecordBatch, RecordBatchResult } from "@skillmeat-deployments/core/model/deployments/record-batch.schema.ts";
import { RecordedEverywhere } from "@skillmeat-deployments/core/model/deployments/record-deployment.schema.ts";
import { State } from "@skillmeat-deployments/core/reports/status.schema.ts";
import { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.schema.ts";
import { Hash, Name, ProfileId } from "@skillmeat-deployments/core/values/strings.schema.ts";
import { GivenTime } from "@skillmeat-deployments/core/values/timestamp.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";
import { resourceOperations } from "../routing/resource-operations.ts";
import { EXAMPLE_TRACKER, IMPORT_BODIES } from "./import-bodies.schema.ts";

const tag = "Deployments";
const project = { project_id: "web-shop" };

export const recordDeployment = operation(PATHS.deployments, {
  tag,
  summary: "Record a deployment",
  description:
    "Records a deployment for one profile (`deployment_profile_id`), for every matching profile (`all_profiles`), or without a profile. If a record with the same id exists, it is updated and the response is 200; it stays where it is unless `artifact_path` is given.",
  body: DeploymentCreate,
  example: {
    params: project,
    body: {
      artifact_type: "skill",
      artifact_name: "code-review",
      content_hash: "2e7442e2",
      deployment_profile_id: "claude",
    },
  },
  faults: ["unsupported-artifact-type", "platform-mismatch", "other-collection", "limit-reached"],
  answers: {
    200: {
      description: "The record existed. Returns it; with `all_profiles`, returns all records, none of which is new.",
      schema: z.union([Deployment.read, RecordedEverywhere]),
    },
    201: {
      description: "Returns the new record; with `all_profiles`, returns all records, at least one of which is new.",
      schema: z.union([Deployment.read, RecordedEverywhere]),
    },
  },
});

export const recordBatch = operation(PATHS.recordBatch, {
  tag,
  summary: "Record many deployments",
  description:
    "Records up to 500 deployments in one request. If the body is invalid, the response is 422 with a pointer for each error, and nothing is written. Otherwise each item is recorded as if it was sent alone, in order: if one is refused, its outcome is `failed`, and the others go on. `all_profiles` is not possible here. If a request was interrupted, send it again: records that are already equal are not written.",
  body: RecordBatch,
  example: {
    params: project,
    body: {
      items: [
        {
          artifact_type: "skill",
          artifact_name: "code-review",
          content_hash: "2e7442e2",
          deployment_profile_id: "claude",
        },
        {
          artifact_type: "command",
          artifact_name: "release",
          content_hash: "9d1b77aa",
          deployment_profile_id: "claude",
        },
        {
          artifact_type: "skill",
          artifact_name: "code-review",
          content_hash: "2e7442e2",
          deployment_profile_id: "windsurf",
        },
      ],
    },
  },
  faults: ["limit-reached"],
  answers: {
    200: { description: "The outcome of each item, in the order of the request.", schema: RecordBatchResult },
  },
});

export const listDeployments = operation(PATHS.deployments, {
  tag,
  summary: "List deployment records",
  description:
    "As TOML, the response is a SkillMeat tracker file. Without `limit`, it is the whole file up to 4 MiB; a larger file is split into pages, which can be concatenated. With a filter, a page is made from at most 10,000 records. `status` is for JSON only, and so is `observed`.",
  query: z.object({
    ...listQuery,
    profile_id: ProfileId.optional().meta({
      description: "Return only records of this profile. Records without a profile belong to `claude_code`.",
    }),
    platform: Platform.optional().meta({
      description: "Return only records of this platform. Records without a platform belong to `claude_code`.",
    }),
    artifact_type: ArtifactType.optional().meta({ description: "Return only records of this artifact type." }),
    artifact_name: Name.optional().meta({
      description:
        "Return only records of this artifact, with regard to case. Normalised names are compared: `review.md` is `review`.",
    }),
    content_hash: Hash.optional().meta({
      description:
        "Return only records with this hash, compared without a `sha256:` prefix and without regard to case.",
    }),
    status: State.optional().describe(
      "Return only records of this state, compared with the registered artifacts. Not possible for TOML.",
    ),
    updated_since: GivenTime.transform((time) => new Date(time).toISOString())
      // JavaScript writes other years with a sign and six digits, which neither compares nor parses as a time of ours.
      .refine((time) => /^\d{4}-/.test(time), "must be in the years 0000 to 9999, in UTC")
      .optional()
      .meta({
        description: "Return only records that were created or updated at this time or later (RFC 3339).",
        example: "2026-03-10T05:16:23Z",
      }),
  }),
  example: { params: project, query: { profile_id: "claude" } },
  answers: {
    200: { description: "A page of records, in byte order of their ids.", schema: z.array(DeploymentRead) },
  },
});

/** A query parameter that is `true` or `false`. */
const flag = (description: string) =>
  z
    .stringbool({ truthy: ["true"], falsy: ["false"], case: "sensitive" })
    .optional()
    .meta({ description, override: { type: "boolean" } });

export const importDeployments = operation(PATHS.importDeployments, {
  tag,
  summary: "Import a tracker or lock file",
  description:
    "Imports a SkillMeat tracker (TOML), or the lock file of apm (YAML) or of skills (JSON). The whole file is validated first. If a row is invalid, the response is 422 with a pointer for each error, and nothing is written. Unknown keys, platforms and artifact types are kept for the next export. Importing the same file again changes nothing.\n\nOf a lock file, the artifacts are registered too, with their `source` and commit, which requires the scope `artifacts:write` as well. The profile of a record is derived from its path. What is no artifact is left out and listed. Hashes get the prefix of their kind, because other tools compute other hashes.",
  query: z.object({
    backfill: flag(
      "Whether to assign a profile to rows without one. The profile is derived from the artifact path, and is `claude_code` otherwise. For a lock file this is always so.",
    ),
    lenient: flag("Whether to leave out invalid rows instead of refusing the file. The result lists them."),
    mirror: flag(
      "Whether to delete the records of the file's profiles that the file does not have. A record of a row that was left out stays. 422 if it cannot be read which record such a row is, or if the file has no rows and `profile_id` is omitted.",
    ),
    profile_id: ProfileId.optional().meta({
      description: "The profile to which the rows without one are given: of a lock file, all rows. It must exist.",
    }),
    dry_run: flag("Whether to count only. Nothing is written."),
  }),
  body: z.string(),
  bodies: IMPORT_BODIES,
  example: { params: project, body: EXAMPLE_TRACKER },
  faults: ["limit-reached"],
  answers: {
    200: { description: "The number of records created, updated and left unchanged.", schema: ImportResult },
  },
});

export const deployment = resourceOperations(PATHS.deployment, {
  resource: Deployment,
  shown: DeploymentRead,
  tag,
  example: {
    params: { ...project, deployment_id: "claude:skill:code-review" },
    change: { local_modifications: true },
  },
});
