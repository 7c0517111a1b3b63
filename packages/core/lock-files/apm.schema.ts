/**
 * The schemas of `apm.lock.yaml` (source: microsoft/apm, docs/public/specs/schemas/lockfile-v0.1.schema.json and
 * src/apm_cli/core/deployment_ledger.py). Only what the import uses: other keys are kept as they are.
 */
import * as z from "zod";
import { Text } from "../values/strings.schema.ts";

/** A text. In YAML a plain `12` is a number, and a plain `true` no text either. */
const Scalar = z
  .union([Text, z.union([z.number(), z.boolean()]).transform(String)])
  .nullish()
  .transform((text) => text ?? undefined);

/** A package, without the lists of its files. */
export const ApmPackage = z.object({
  repo_url: Scalar,
  host: Scalar,
  port: Scalar,
  resolved_commit: Scalar,
  resolved_ref: Scalar,
  resolved_tag: Scalar,
  version: Scalar,
  virtual_path: Scalar,
  package_type: Scalar,
  source: Scalar,
  local_path: Scalar,
  anchored_local_path: Scalar,
  name: Scalar,
  content_hash: Scalar,
  resolved_hash: Scalar,
  skill_subset: z
    .array(Text)
    .nullish()
    .transform((names) => names ?? []),
});
export type ApmPackage = z.infer<typeof ApmPackage>;

/** What is deployed where: a file, a folder, or an entry of another file. */
export const ApmDeployment = z.object({
  kind: Scalar,
  value: Text.min(1, "must not be empty"),
  owners: z
    .array(Text)
    .nullish()
    .transform((owners) => owners ?? []),
  active_owner: Scalar,
  content_hash: Scalar,
});
export type ApmDeployment = z.infer<typeof ApmDeployment>;
