/** What a platform has in the user's home, derived from the user cells of its entry. */
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { ARTIFACT_TYPES, orderedByType } from "../values/artifact-type.ts";
import type { CatalogueEntry, Surface, UserCell } from "./entry.schema.ts";
import type { ArtifactPathMap, Mapping, MappingObject } from "./mapping.schema.ts";
import { joined } from "./mapping.ts";
import type { PlatformRead } from "./platform.schema.ts";

const HOME = "~/";
type Located = Extract<UserCell, { path: string }>;

/** Returns the user cells that name a path, with their surfaces. */
function locatedCells({ user }: CatalogueEntry): [Surface, Located][] {
  // Safe cast: the keys of a strict record are its schema's.
  const cells = Object.entries(user) as [Surface, UserCell | undefined][];
  return cells.flatMap(([surface, cell]) => (cell && "path" in cell ? [[surface, cell] as [Surface, Located]] : []));
}

/** Returns a path relative to the user's home. */
const inHome = (path: string) => path.slice(HOME.length);

/** Returns the path of each surface in the user's home, beginning with `~/`. */
export const userPathsOf = (entry: CatalogueEntry): Record<string, string> =>
  Object.fromEntries(locatedCells(entry).map(([surface, { path }]) => [surface, path]));

/** Returns what the platform has in the user's home. null: nothing is known. */
export function userLayoutOf(entry: CatalogueEntry): PlatformRead["user"] {
  const located = locatedCells(entry);
  const root_dir = entry.user_root ?? entry.root_dir;
  if (root_dir === null || located.length === 0) return null;
  const { instructions, mcp } = Object.fromEntries(located) as Partial<Record<Surface, Located>>;
  const map = new Map<string, Mapping>();
  for (const [surface, cell] of located) {
    if (surface !== "instructions") map.set(surface, mappingOf(cell, entry.artifacts[surface], root_dir));
  }
  // As in the project: without a folder for rules, texts are blocks of the instruction file.
  if (instructions && !map.has("rule_file")) {
    const block = placed(inHome(instructions.path), { kind: "block", format: "md" }, root_dir);
    for (const type of ["rule_file", "context_file", "project_config"]) map.set(type, block);
  }
  // Safe cast: the keys are artifact types, because the instructions are left out.
  const artifact_path_map = orderedByType(Object.fromEntries(map) as ArtifactPathMap);
  return {
    root_dir,
    artifact_path_map,
    supported_artifact_types: ARTIFACT_TYPES.filter((type) => artifact_path_map[type] !== undefined),
    project_config_filenames: instructions ? [inHome(instructions.path)] : [],
    also_reads: Object.fromEntries(
      located.flatMap(([surface, { also_reads }]) => (also_reads ? [[surface, also_reads.paths.map(inHome)]] : [])),
    ),
    mcp_entry: mcp?.mcp_entry ?? null,
  };
}

/** Returns the mapping of a user cell. What it leaves out is as in the project, unless it names a kind. */
function mappingOf(cell: Located, project: CatalogueEntry["artifacts"][ArtifactType], root_dir: string): Mapping {
  const { path, mcp_entry: _m, also_reads: _a, from: _f, disputed: _d, ...members } = cell;
  const inProject = project && "to" in project && typeof project.to === "object" ? project.to : undefined;
  const { path: _p, base: _b, ...inherited } = inProject ?? { path: "" };
  return placed(inHome(path), cell.kind === undefined ? { ...inherited, ...members } : members, root_dir);
}

/** Returns the mapping of a path in the home: a string below the root where that suffices. */
function placed(path: string, members: Omit<MappingObject, "path" | "base">, root_dir: string): Mapping {
  const isBelowRoot = path.startsWith(`${root_dir}/`);
  const place = isBelowRoot ? { path: joined("", path.slice(root_dir.length)) } : { path, base: "project" as const };
  return isBelowRoot && Object.keys(members).length === 0 ? place.path : { ...place, ...members };
}
