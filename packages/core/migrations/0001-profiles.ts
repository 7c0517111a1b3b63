/**
 * 1, profiles: records from before profiles are given the three fields that came with them, by the contract's order of
 * inference, and their projects the profiles that they then name. Back, all of that goes again, but for what was
 * changed since.
 */
import { createHash } from "node:crypto";
import { inferOwner, knownPlatform, type OwnerFields, type OwnerHints } from "../catalogue/infer-owner.ts";
import { readPlatform } from "../catalogue/platform.ts";
import { withPreset } from "../model/create-profile.ts";
import { deploymentId } from "../model/deployment.ts";
import { type Key, keys, ownerOf, PREFIX } from "../storage/keys.ts";
import type { ResourceRow } from "../storage/row.ts";
import { withoutNulls } from "../values/json.ts";
import type { Migration } from "./migration.ts";

const FIELDS = ["deployment_profile_id", "platform", "profile_root_dir"] as const;

/** What this migration did to a row, kept on it for the way back. */
type Trace = { added: (typeof FIELDS)[number][]; from?: string } | { made: true };
const traceOf = (row: ResourceRow) => (row.migrated as { 1?: Trace } | undefined)?.[1];

export const profiles: Migration = {
  number: 1,
  name: "profiles",
  prefix: PREFIX.resource,

  up(row) {
    if (!row.sk.startsWith(PREFIX.deployment)) return undefined;
    const added = FIELDS.filter((field) => row[field] === undefined || row[field] === null);
    if (added.length === 0) return undefined;
    const owner = inferOwner(row as unknown as OwnerHints);
    const { tenant, project } = placeOf(row);
    const id = deploymentId(owner.deployment_profile_id, row.artifact_type as string, row.artifact_name as string);
    const key = keys.deployment(tenant, project, id);
    const moved = key.sk !== row.sk;
    const trace: Trace = moved ? { added, from: row.sk } : { added };
    const next = { ...row, ...owner, ...key, deployment_id: id, migrated: { 1: trace } };
    return { row: next, first: profileFor(row, owner, tenant, project) };
  },

  down(row) {
    const trace = traceOf(row);
    if (!trace) return undefined;
    if ("made" in trace) return { row: undefined };
    const { migrated: _, ...rest } = row;
    const bare: Record<string, unknown> = { ...rest };
    for (const field of trace.added) delete bare[field];
    const sk = trace.from ?? row.sk;
    return { row: { ...(bare as ResourceRow), pk: row.pk, sk, deployment_id: sk.slice(PREFIX.deployment.length) } };
  },
};

function placeOf(row: Key): { tenant: string; project: string } {
  const { tenant, project } = ownerOf(row.pk) ?? {};
  if (tenant === undefined || project === undefined) throw new Error(`A deployment lies in no project: ${row.pk}`);
  return { tenant, project };
}

/**
 * The profile that a record will name, where its project has none of that id: the preset of the platform that the id
 * names, or that the record names beside an id of its own; below the root that the record itself knows, if any.
 */
function profileFor(row: ResourceRow, owner: OwnerFields, tenant: string, project: string): ResourceRow {
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
    actor: "migration",
    request: "migration-1",
    version: 1,
    created_at: MADE_AT,
    updated_at: MADE_AT,
    migrated: { 1: { made: true } satisfies Trace },
  };
}

/** The platform of this name, where its preset has a root. */
function withRoot(id: string) {
  const known = knownPlatform(id);
  return known === undefined || readPlatform(known).root_dir === null ? undefined : known;
}

/** When profiles came: a run that is resumed makes the same rows as one that is not. */
const MADE_AT = "2026-02-07T00:00:00.000Z";

const ULID_TIME = "01KGTPBX00";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID of that moment that is the same for the same profile each time. */
function derivedId(parent: string, profileId: string): string {
  const digest = createHash("sha256").update(`${parent}#${profileId}`).digest();
  return ULID_TIME + [...digest.subarray(0, 16)].map((byte) => CROCKFORD[byte % 32]).join("");
}
