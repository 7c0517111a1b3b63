/**
 * The schemas of mappings: where artifacts of one type go. A string is a directory below the profile's root; an object
 * covers other cases.
 */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { ARTIFACT_TYPES, orderedByType } from "../values/artifact-type.ts";
import { knownKeys } from "../values/known-keys.ts";
import { RelativePath, Text } from "../values/strings.schema.ts";
import { ENTRIES, KINDS } from "./kinds.ts";

/** The pattern of a file name. It contains `{name}`, and can be a path, such as `{name}/SKILL.md`. */
const Filename = RelativePath.refine((s) => s.includes("{name}"), "must contain {name}");

/** Where the entries of a shared file are. */
export const MergeKey = z
  .union([Text, z.array(Text).max(8, "must have at most 8 names")], "must be a name or a list of names")
  .meta({
    id: "MergeKey",
    description:
      "The member of the file that contains the entries, by its name (a dot in it is a dot) or by the " +
      "list of names that leads there. An empty list is the root of the file.",
    example: "mcpServers",
  });

/** How an entry lies in a shared file. */
const MergeEntry = z
  .enum(ENTRIES)
  .describe(
    "For `merge`: `by_name` (default) is a member named after the artifact, `list` an item of a list, told by its " +
      "`item_name`, and `by_event` a hook in the lists of its events.",
  );

/** A mapping as an object. */
export const MappingObject = z
  .strictObject({
    path: RelativePath.describe("The directory or file, relative to `base`."),
    base: z
      .enum(["root", "project"])
      .optional()
      .describe("The base of `path`: `root` (default) is the profile's `root_dir`, `project` is the project."),
    kind: z
      .enum(KINDS)
      .optional()
      .describe(
        "`directory` (default): a file in a directory. `file`: a whole file that nobody else writes. `merge`: an entry " +
          "of a shared JSON, JSONC, TOML or YAML file. `block`: a marked section of a shared text file.",
      ),
    key: MergeKey.nullable().optional(),
    entry: MergeEntry.optional(),
    item_name: Text.optional().describe(
      "For `entry: list`: the member of an item that holds its name. Default: `name`.",
    ),
    format: Text.nullable().optional().describe("The format of the file. null: Markdown, or not specified."),
    filename: Filename.optional().describe(
      "For `directory`: the file name. Default: `{name}/SKILL.md` for a skill, else `{name}.md`.",
    ),
  })
  .meta({ id: "ArtifactMapping", description: "Where the artifacts of a type go." });

export type MappingObject = z.infer<typeof MappingObject>;

/** Where artifacts of one type go: a directory relative to the profile's root, or a mapping object. */
export const Mapping = z.union([RelativePath, MappingObject]);
export type Mapping = z.infer<typeof Mapping>;

/** A mapping for each artifact type. */
export const ArtifactPathMap = z
  .partialRecord(ArtifactType, Mapping, {
    // The type of a record's issues leaves this code out.
    error: ({ code }) => ((code as string) === "unrecognized_keys" ? knownKeys(ARTIFACT_TYPES) : undefined),
  })
  .overwrite(orderedByType)
  .refine((map) => Object.keys(map).length <= 256, "must have at most 256 entries")
  .meta({
    id: "ArtifactPathMap",
    description: "Where the artifacts of each type go: a directory relative to `root_dir`, or a mapping object.",
    example: { skill: "skills", mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers" } },
  });
export type ArtifactPathMap = z.infer<typeof ArtifactPathMap>;
