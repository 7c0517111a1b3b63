/** Tells which record each row of a tracker is: also a row that was left out, as far as that can be read. Pure. */
import { inferProfile } from "../catalogue/infer/infer-profile.ts";
import { type FieldError, invalid, invalidAll } from "../fault.ts";
import { deploymentId } from "../model/deployments/deployment.ts";
import type { Profile } from "../model/profile.schema.ts";
import type { ImportResult } from "./import.schema.ts";
import type { RowHints, Tracker, ValidRow } from "./parse.ts";

/** The options of an import. */
export type ImportOptions = {
  /** Infer the profile fields that a row lacks, as `inferProfile` does. */
  backfill?: boolean | undefined;
  /** Import the valid rows, and list those that were left out. */
  lenient?: boolean | undefined;
  /** Delete the records of the file's profiles that the file does not have. */
  mirror?: boolean | undefined;
  /** Give the rows without a profile to this profile. */
  profile_id?: string | undefined;
  /** Count, and write nothing. */
  dry_run?: boolean | undefined;
};

/** Returns a row with the profile that the options give it. */
export function owned(row: ValidRow, profile: Profile | undefined, { backfill }: ImportOptions): ValidRow {
  const labelled =
    row.deployment_profile_id !== undefined || !profile ? row : { ...profileFields(profile), ...defined(row) };
  return backfill ? { ...labelled, ...inferProfile(labelled) } : labelled;
}

const profileFields = ({ profile_id, platform, root_dir }: Profile) => ({
  deployment_profile_id: profile_id,
  platform,
  profile_root_dir: root_dir,
});

/** Returns a row without the members that are undefined, so that they hide nothing when it is spread. */
const defined = (row: ValidRow) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as ValidRow;

/** What tells which record a row is. */
export type RowKey = {
  deployment_profile_id?: string | null | undefined;
  artifact_type: string;
  artifact_name: string;
};

type Identified<R> = { pointer: string; row: R };

/** Returns the rows by id: of several with one identity the last one. */
export function identified<R extends RowKey>(rows: readonly Identified<R>[]) {
  const byId = new Map<string, Identified<R>>();
  const superseded: ImportResult["superseded_rows"] = [];
  for (const entry of rows) {
    const { deployment_profile_id, artifact_type, artifact_name } = entry.row;
    const id = deploymentId(deployment_profile_id, artifact_type, artifact_name);
    const earlier = byId.get(id);
    if (earlier) superseded.push({ pointer: earlier.pointer, superseded_by: entry.pointer });
    byId.set(id, entry);
  }
  return { byId, superseded };
}

/** Which records the rows are that were left out. */
export type LeftOutRecords = {
  /** Whether a record can be that of a row. */
  has(deploymentId: string): boolean;
  /** The pointers of rows of which it cannot be read which record they are. */
  unreadable: readonly string[];
};

/** Tells which records the rows are that were left out. */
export function leftOutRecords(
  { leftOut }: Pick<Tracker, "leftOut">,
  profile: Profile | undefined,
  options: ImportOptions,
): LeftOutRecords {
  const ids = new Set<string>();
  const artifacts = new Set<string>();
  const unreadable: string[] = [];
  for (const { pointer, isRow, hints } of leftOut) {
    const id = hints && leftOutId(hints, profile, options);
    if (id !== undefined) ids.add(id);
    else if (isRow) unreadable.push(pointer);
    // A damaged row without a profile may have lost it: then its record is one of this artifact in any profile.
    if (id !== undefined && hints?.deployment_profile_id === undefined) artifacts.add(artifactPart(id));
  }
  return { has: (id) => ids.has(id) || artifacts.has(artifactPart(id)), unreadable };
}

/** Returns the part of a record's id that names the artifact. */
const artifactPart = (id: string) => id.slice(id.indexOf(":") + 1);

function leftOutId(hints: RowHints, profile: Profile | undefined, { backfill }: ImportOptions): string | undefined {
  const { artifact_type, artifact_name, deployment_profile_id = profile?.profile_id } = hints;
  if (!backfill || deployment_profile_id !== undefined)
    return deploymentId(deployment_profile_id, artifact_type, artifact_name);
  if (!hints.profile) return undefined;
  return deploymentId(inferProfile(hints.profile).deployment_profile_id, artifact_type, artifact_name);
}

/** @throws 422 if a mirror could delete a record of a row that was left out, or has no profile to mirror */
export function assertCanMirror({ unreadable }: LeftOutRecords, profileIds: ReadonlySet<string>): void {
  if (unreadable.length > 0) {
    const detail = "mirror: it cannot be read which record this is, so its record could be deleted";
    throw invalidAll(unreadable.map((pointer): FieldError => ({ pointer, detail })));
  }
  if (profileIds.size === 0) {
    const detail = "mirror: no row of the file is imported, so profile_id must name the profile to mirror";
    throw invalid({ parameter: "mirror", detail });
  }
}
