/**
 * Migration 1, profiles. `up` adds the three profile fields to records without a profile, and creates the profiles that
 * these records then name. `down` reverts both, except for rows that were changed since.
 */
import { createHash } from "node:crypto";
import {
  type InferredProfile,
  inferProfile,
  knownPlatform,
  type ProfileHints,
} from "../catalogue/infer/infer-profile.ts";
import { readPlatform } from "../catalogue/platform.ts";
import { withPreset } from "../model/create-profile.ts";
import { deploymentId } from "../model/deployments/deployment.ts";
import { type Key, keys, ownerOf, PREFIX } from "../storage/keys.ts";
import type { ResourceRow } from "../storage/row.ts";
import type { Actor } from "../values/actor.ts";
import { withoutNulls } from "../values/json.ts";
import type { Migration } from "./migration.ts";

const FIELDS = ["deployment_profile_id", "platform", "profile_root_dir"] as const;

/** What this migration changed in a row. It is stored on the row, so that `down` can revert it. */
type Applied = { added: (typeof FIELDS)[number][]; from?: string } | { made: true };
const appliedTo = (row: ResourceRow) => (row.migrated as { 1?: Applied } | undefined)?.[1];

/** Adds profiles to records without a profile. */
export const profiles: Migration = {
  number: 1,
  name: "profiles",
  prefix: PREFIX.resource,

  up(row) {
    if (!row.sk.startsWith(PREFIX.deployment)) return undefined;
    const added = FIELDS.filter((field) => row[field] === undefined || row[field] === null);
    if (added.length === 0) return undefined;
    const owner = inferProfile(row as unknown as ProfileHints);
    const { tenant, project } = projectOf(row);
    const id = deploymentId(owner.deployment_profile_id, row.artifact_type as string, row.artifact_name as string);
    const key = keys.deployment(tenant, project, id);
    const moves = key.sk !== row.sk;
    const applied: Applied = moves ? { added, from: row.sk } : { added };
    const next = { ...row, ...owner, ...key, deployment_id: id, migrated: { 1: applied } };
    return { row: next, prerequisite: profileFor(row, owner, tenant, project) };
  },

  down(row) {
    const applied = appliedTo(row);
    if (!applied) return undefined;
    if ("made" in applied) return { row: undefined };
    const { migrated: _, ...rest } = row;
    const bare: Record<string, unknown> = { ...rest };
    for (const field of applied.added) delete bare[field];
    const sk = applied.from ?? row.sk;
    return { row: { ...(bare as ResourceRow), pk: row.pk, sk, deployment_id: sk.slice(PREFIX.deployment.length) } };
  },
};

function projectOf(row: Key): { tenant: string; project: string } {
  const { tenant, project } = ownerOf(row.pk) ?? {};
  if (tenant === undefined || project === undefined)
    throw new Error(`A deployment record is not in a project's partition: ${row.pk}`);
  return { tenant, project };
}

/**
 * Returns the profile to create if the project has none with the inferred id. It is a preset: of the platform with that
 * id, or of the record's platform if the record has its own profile id. The record's own root, if any, replaces the
 * preset's.
 */
function profileFor(row: ResourceRow, owner: InferredProfile, tenant: string, project: string): ResourceRow {
  const { deployment_profile_id: profile_id } = owner;
  const own = row.deployment_profile_id ? knownPlatform(owner.platform) : undefined;
  const platform = withRoot(profile_id) ?? own ?? "other";
  const preset = withRoot(platform) !== undefined;
  const root_dir = preset ? ((row.profile_root_dir as string | null | undefined) ?? undefined) : owner.profile_root_dir;
  const fields = withPreset({ profile_id, platform, root_dir });
  const change = derivedId(row.parent ?? "", profile_id);
  return {
    ...withoutNulls({ id: `${project}:${profile_id}`, project_id: project, profile_id, ...fields }),
    ...keys.profile(tenant, project, profile_id),
    uid: change,
    ...(row.parent === undefined ? {} : { parent: row.parent }),
    change,
    changes: [change],
    actor: "migration" satisfies Actor,
    request: "migration-1",
    version: 1,
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
    migrated: { 1: { made: true } satisfies Applied },
  };
}

/** Returns the platform with this id if its preset has a root. */
function withRoot(id: string) {
  const known = knownPlatform(id);
  return known === undefined || readPlatform(known).root_dir === null ? undefined : known;
}

/** The creation time of all profiles. It is fixed, so that a resumed run creates the same rows. */
const CREATED_AT = "2026-02-07T00:00:00.000Z";

/** The timestamp part of ULIDs of that time. */
const ULID_TIME = "01KGTPBX00";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Returns a ULID that is always the same for the same profile. */
function derivedId(parent: string, profileId: string): string {
  const digest = createHash("sha256").update(`${parent}#${profileId}`).digest();
  return ULID_TIME + [...digest.subarray(0, 16)].map((byte) => CROCKFORD[byte % 32]).join("");
}
