/** Turns what a lock file has into rows of records: in the profile that its path tells, or in one that is given. */
import { inferProfile } from "../catalogue/infer/infer-profile.ts";
import { recordedPathOf } from "../catalogue/mapping.ts";
import type { WriteCtx } from "../context.ts";
import type { FieldError } from "../fault.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { extendLineage, recordDefaults } from "../model/deployments/deployment.ts";
import type { Profile } from "../model/profile.schema.ts";
import { loadToml, type Toml } from "../values/documents/toml.ts";
import { isSameHash } from "../values/hash.ts";
import type { JsonObject } from "../values/json.ts";
import { bytes, lastSegment, nameProblem, pathProblem } from "../values/strings.ts";
import type { LockedArtifact, LockedRecord } from "./lock-file.ts";
import { withoutCredentials } from "./source.ts";

/** What an import writes of a record. The other fields of a record that exists stay as they are. */
export type LockRow = Pick<
  Deployment,
  | "artifact_name"
  | "artifact_type"
  | "artifact_path"
  | "artifact_path_base"
  | "content_hash"
  | "collection_sha"
  | "platform"
> & {
  deployment_profile_id: string;
  profile_root_dir: string;
  deployed_at: string | undefined;
  /** What the file says besides, under the name of the tool. */
  kept: JsonObject;
};

/** Returns the row of a record. @param profile the profile that is given. undefined: the path tells it. */
export function rowOf(record: LockedRecord, profile: Profile | undefined): LockRow {
  return {
    artifact_name: record.name,
    artifact_type: record.type,
    content_hash: record.content_hash,
    collection_sha: record.source_hash ?? record.content_hash,
    deployed_at: record.deployed_at,
    kept: record.kept,
    ...(profile ? inProfile(record, profile) : inferred(record)),
  };
}

type Place = Pick<
  LockRow,
  "artifact_path" | "artifact_path_base" | "deployment_profile_id" | "platform" | "profile_root_dir"
>;

function inferred({ path, root, platform }: LockedRecord): Place {
  const hints = { artifact_path: path, platform, profile_root_dir: root === "" ? undefined : root };
  const profile = inferProfile(hints);
  return { ...profile, ...pathIn(path, root === "" ? undefined : profile.profile_root_dir) };
}

function inProfile(record: LockedRecord, profile: Profile): Place {
  const { profile_id, platform, root_dir, scope_dir, artifact_path_map } = profile;
  const owner = { deployment_profile_id: profile_id, platform, profile_root_dir: root_dir };
  const mapping = artifact_path_map[record.type];
  if (!record.isPathAssumed || mapping === undefined) return { ...owner, ...pathIn(record.path, root_dir) };
  const { path, base } = recordedPathOf(mapping, { scope_dir }, record.type, lastSegment(record.path));
  return { ...owner, artifact_path: path, artifact_path_base: base };
}

/** Returns a path relative to a root, or to the project if it lies outside. */
const pathIn = (path: string, root: string | undefined): Pick<Place, "artifact_path" | "artifact_path_base"> =>
  root !== undefined && path.startsWith(`${root}/`)
    ? { artifact_path: path.slice(root.length + 1), artifact_path_base: "root" }
    : { artifact_path: path, artifact_path_base: "project" };

/** The maximum size of what is kept of a row, in bytes: less than that of a row of a tracker. */
const MAX_KEPT = 128 * 1024;

/** Returns what is wrong with an artifact, which only its whole shows. */
export function artifactErrors({ pointer, name, source }: LockedArtifact): FieldError[] {
  const problem = nameProblem(name);
  if (problem !== undefined) return [{ pointer, detail: `the name '${name.slice(0, 100)}' ${problem}` }];
  if (source !== null && bytes(source) > 1024) return [{ pointer, detail: "the source must be at most 1,024 bytes" }];
  return [];
}

/** Returns what is wrong with a record. */
export function recordErrors(record: LockedRecord, row: LockRow): FieldError[] {
  const problem = pathProblem(row.artifact_path);
  if (problem !== undefined) return [{ pointer: record.pointer, detail: `its path ${problem}` }];
  const isTooLarge = bytes(JSON.stringify(row.kept)) > MAX_KEPT;
  return isTooLarge
    ? [{ pointer: record.pointer, detail: `must be at most ${MAX_KEPT} bytes` }]
    : artifactErrors(record);
}

/** Creates the function that applies rows to records. A row without a time is deployed when its content changes. */
export async function createToRecord(
  ctx: Pick<WriteCtx, "now">,
): Promise<(id: string, row: LockRow, current: Deployment | undefined) => Deployment> {
  const toml = await loadToml();
  return (id, { kept, deployed_at, ...row }, current) => {
    const defaults = { ...recordDefaults(ctx, id, row), artifact_path_base: "root" as const };
    const extra_toml = withKept(toml, current?.extra_toml ?? null, kept);
    if (!current) return { ...defaults, ...row, deployed_at: deployed_at ?? defaults.deployed_at, extra_toml };
    const isSame = isSameHash(current.content_hash, row.content_hash);
    return {
      ...current,
      ...row,
      extra_toml,
      deployed_at: deployed_at ?? (isSame ? current.deployed_at : defaults.deployed_at),
      ...(isSame
        ? { content_hash: current.content_hash }
        : {
            version_lineage: extendLineage(current.version_lineage, row.content_hash),
            local_modifications: false,
            modification_detected_at: null,
            written_hash: null,
          }),
    };
  };
}

/** Adds the keys of a lock file to the unknown keys of a record, in place of those of an earlier import. */
function withKept(toml: Toml, current: string | null, kept: JsonObject): string {
  const own = toml.parse(toml.write(keepable(kept) as JsonObject));
  if (current === null) return toml.rewrite(own);
  const others = Object.entries(toml.parse(current)).filter(([key]) => !Object.hasOwn(own, key));
  return toml.rewrite({ ...Object.fromEntries(others), ...own });
}

/**
 * Returns a value as it can be kept: without credentials, and without null items, which TOML does not have. A null member is
 * left out when it is written.
 */
function keepable(value: unknown): unknown {
  if (typeof value === "string") return withoutCredentials(value);
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(keepable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, keepable(member)]));
}
