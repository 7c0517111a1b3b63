/**
 * Finds collisions in a plan, and between the plan and existing records: several artifacts for one location, and artifacts
 * that a platform would see twice or should not see. Pure.
 */
import { destinationOf, joined, type Location } from "../catalogue/mapping.ts";
import { readPlatform } from "../catalogue/platform.ts";
import { presetOf } from "../catalogue/preset.ts";
import { invalid } from "../fault.ts";
import type { Artifact } from "../model/artifact.schema.ts";
import { artifactIdentity, targetsPlatform } from "../model/artifact.ts";
import type { Profile } from "../model/profile.schema.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { foldedPath } from "../values/file-name.ts";
import { ownMember } from "../values/json.ts";
import { withCommas } from "../values/number.ts";
import type { Collision } from "./plan.schema.ts";
import { type COLLISION_KINDS, TEXT_TYPES } from "./plan-terms.ts";

type Kind = (typeof COLLISION_KINDS)[number];

/** What decides which paths a platform reads. */
export type Reader = Pick<Profile, "profile_id" | "platform" | "scope" | "scope_dir">;

/** An artifact at a location: an entry of the plan, or an existing record. */
export type Writer = Pick<Location, "path" | "kind" | "key"> & {
  profile_id: string;
  artifact: { type: string; name: string };
  /** What the artifact is called on disk. */
  name: string;
  /** The registered artifact, if there is one and the artifact is planned. */
  registered: Artifact | undefined;
  /** The profile. */
  reader: Reader;
  /** Whether it is an entry of the plan. A collision among records alone is not reported. */
  isPlanned: boolean;
};

/**
 * Finds the collisions.
 * @param readers all profiles of the project
 * @returns them, ordered by path
 * @throws 422 if they would refer to too many entries for one answer
 */
export function collisionsOf(writers: readonly Writer[], readers: readonly Reader[]): Collision[] {
  const readPaths = createReadPaths();
  const found: Collision[] = [];
  let references = 0;
  const add = (collisions: Iterable<Collision>) => {
    for (const collision of collisions) {
      references += collision.entries.length;
      if (references > MAX_REFERENCES) throw tooManyReferences();
      found.push(collision);
    }
  };
  add(samePaths(writers));
  add(caseTwins(writers));
  add(alsoRead(writers, readPaths));
  add(leaks(writers, readers, readPaths));
  add(sameNames(writers));
  return found.sort(byPathAndKey);
}

/** The most entries to which collisions can refer: more would not fit into one answer. */
const MAX_REFERENCES = 80_000;

const tooManyReferences = () =>
  invalid({
    pointer: "/artifacts",
    detail: `the collisions would refer to more than ${withCommas(MAX_REFERENCES)} entries: name fewer artifacts or profiles`,
  });

const scopeOf = ({ reader }: Writer) => reader.scope;
const referenceTo = ({ profile_id, artifact }: Pick<Writer, "profile_id" | "artifact">) => ({ profile_id, artifact });
const identityOf = ({ artifact }: Writer) => artifactIdentity(artifact);
/** Returns the place in a file as text. A name and a list of this name alone are one place; a merge without a key is at the root. */
const placeIn = ({ kind, key }: Pick<Writer, "kind" | "key">) =>
  kind === "merge" ? JSON.stringify(key === null ? [] : [key].flat()) : "";

/** Whether a writer writes a part of a file. */
export const isShared = ({ kind }: Pick<Writer, "kind">) => kind === "merge" || kind === "block";

const collision = (
  kind: Kind,
  { path, key }: Pick<Writer, "path" | "key">,
  entries: readonly Pick<Writer, "profile_id" | "artifact">[],
): Collision => ({ path, key, kind, entries: entries.map(referenceTo) });

/** Returns the groups of at least two writers of which one is planned. */
const groups = (writers: readonly Writer[], by: (writer: Writer) => string): Writer[][] =>
  [...Map.groupBy(writers, by).values()].filter((all) => all.length > 1 && all.some((w) => w.isPlanned));

/** Finds locations that several write. Those that write a part of a file collide only if key and name are equal too. */
function samePaths(writers: readonly Writer[]): Collision[] {
  return groups(writers, (w) => `${scopeOf(w)}\n${w.path}`).flatMap((all) => {
    // Who writes the whole file collides with everybody else who writes it.
    const [whole] = all.filter((w) => !isShared(w));
    if (whole) return [collision("same_path", { path: whole.path, key: null }, all)];
    const sameParts = groups(all, (w) => `${w.kind}\n${placeIn(w)}\n${w.name}`);
    return sameParts.map((same) => collision("same_path", same[0] as Writer, same));
  });
}

/** Finds paths that differ only by case or by Unicode form: one file on macOS and Windows. */
function caseTwins(writers: readonly Writer[]): Collision[] {
  return groups(writers, (w) => `${scopeOf(w)}\n${foldedPath(w.path)}`).flatMap((all) => {
    const [path = "", ...others] = [...new Set(all.map((w) => w.path))].sort();
    return others.length === 0 ? [] : [collision("case_fold", { path, key: null }, all)];
  });
}

/** Finds artifacts that a platform would see twice: at its own location, and at the location of another profile. */
function* alsoRead(writers: readonly Writer[], readPaths: ReadPaths): Generator<Collision> {
  for (const all of groups(writers, identityOf)) {
    const [{ artifact }] = all as [Writer];
    const readersAt = createReadersAt(all, ({ reader }) => reader, artifact.type, readPaths);
    const locations = Map.groupBy(all, (w) => `${scopeOf(w)}\n${w.path}\n${placeIn(w)}`);
    for (const here of locations.values()) {
      const [first] = here as [Writer];
      const twice = readersAt(first).filter((w) => w.path !== first.path && !readsOnlyOwn(w, first));
      const both = [...here, ...twice];
      if (twice.length > 0 && both.some((w) => w.isPlanned)) yield collision("also_reads", first, both);
    }
  }
}

/** Whether a platform reads only the first instruction file that exists, and has its own, so that it does not read this. */
const readsOnlyOwn = (own: Writer, other: Writer) =>
  own.kind === "block" && other.kind === "block" && readPlatform(own.reader.platform).first_instructions_only;

/** Finds artifacts that lie where a platform reads that they do not target. */
function* leaks(writers: readonly Writer[], readers: readonly Reader[], readPaths: ReadPaths): Generator<Collision> {
  const targeted = writers.filter((w) => w.registered?.target_platforms);
  for (const [type, all] of Map.groupBy(targeted, (w) => w.artifact.type)) {
    const readersAt = createReadersAt(readers, (reader) => reader, type, readPaths);
    const locations = Map.groupBy(all, (w) => `${identityOf(w)}\n${scopeOf(w)}\n${w.path}\n${placeIn(w)}`);
    for (const here of locations.values()) {
      const [first] = here as [Writer];
      // Safe cast: `targeted` has registered artifacts alone.
      const registered = first.registered as Artifact;
      const owners = new Set(here.map((w) => w.profile_id));
      const reached = readersAt(first).filter(
        ({ profile_id, platform }) => !owners.has(profile_id) && !targetsPlatform(registered, platform),
      );
      const seen = reached.map(({ profile_id }) => ({ profile_id, artifact: first.artifact }));
      if (seen.length > 0) yield collision("leak", first, [...here, ...seen]);
    }
  }
}

/** Finds artifacts of different types that a platform calls by one name. */
function sameNames(writers: readonly Writer[]): Collision[] {
  const called = writers.filter(({ reader, artifact }) =>
    (readPlatform(reader.platform).shared_names as string[]).includes(artifact.type),
  );
  const platformOf = ({ reader }: Writer) => `${reader.platform}\n${reader.scope}\n${reader.scope_dir}`;
  return groups(called, (w) => `${platformOf(w)}\n${w.name}`).flatMap((all) => {
    const isOneType = new Set(all.map((w) => w.artifact.type)).size === 1;
    return isOneType ? [] : [collision("same_name", { path: (all[0] as Writer).path, key: null }, all)];
  });
}

/** Returns the paths at which a platform reads artifacts of a type. */
type ReadPaths = (reader: Reader, type: string) => readonly string[];

/** Creates `ReadPaths`, which remembers the paths of each platform and folder. */
function createReadPaths(): ReadPaths {
  const known = new Map<string, readonly string[]>();
  return (reader, type) => {
    const id = `${reader.platform}\n${reader.scope}\n${reader.scope_dir}\n${type}`;
    const paths = known.get(id) ?? readPathsOf(reader, type as ArtifactType);
    known.set(id, paths);
    return paths;
  };
}

/**
 * Creates the function that finds who reads a location. It looks up the folders of the location, so that its time grows
 * with what it finds and not with the number of all readers.
 */
function createReadersAt<T>(
  all: readonly T[],
  readerOf: (item: T) => Reader,
  type: string,
  readPaths: ReadPaths,
): (location: Writer) => T[] {
  const byPath = new Map<string, number[]>();
  for (const [i, item] of all.entries()) {
    const reader = readerOf(item);
    for (const path of new Set(readPaths(reader, type))) {
      const key = `${reader.scope}\n${path}`;
      const indexes = byPath.get(key);
      if (indexes) indexes.push(i);
      else byPath.set(key, [i]);
    }
  }
  return (location) => {
    const segments = location.path.split("/");
    const folders = segments.map((_, n) => `${scopeOf(location)}\n${segments.slice(0, n + 1).join("/")}`);
    const indexes = new Set(folders.flatMap((folder) => byPath.get(folder) ?? []));
    return [...indexes].sort((a, b) => a - b).map((i) => all[i] as T);
  };
}

/** Returns all paths at which a profile's platform reads artifacts of a type. */
function readPathsOf({ platform, scope, scope_dir }: Reader, type: ArtifactType): string[] {
  const { root_dir, artifact_path_map } = presetOf(platform, scope);
  if (root_dir === null) return [];
  const own = ownMember(artifact_path_map, type);
  const roots = { root_dir: joined(scope_dir, root_dir), scope_dir };
  const ownPaths = own === undefined ? [] : [destinationOf(own, roots)];
  const entry = readPlatform(platform);
  const { also_reads = {}, project_config_filenames = [] } = (scope === "user" ? entry.user : entry) ?? {};
  const instructions = TEXT_TYPES.includes(type)
    ? [...project_config_filenames, ...(also_reads.instructions ?? [])]
    : [];
  return [
    ...ownPaths,
    ...[...(ownMember(also_reads, type) ?? []), ...instructions].map((path) => joined(scope_dir, path)),
  ];
}

const orderOf = ({ path, key, kind }: Collision) => `${path}\n${JSON.stringify(key)}\n${kind}`;
const byPathAndKey = (a: Collision, b: Collision) => Number(orderOf(a) > orderOf(b)) - Number(orderOf(a) < orderOf(b));
