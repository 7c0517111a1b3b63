/** Finds the platforms that the files and folders of a project, or of the user's home, tell of. Pure. */
import type { Detection } from "./detect.schema.ts";
import { cleanPath, isInHome } from "./listing.ts";
import { listPlatforms } from "./platform.ts";
import type { Platform } from "./platform-id.schema.ts";
import { readPathsOf, withFolders } from "./read-paths.ts";

type Evidence = Detection["platforms"][number]["evidence"][number];
/** The platforms at each path. A path in the user's home begins with `~/`. */
type Index = Map<string, Platform[]>;

/** Folders that hold what others wrote: what lies in them tells nothing of the project. */
const DEPENDENCIES: readonly string[] = ["node_modules", "vendor", ".git", ".venv", "venv", "site-packages"];
/** Folders in the home that belong to many programs. */
const SHARED_ROOTS: readonly string[] = [".agents", ".config", ".config/agents"];

function add(index: Index, path: string, platform: Platform): void {
  const there = index.get(path);
  if (there === undefined) index.set(path, [platform]);
  else if (!there.includes(platform)) there.push(platform);
}

/** How deep a platform's folder is looked for in a project. */
const MAX_NESTING = 32;

/** What the catalogue knows of paths. Computed on first use. */
let known: { markers: Index; readers: Index } | undefined;

function indexes() {
  known ??= createIndexes();
  return known;
}

function createIndexes() {
  const markers: Index = new Map();
  const readers: Index = new Map();
  const owners: Index = new Map();
  for (const entry of listPlatforms()) {
    const { platform, user } = entry;
    for (const path of entry.markers?.paths ?? []) add(markers, path, platform);
    for (const { path } of readPathsOf(entry)) add(readers, path, platform);
    for (const path of Object.values(entry.user_paths)) add(owners, path, platform);
    if (user && !SHARED_ROOTS.includes(user.root_dir)) add(markers, `~/${user.root_dir}`, platform);
  }
  // In the home, a path tells of a platform if no other one writes there.
  for (const [path, [platform, other]] of owners) if (platform && other === undefined) add(markers, path, platform);
  return { markers, readers };
}

/** Collects evidence: each marker once, with the first path and the number of paths. */
function addEvidence(all: Map<string, Evidence[]>, key: string, marker: string, path: string): void {
  const evidence = all.get(key) ?? [];
  all.set(key, evidence);
  const known = evidence.find((e) => e.marker === marker);
  if (known) known.count++;
  else evidence.push({ marker, path, count: 1 });
}

/** Returns the longest marker that is a path or contains it. */
const markerOf = (markers: Index, path: string) => withFolders(path).find((folder) => markers.has(folder));

/** Returns the first folder of a path below which there is a marker, with the marker. */
function nestedMarkerOf(markers: Index, path: string): { scope_dir: string; marker: string } | undefined {
  const segments = path.split("/");
  for (let n = 1; n < Math.min(segments.length, MAX_NESTING); n++) {
    if (DEPENDENCIES.includes(segments[n - 1] as string)) return undefined;
    const marker = markerOf(markers, segments.slice(n).join("/"));
    if (marker !== undefined) return { scope_dir: segments.slice(0, n).join("/"), marker };
  }
  return undefined;
}

/**
 * Finds the platforms in use. The most specific marker counts: `~/.gemini/config/skills` tells of Antigravity, not of Gemini.
 * @param paths as `DetectRequest` accepts them
 */
export function detectPlatforms(paths: readonly string[]): Detection {
  const { markers, readers } = indexes();
  const found = new Map<string, Evidence[]>();
  const nested = new Map<string, Evidence[]>();
  const shared = new Map<string, number>();
  for (const listed of paths) {
    const path = cleanPath(listed);
    const marker = markerOf(markers, path);
    if (marker !== undefined) {
      const scope = isInHome(path) ? "user" : "project";
      for (const platform of markers.get(marker) ?? []) addEvidence(found, `${scope} ${platform}`, marker, listed);
      continue;
    }
    const read = withFolders(path).find((folder) => (readers.get(folder)?.length ?? 0) > 1);
    if (read !== undefined) shared.set(read, (shared.get(read) ?? 0) + 1);
    const below = isInHome(path) ? undefined : nestedMarkerOf(markers, path);
    if (!below) continue;
    for (const platform of markers.get(below.marker) ?? []) {
      addEvidence(nested, `${below.scope_dir} ${platform}`, below.marker, listed);
    }
  }
  const order = listPlatforms().map(({ platform }) => platform);
  return {
    platforms: (["project", "user"] as const).flatMap((scope) =>
      order.flatMap((platform) => {
        const evidence = found.get(`${scope} ${platform}`);
        return evidence ? [{ platform, scope, evidence }] : [];
      }),
    ),
    nested: [...nested].map(([key, evidence]) => {
      const at = key.lastIndexOf(" ");
      // Safe cast: the keys end with platforms.
      return { platform: key.slice(at + 1) as Platform, scope_dir: key.slice(0, at), evidence };
    }),
    shared: [...shared].map(([path, count]) => ({ path, count, platforms: readers.get(path) ?? [] })),
  };
}
