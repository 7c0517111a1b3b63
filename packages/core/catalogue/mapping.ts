/** Where one artifact type goes: a directory below the profile's root, or an object for all that is not one. */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.ts";
import { RelativePath, Text } from "../values/strings.ts";

/** A file name that holds `{name}` once or more; a path, since a skill's is `{name}/SKILL.md`. */
const Filename = RelativePath.refine((s) => s.includes("{name}"), "must hold {name}");

export const MappingObject = z
  .strictObject({
    path: RelativePath.meta({ description: "Directory or file, relative to the base." }),
    base: z
      .enum(["root", "project"])
      .optional()
      .meta({ description: "What `path` is relative to: the profile's root_dir (default), or the project." }),
    kind: z
      .enum(["directory", "file", "merge"])
      .optional()
      .meta({ description: "A directory of artifacts (default), one file, or a key of a shared file." }),
    key: Text.nullable().optional().meta({ description: "Where in a shared file it is merged, e.g. `mcpServers`." }),
    format: Text.nullable().optional().meta({ description: "The file's format where it is not plain, e.g. `toml`." }),
    filename: Filename.optional().meta({
      description: "In a directory: `{name}.md` by default, `{name}/SKILL.md` for a skill.",
    }),
  })
  .meta({ id: "ArtifactMapping" });

export const Mapping = z.union([RelativePath, MappingObject]);
export type Mapping = z.infer<typeof Mapping>;

/** DynamoDB keeps no order of a map's keys, and one ETag must mean one sequence of bytes. */
export function orderedByType<T>(map: Partial<Record<ArtifactType, T>>): Partial<Record<ArtifactType, T>> {
  const ordered: Partial<Record<ArtifactType, T>> = {};
  for (const type of ArtifactType.options) {
    const entry = map[type];
    if (entry !== undefined) ordered[type] = entry;
  }
  return ordered;
}

export const ArtifactPathMap = z
  .partialRecord(ArtifactType, Mapping)
  .overwrite(orderedByType)
  .refine((map) => Object.keys(map).length <= 256, "must have at most 256 entries")
  .meta({
    id: "ArtifactPathMap",
    description: "For each artifact type, a directory relative to `root_dir`, or an object.",
    example: { skill: "skills", mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers" } },
  });
export type ArtifactPathMap = z.infer<typeof ArtifactPathMap>;

/** Where exactly an artifact goes, relative to the project: the file itself, and where in it. */
export type Location = {
  path: string;
  base: "root" | "project";
  kind: "directory" | "file" | "merge";
  key: string | null;
  format: string | null;
};

/** The place of an artifact of this type and normalised name, below a profile's root. */
export function locationOf(mapping: Mapping, root: string, type: ArtifactType, name: string): Location {
  const entry = typeof mapping === "string" ? { path: mapping } : mapping;
  const { base = "root", kind = "directory", key = null, format = null } = entry;
  const site = destinationOf(mapping, root);
  return { path: kind === "directory" ? `${site}/${fileNameOf(entry, type, name)}` : site, base, kind, key, format };
}

/** The folder or file of a mapping, relative to the project. */
export function destinationOf(mapping: Mapping, root: string): string {
  const { path, base = "root" } = typeof mapping === "string" ? { path: mapping } : mapping;
  return withoutSlash(base === "project" ? path : `${withoutSlash(root)}/${path}`);
}

export type RecordedPath = {
  /** Relative to the base; a skill's is its folder. */
  path: string;
  base: "root" | "project";
};

/** Where an artifact of this type and normalised name goes, by its entry in a map. */
export function recordedPathOf(mapping: Mapping, type: ArtifactType, name: string): RecordedPath {
  const entry = typeof mapping === "string" ? { path: mapping } : mapping;
  const base = entry.base ?? "root";
  if ((entry.kind ?? "directory") !== "directory") return { path: withoutSlash(entry.path), base };
  const file = fileNameOf(entry, type, name);
  const place = type === "skill" ? file.replace(/\/[^/]*$/, "") : file;
  return { path: `${withoutSlash(entry.path)}/${place}`, base };
}

/** The file in its directory. */
const fileNameOf = ({ filename }: { filename?: string | undefined }, type: ArtifactType, name: string) =>
  (filename ?? (type === "skill" ? "{name}/SKILL.md" : "{name}.md")).replaceAll("{name}", () => name);

const withoutSlash = (path: string) => path.replace(/\/+$/, "");
