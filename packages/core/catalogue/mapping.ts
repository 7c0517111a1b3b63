/**
 * Mappings: where artifacts of one type go. A string is a directory below the profile's root; an object covers other
 * cases.
 */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.ts";
import { RelativePath, Text } from "../values/strings.ts";

/** The pattern of a file name. It contains `{name}`, and can be a path, such as `{name}/SKILL.md`. */
const Filename = RelativePath.refine((s) => s.includes("{name}"), "must contain {name}");

/** A mapping as an object. */
const MappingObject = z
  .strictObject({
    path: RelativePath.describe("The directory or file, relative to `base`."),
    base: z
      .enum(["root", "project"])
      .optional()
      .describe("The base of `path`: `root` (default) is the profile's `root_dir`, `project` is the project."),
    kind: z
      .enum(["directory", "file", "merge"])
      .optional()
      .describe(
        "`directory` (default): a file in a directory. `file`: a whole file. `merge`: an entry under `key` in a " +
          "shared file.",
      ),
    key: Text.nullable().optional().meta({
      description: "For `merge`: the key of the shared file that contains the entries.",
      example: "mcpServers",
    }),
    format: Text.nullable().optional().describe("The format of the file. null: Markdown, or not specified."),
    filename: Filename.optional().describe(
      "For `directory`: the file name. Default: `{name}/SKILL.md` for a skill, else `{name}.md`.",
    ),
  })
  .meta({ id: "ArtifactMapping", description: "Where the artifacts of a type go." });

/** Where artifacts of one type go: a directory relative to the profile's root, or a mapping object. */
export const Mapping = z.union([RelativePath, MappingObject]);
export type Mapping = z.infer<typeof Mapping>;

/**
 * Returns a map in the order of the artifact types. DynamoDB does not keep the order of keys, but equal ETags require
 * equal bytes.
 */
export function orderedByType<T>(map: Partial<Record<ArtifactType, T>>): Partial<Record<ArtifactType, T>> {
  const ordered: Partial<Record<ArtifactType, T>> = {};
  for (const type of ArtifactType.options) {
    const entry = map[type];
    if (entry !== undefined) ordered[type] = entry;
  }
  return ordered;
}

/** A mapping for each artifact type. */
export const ArtifactPathMap = z
  .partialRecord(ArtifactType, Mapping)
  .overwrite(orderedByType)
  .refine((map) => Object.keys(map).length <= 256, "must have at most 256 entries")
  .meta({
    id: "ArtifactPathMap",
    description: "Where the artifacts of each type go: a directory relative to `root_dir`, or a mapping object.",
    example: { skill: "skills", mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers" } },
  });
export type ArtifactPathMap = z.infer<typeof ArtifactPathMap>;

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
