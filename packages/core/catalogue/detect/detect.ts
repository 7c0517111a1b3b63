/** Finds the platforms that the files and folders of a project, or of the user's home, tell of. Pure. */
import { pathProblem } from "../../values/strings.ts";
import { listPlatforms } from "../platform.ts";
import type { Platform } from "../platform-id.schema.ts";
import { withFolders } from "../read-paths.ts";
import type { Detection } from "./detect.schema.ts";
import { cleanPath, isInHome } from "./listing.ts";
import { type MarkerIndexes, markerIndexes } from "./markers.ts";

type Evidence = Detection["platforms"][number]["evidence"][number];

/** Folders that hold what others wrote, or copies: what lies in them tells nothing of the project. */
const DEPENDENCIES: readonly string[] = [
  ...["node_modules", "vendor", "third_party", "site-packages", ".venv", "venv"],
  ...[".git", ".worktrees", "dist", "build", "target", ".next"],
];
/** How deep a platform's folder is looked for in a project. */
const MAX_NESTING = 32;

/** Collects evidence: each marker once, with the first path and the number of paths. */
function addEvidence(all: Map<string, Evidence[]>, key: string, marker: string, path: string): void {
  const evidence = all.get(key) ?? [];
  all.set(key, evidence);
  const known = evidence.find((e) => e.marker === marker);
  if (known) known.count++;
  else evidence.push({ marker, path, count: 1 });
}

/** Returns the first folder of a path below which there is a marker, with the marker. */
function nestedMarkerOf({ markers, beginnings, depth }: MarkerIndexes, path: string) {
  const segments = path.split("/", MAX_NESTING + depth);
  for (let n = 1; n < Math.min(segments.length, MAX_NESTING); n++) {
    if (DEPENDENCIES.includes(segments[n - 1] as string)) return undefined;
    if (!beginnings.has(segments[n] as string)) continue;
    const below = withFolders(segments.slice(n, n + depth).join("/"));
    const marker = below.find((folder) => markers.has(folder));
    if (marker === undefined) continue;
    const scope_dir = segments.slice(0, n).join("/");
    // A folder that no profile could have as its scope_dir is left out.
    return pathProblem(scope_dir) === undefined ? { scope_dir, marker } : undefined;
  }
  return undefined;
}

/**
 * Finds the platforms in use. The most specific marker counts: `~/.gemini/config/skills` tells of Antigravity, not of Gemini.
 * @param paths as `DetectRequest` accepts them
 */
export function detectPlatforms(paths: readonly string[]): Detection {
  const indexes = markerIndexes();
  const { markers, readers } = indexes;
  const found = new Map<string, Evidence[]>();
  const nested = new Map<string, Evidence[]>();
  const shared = new Map<string, number>();
  for (const listed of paths) {
    const path = cleanPath(listed);
    const folders = withFolders(path);
    const marker = folders.find((folder) => markers.has(folder) || indexes.sharedInHome.has(folder));
    if (marker !== undefined && markers.has(marker)) {
      const scope = isInHome(path) ? "user" : "project";
      for (const platform of markers.get(marker) ?? []) addEvidence(found, `${scope} ${platform}`, marker, listed);
      continue;
    }
    const read = marker ?? folders.find((folder) => (readers.get(folder)?.length ?? 0) > 1);
    if (read !== undefined) shared.set(read, (shared.get(read) ?? 0) + 1);
    const below = isInHome(path) ? undefined : nestedMarkerOf(indexes, path);
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
    shared: [...shared].map(([path, count]) => ({
      path,
      count,
      platforms: indexes.sharedInHome.get(path) ?? readers.get(path) ?? [],
    })),
  };
}
