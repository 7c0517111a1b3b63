/** Where the artifacts of records are: in a project, or in the user's home. */
import type { Client, DeploymentProfile, PlatformEntry } from "@skillmeat-deployments/client";
import type { Place } from "../files/place.ts";
import type { World } from "../world.ts";
import { artifactKey, placeOf } from "./items.ts";
import { PRIMARY, PRIMARY_ROOT, recordId } from "./names.ts";
import type { DeploymentRecord } from "./records.ts";
import { relocate } from "./relocate.ts";
import { planAll, readPlatforms } from "./service.ts";
import { pathOfRow, type TrackerRow } from "./tracker-row.ts";

/** A record or a row of a tracker, and where its artifact is. */
export type Placed = {
  readonly id: string;
  readonly row: TrackerRow;
  readonly scope: "project" | "user";
  /** The root of its profile, where its tracker is. */
  readonly root: string;
  readonly place: Place;
  /** Why the place cannot be looked at. null: it can. */
  readonly problem: string | null;
};

type Options = {
  readonly client: Client;
  readonly project_id: string;
  readonly profiles: readonly DeploymentProfile[];
  readonly world: Pick<World, "env" | "home" | "system">;
};

/** Finds the places of records. The service says which of them are parts of shared files. */
export async function placeRecords(records: readonly DeploymentRecord[], options: Options): Promise<Placed[]> {
  const { client, profiles, world } = options;
  const byId = new Map(profiles.map((profile) => [profile.profile_id, profile]));
  const places = await sharedPlaces(records, options);
  const inHome = profiles.filter(({ scope }) => scope === "user").map(({ platform }) => platform);
  const platforms = await readPlatforms(client, inHome);
  return records.map((record) => {
    const profile = byId.get(record.deployment_profile_id ?? PRIMARY);
    const scope = profile?.scope === "user" ? "user" : "project";
    const place = places.get(record.id) ?? ownPlace(record.id, record, profile?.root_dir);
    const { relocations = [] } = (scope === "user" && profile && platforms.get(profile.platform)) || NONE;
    const moved = relocate(place.path, relocations, world);
    const root = record.profile_root_dir ?? profile?.root_dir ?? PRIMARY_ROOT;
    const base = { id: record.id, row: record, scope, root } as const;
    if ("problem" in moved) return { ...base, place, problem: moved.problem };
    return { ...base, place: { ...place, path: moved.path }, problem: null };
  });
}

const NONE: { relocations?: PlatformEntry["relocations"] } = {};

/** The types that can be parts of shared files, whatever a profile's map says now: they were where the preset has them. */
const SHARED_TYPES = ["hook", "mcp", "rule_file", "context_file", "project_config"];

/** The places of what can be in a shared file. All else is a folder or file of its own, as its record says. */
async function sharedPlaces(
  records: readonly DeploymentRecord[],
  { client, project_id, profiles }: Options,
): Promise<Map<string, Place>> {
  const types = new Set([...SHARED_TYPES, ...profiles.flatMap(sharedTypes)]);
  const ids = new Set(profiles.map(({ profile_id }) => profile_id));
  const shared = new Map<string, DeploymentRecord>();
  for (const record of records) {
    const profile = record.deployment_profile_id;
    if (types.has(record.artifact_type) && profile !== null && ids.has(profile)) shared.set(record.id, record);
  }
  const places = new Map<string, Place>();
  if (shared.size === 0) return places;
  const named = [...shared.values()].map(({ artifact_type: type, artifact_name: name }) => ({ type, name }));
  const artifacts = [...new Map(named.map((artifact) => [artifactKey(artifact), artifact])).values()];
  const profileIds = [...new Set([...shared.values()].flatMap(({ deployment_profile_id: id }) => id ?? []))];
  const { entries } = await planAll(client, project_id, artifacts, profileIds);
  for (const entry of entries) {
    const id = recordId(entry.profile_id, entry.artifact.type, entry.artifact.name);
    const place = shared.has(id) ? placeOf(id, entry) : undefined;
    if (place) places.set(id, place);
  }
  return places;
}

/** The types that a profile has in shared files. */
const sharedTypes = ({ artifact_path_map }: DeploymentProfile): string[] =>
  Object.entries(artifact_path_map).flatMap(([type, mapping]) =>
    typeof mapping === "object" && !["directory", undefined].includes(mapping.kind) ? [type] : [],
  );

/** A place as the row tells it: a folder or a file, or a part of a shared file if the row says so. */
export function ownPlace(id: string, row: TrackerRow, root: string | undefined): Place {
  const path = pathOfRow(row, root);
  if (row.part) return { id, path, ...row.part };
  return {
    id,
    path,
    kind: "directory",
    key: null,
    entry: null,
    item_name: null,
    format: null,
    name: row.artifact_name,
  };
}
