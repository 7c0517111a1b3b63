/** What the catalogue knows of paths: which platforms each one tells of, and which platforms read there. */

import { ENTRIES } from "../entries.ts";
import type { PlatformRead } from "../platform.schema.ts";
import { listPlatforms } from "../platform.ts";
import type { Platform } from "../platform-id.schema.ts";
import { readPathsOf } from "../read-paths.ts";

/** The platforms at each path. A path in the user's home begins with `~/`. */
type PathIndex = Map<string, Platform[]>;

export type MarkerIndexes = {
  /** The paths that tell of platforms. */
  markers: PathIndex;
  /** Paths in the home at which several platforms write. They tell of none. */
  sharedInHome: PathIndex;
  /** The paths at which platforms read. */
  readers: PathIndex;
  /** The first folders of the markers in a project, and the number of folders of the deepest one. */
  beginnings: ReadonlySet<string>;
  depth: number;
};

/** Folders in the home that belong to many programs. */
const SHARED_ROOTS: readonly string[] = ["~/.agents", "~/.config", "~/.config/agents"];
/** Where Windows has what `%APPDATA%` names, unless it is moved. */
const APPDATA = "~/AppData/Roaming";

function add(index: PathIndex, path: string, platform: Platform): void {
  const there = index.get(path);
  if (there === undefined) index.set(path, [platform]);
  else if (!there.includes(platform)) there.push(platform);
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** Returns a path in the home as each operating system has it. */
function onEachSystem(path: string, { relocations }: PlatformRead): string[] {
  const moved = relocations.flatMap((move) =>
    "system" in move && path.startsWith(`${move.replaces}/`)
      ? [`${move.by.replace("%APPDATA%", APPDATA)}${path.slice(move.replaces.length)}`]
      : [],
  );
  return [path, ...moved];
}

/** Returns the paths in the home that a platform writes or reads as its own. */
function homePathsOf(entry: PlatformRead): string[] {
  const others = Object.values(entry.user?.also_reads ?? {}).flatMap((paths) => paths.map((path) => `~/${path}`));
  return [...Object.values(entry.user_paths), ...others]
    .flatMap((path) => onEachSystem(path, entry))
    .filter((path) => !SHARED_ROOTS.includes(parentOf(path)) && !SHARED_ROOTS.includes(path));
}

/** Returns the platforms at each path in the home: its own paths, the root of each platform, and the folders above them. */
function homeIndex(): PathIndex {
  const paths: PathIndex = new Map();
  const roots: PathIndex = new Map();
  const folders: PathIndex = new Map();
  for (const entry of listPlatforms()) {
    for (const path of homePathsOf(entry)) {
      add(paths, path, entry.platform);
      const [home, top = ""] = path.split("/");
      if (top.startsWith(".")) add(folders, `${home}/${top}`, entry.platform);
    }
    const root = `~/${entry.user?.root_dir}`;
    if (entry.user && !SHARED_ROOTS.includes(root)) add(roots, root, entry.platform);
  }
  // A platform's own root says more than what others have in it.
  return new Map([...[...folders].filter(([path]) => !SHARED_ROOTS.includes(path)), ...paths, ...roots]);
}

function createIndexes(): MarkerIndexes {
  const markers: PathIndex = new Map();
  const ignored: PathIndex = new Map();
  const readers: PathIndex = new Map();
  for (const entry of ENTRIES) {
    // Safe cast: entries have the platforms of the catalogue.
    const platform = entry.platform as Platform;
    for (const path of entry.markers?.paths ?? []) add(markers, path, platform);
    for (const path of entry.ignore_files?.project ?? []) add(ignored, path, platform);
  }
  for (const entry of listPlatforms()) for (const { path } of readPathsOf(entry)) add(readers, path, entry.platform);
  // An ignore file that several platforms read, or that lies in a folder which tells more, tells nothing itself.
  for (const [path, [platform, other]] of ignored) {
    if (platform && other === undefined && !path.includes("/") && !readers.has(path)) add(markers, path, platform);
  }
  const inProject = [...markers.keys()].map((path) => path.split("/"));
  const home = homeIndex();
  const isShared = ([, platforms]: [string, Platform[]]) => platforms.length > 1;
  for (const [path, platforms] of home) if (platforms.length === 1) markers.set(path, platforms);
  return {
    markers,
    sharedInHome: new Map([...home].filter(isShared)),
    readers,
    beginnings: new Set(inProject.map(([first = ""]) => first)),
    depth: Math.max(...inProject.map((segments) => segments.length)),
  };
}

let indexes: MarkerIndexes | undefined;

/** Returns what the catalogue knows of paths. Computed on first use. */
export function markerIndexes(): MarkerIndexes {
  indexes ??= createIndexes();
  return indexes;
}
