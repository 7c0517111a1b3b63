/** Resolves mappings: where an artifact goes, and the path that its record stores. */
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import type { Mapping } from "./mapping.schema.ts";

/** The exact location of an artifact: its file relative to the project, and for a shared file the key in it. */
export type Location = {
  /** The file, relative to the project's root folder. */
  path: string;
  /** The base in the mapping. `path` is relative to the project in any case. */
  base: "root" | "project";
  kind: "directory" | "file" | "merge";
  key: string | null;
  format: string | null;
};

/** Returns the location of an artifact by its mapping. @param name the normalised name */
export function locationOf(mapping: Mapping, root: string, type: ArtifactType, name: string): Location {
  const entry = typeof mapping === "string" ? { path: mapping } : mapping;
  const { base = "root", kind = "directory", key = null, format = null } = entry;
  const destination = destinationOf(mapping, root);
  const path = kind === "directory" ? `${destination}/${fileNameOf(entry, type, name)}` : destination;
  return { path, base, kind, key, format };
}

/** Returns the directory or file of a mapping, relative to the project. */
export function destinationOf(mapping: Mapping, root: string): string {
  const { path, base = "root" } = typeof mapping === "string" ? { path: mapping } : mapping;
  return withoutSlash(base === "project" ? path : `${withoutSlash(root)}/${path}`);
}

/** The path of an artifact as a deployment record stores it. */
export type RecordedPath = {
  /** Relative to `base`. For a skill, the path of its folder. */
  path: string;
  base: "root" | "project";
};

/** Returns the path to store in a record, by the artifact's mapping. @param name the normalised name */
export function recordedPathOf(mapping: Mapping, type: ArtifactType, name: string): RecordedPath {
  const entry = typeof mapping === "string" ? { path: mapping } : mapping;
  const base = entry.base ?? "root";
  if ((entry.kind ?? "directory") !== "directory") return { path: withoutSlash(entry.path), base };
  const file = fileNameOf(entry, type, name);
  const target = type === "skill" ? file.replace(/\/[^/]*$/, "") : file;
  return { path: `${withoutSlash(entry.path)}/${target}`, base };
}

/** Returns the name of an artifact's file in its directory. */
const fileNameOf = ({ filename }: { filename?: string | undefined }, type: ArtifactType, name: string) =>
  (filename ?? (type === "skill" ? "{name}/SKILL.md" : "{name}.md")).replaceAll("{name}", () => name);

const withoutSlash = (path: string) => path.replace(/\/+$/, "");
