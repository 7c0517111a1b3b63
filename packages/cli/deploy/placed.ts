/** Where the artifacts of records are: in a project, or in the user's home. */
import type { Client, DeploymentProfile, PlatformEntry } from "@skillmeat-deployments/client";
import type { Place } from "../files/place.ts";
import type { World } from "../world.ts";
import { artifactKey, placeOf } from "./items.ts";
import { normalisedName, PRIMARY, PRIMARY_ROOT, recordId } from "./names.ts";
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
  const planned = await sharedPlaces(records, options);
  const places = new Map([...planned, ...(await presetPlaces(records, planned, client))]);
  const inHome = profiles.filter(({ scope }) => scope === "user").map(({ platform }) => platform);
  const platforms = await readPlatforms(client, inHome);
  return records.map((record) => {
    const profile = byId.get(record.deployment_profile_id ?? PRIMARY);
    const scope = profile?.scope === "user" ? "user" : "project";
    const found = places.get(record.id);
    const place = found ?? ownPlace(record.id, record, profile?.root_dir);
    const { relocations = [] } = (scope === "user" && profile && platforms.get(profile.platform)) || NONE;
    const moved = relocate(place.path, relocations, world);
    const root = record.profile_root_dir ?? profile?.root_dir ?? PRIMARY_ROOT;
    const base = { id: record.id, row: record, scope, root } as const;
    if ("problem" in moved) return { ...base, place, problem: moved.problem };
    if (found === undefined && isPartOfUnknown(record, place))
      return { ...base, place, problem: `No profile says which part of ${place.path} it is.` };
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

/**
 * The places of parts of shared files that no profile has any more: it was deleted, or does not take the type or the artifact now.
 * The record's platform says what they were.
 */
async function presetPlaces(
  records: readonly DeploymentRecord[],
  planned: ReadonlyMap<string, Place>,
  client: Client,
): Promise<Map<string, Place>> {
  const left = records.filter(({ id, artifact_type }) => SHARED_TYPES.includes(artifact_type) && !planned.has(id));
  const platforms = await readPlatforms(
    client,
    left.flatMap(({ platform }) => platform ?? []),
    { skipsUnknown: true },
  );
  const places = new Map<string, Place>();
  for (const record of left) {
    const entry = platforms.get(record.platform ?? "");
    const place = entry && presetPlace(record, entry);
    if (place) places.set(record.id, place);
  }
  return places;
}

/** The place of a record by the preset of its platform. undefined: it is a file of its own, or somewhere else. */
function presetPlace(record: DeploymentRecord, { root_dir, artifact_path_map }: PlatformEntry): Place | undefined {
  const mapping = artifact_path_map?.[record.artifact_type as keyof typeof artifact_path_map];
  if (typeof mapping !== "object" || (mapping.kind !== "merge" && mapping.kind !== "block")) return undefined;
  const folder = mapping.base === "project" ? "" : `${root_dir}/`;
  const path = pathOfRow(record);
  if (path !== `${folder}${mapping.path}` && !path.endsWith(`/${folder}${mapping.path}`)) return undefined;
  const { key = null, item_name = null, format = null } = mapping;
  const kind = mapping.kind === "merge" ? "merge" : "block";
  // Safe cast: the list of entries may grow, and a run refuses those that it does not know.
  const entry = kind === "merge" ? ((mapping.entry ?? "by_name") as NonNullable<Place["entry"]>) : null;
  return { id: record.id, path, kind, key, entry, item_name, format, name: nameOnDisk(record) };
}

const nameOnDisk = ({ artifact_name }: TrackerRow) => normalisedName(artifact_name.split("/").at(-1) as string);

/** Whether a record is of a part of a file, and it is not known of which: the file of an artifact of its own has its name. */
const isPartOfUnknown = (row: TrackerRow, { path, kind }: Place) =>
  kind === "directory" &&
  row.part === null &&
  SHARED_TYPES.includes(row.artifact_type) &&
  !path.includes(nameOnDisk(row));

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
