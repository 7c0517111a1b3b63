/**
 * Finds collisions in a plan: several artifacts for one location, and artifacts that a platform would see twice. Pure.
 */
import { destinationOf, type Location } from "../catalogue/mapping.ts";
import { readPlatform } from "../catalogue/platform.ts";
import type { Platform } from "../catalogue/platform-id.schema.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { normalisedName } from "../values/strings.ts";
import type { Collision, PlanEntry } from "./plan.schema.ts";

/**
 * Returns the collisions of a plan, ordered by path.
 * @param entries all entries of the plan
 */
export const collisionsOf = (entries: readonly PlanEntry[]): Collision[] =>
  [...samePaths(entries), ...alsoRead(entries)].sort(byPathAndKey);

type Deployed = PlanEntry & Location;
const deployed = (entries: readonly PlanEntry[]) => entries.filter((e): e is Deployed => e.action === "deploy");
const reference = ({ profile_id, artifact }: PlanEntry) => ({ profile_id, artifact });

/** Finds locations that several entries would write. Entries that merge collide only if key and name are equal too. */
function samePaths(entries: readonly PlanEntry[]): Collision[] {
  const byPath = Map.groupBy(deployed(entries), (e) => e.path);
  return [...byPath].flatMap(([path, all]): Collision[] => {
    const wholeFile = all.filter((e) => e.kind !== "merge");
    // An entry that writes the whole file collides with every other entry for that file.
    if (wholeFile.length > 0) {
      return all.length > 1 ? [{ path, key: null, kind: "same_path", entries: all.map(reference) }] : [];
    }
    const byName = Map.groupBy(all, (e) => `${e.key}\n${normalisedName(e.artifact.name)}`);
    return [...byName.values()].flatMap((same): Collision[] => {
      const [first] = same;
      return first && same.length > 1
        ? [{ path, key: first.key, kind: "same_path", entries: same.map(reference) }]
        : [];
    });
  });
}

/** Finds artifacts that a platform would see twice: at its own location, and at the location of another profile. */
function alsoRead(entries: readonly PlanEntry[]): Collision[] {
  const byArtifact = Map.groupBy(deployed(entries), (e) => `${e.artifact.type}\n${normalisedName(e.artifact.name)}`);
  return [...byArtifact.values()].flatMap((all) => {
    const byLocation = [...Map.groupBy(all, (e) => `${e.path}\n${e.key}`).values()];
    return byLocation.flatMap((writers): Collision[] => {
      const { path, key } = writers[0] as Deployed;
      const readers = all.filter((e) => e.path !== path && reads(e, path));
      return readers.length === 0
        ? []
        : [{ path, key, kind: "also_reads", entries: [...writers, ...readers].map(reference) }];
    });
  });
}

const reads = ({ platform, artifact }: PlanEntry, path: string) =>
  readPathsOf(platform, artifact.type).some((own) => path === own || path.startsWith(`${own}/`));

/** Returns all paths at which a platform reads artifacts of a type: the preset's path and `also_reads`. */
function readPathsOf(platform: Platform, type: ArtifactType): string[] {
  const { root_dir, artifact_path_map, also_reads } = readPlatform(platform);
  if (root_dir === null) return [];
  const own = artifact_path_map[type];
  return [...(own === undefined ? [] : [destinationOf(own, root_dir)]), ...(also_reads[type] ?? [])];
}

const orderOf = ({ path, key, kind }: Collision) => `${path}\n${key ?? ""}\n${kind}`;
const byPathAndKey = (a: Collision, b: Collision) => Number(orderOf(a) > orderOf(b)) - Number(orderOf(a) < orderOf(b));
