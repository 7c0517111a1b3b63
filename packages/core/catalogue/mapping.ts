/** Resolves mappings: where an artifact goes, and the path that its record stores. */
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { lastSegment } from "../values/strings.ts";
import type { ENTRIES, KINDS } from "./kinds.ts";
import type { Mapping, MappingObject } from "./mapping.schema.ts";

/** The folders of a profile against which its mappings are resolved. */
export type Roots = {
  /** The platform's folder. */
  root_dir: string;
  /** The folder that `base: project` stands for. Empty: the project's own folder. */
  scope_dir: string;
};

/** The exact location of an artifact: its file relative to the project, and the place in it if the file is shared. */
export type Location = {
  /** The file, relative to the project's root folder. */
  path: string;
  /** The base in the mapping. `path` is relative to the project in any case. */
  base: "root" | "project";
  kind: (typeof KINDS)[number];
  key: string | string[] | null;
  entry: (typeof ENTRIES)[number] | null;
  /** For an entry of a list: the member that holds its name. */
  item_name: string | null;
  format: string | null;
};

const asObject = (mapping: Mapping): MappingObject => (typeof mapping === "string" ? { path: mapping } : mapping);

/** Returns the location of an artifact by its mapping. @param name the name of the artifact on disk */
export function locationOf(mapping: Mapping, roots: Roots, type: ArtifactType, name: string): Location {
  const entry = asObject(mapping);
  const { base = "root", kind = "directory" } = entry;
  const destination = destinationOf(mapping, roots);
  const path = kind === "directory" ? `${destination}/${fileNameOf(entry, type, name)}` : destination;
  return { path, base, ...placeInFile(mapping) };
}

/** Returns what an artifact is in its file, by its mapping. */
export function placeInFile(mapping: Mapping): Pick<Location, "kind" | "key" | "entry" | "item_name" | "format"> {
  const { kind = "directory", key = null, entry = "by_name", item_name = "name", format = null } = asObject(mapping);
  const isMerge = kind === "merge";
  return {
    kind,
    key,
    entry: isMerge ? entry : null,
    item_name: isMerge && entry === "list" ? item_name : null,
    format,
  };
}

/** Whether a path is the file of a mapping, below whatever folder. */
export const isFileOf = (mapping: Mapping, path: string) =>
  `/${path}`.endsWith(`/${joined("", asObject(mapping).path)}`);

/** Returns the directory or file of a mapping, relative to the project. */
export function destinationOf(mapping: Mapping, { root_dir, scope_dir }: Roots): string {
  const { path, base = "root" } = asObject(mapping);
  return joined(base === "project" ? scope_dir : root_dir, path);
}

/** Joins two relative paths. Slashes that are doubled or at the end do not count. @param folder can be empty */
export const joined = (folder: string, path: string) => [...segmentsOf(folder), ...segmentsOf(path)].join("/");

const segmentsOf = (path: string) => path.split("/").filter((segment) => segment !== "");

/** The path of an artifact as a deployment record stores it. */
export type RecordedPath = {
  /** Relative to `base`. For a skill, the path of its folder. */
  path: string;
  base: "root" | "project";
};

/** Returns the path to store in a record, by the artifact's mapping. @param name the name of the artifact on disk */
export function recordedPathOf(
  mapping: Mapping,
  { scope_dir }: Pick<Roots, "scope_dir">,
  type: ArtifactType,
  name: string,
): RecordedPath {
  const entry = asObject(mapping);
  const base = entry.base ?? "root";
  const folder = joined(base === "project" ? scope_dir : "", entry.path);
  // The name is not cleaned: one such as `/x` must be refused.
  const isOwn = (entry.kind ?? "directory") === "directory";
  return { path: isOwn ? `${folder}/${recordedName(entry, type, name)}` : folder, base };
}

/** Returns the name that a record stores of a file in a directory. For a skill, it is its folder. */
function recordedName(entry: MappingObject, type: ArtifactType, name: string): string {
  const file = fileNameOf(entry, type, name);
  return type === "skill" ? file.replace(/\/[^/]*$/, "") : file;
}

/** Returns the name of the file in a skill's folder. @param mapping undefined: the profile has none for skills */
export const skillFileOf = (mapping: Mapping | undefined, name: string) =>
  lastSegment(fileNameOf(asObject(mapping ?? ""), "skill", name));

/** Returns the name of an artifact's file in its directory. */
const fileNameOf = ({ filename }: MappingObject, type: ArtifactType, name: string) =>
  (filename ?? (type === "skill" ? "{name}/SKILL.md" : "{name}.md")).replaceAll("{name}", () => name);
