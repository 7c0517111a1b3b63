/** The schema of catalogue entries. Every fact about a platform is a cell with its sources. */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { ARTIFACT_TYPES } from "../values/artifact-type.ts";
import { RelativePath } from "../values/strings.schema.ts";
import {
  FrontMatter,
  HomePath,
  Markers,
  McpEntries,
  Relocation,
  RuleFrontMatter,
  SettingsFiles,
} from "./details.schema.ts";
import { Mapping, MappingObject } from "./mapping.schema.ts";

/** The source of a fact: a file of a repository, or a web page, as it was on a day. */
export const Source = z
  .strictObject({
    repo: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/)
      .optional()
      .meta({ description: "A public GitHub repository, as `owner/name`.", example: "dyoshikawa/rulesync" }),
    url: z.url().optional().describe("The URL of a web page, if the source is not a repository."),
    commit: z
      .string()
      .regex(/^[0-9a-f]{7,40}$/)
      .optional()
      .describe("The commit at which the file was read, if it is known."),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}(-\d{2})?$/)
      .describe("The day or month from which the source is, as it was read."),
    path: z.string().min(1).describe("The file in the repository, or the section of the page."),
    grade: z.enum(["P", "1"]).describe("`P`: the vendor's own source code or documentation. `1`: another project."),
  })
  .refine((s) => (s.repo === undefined) !== (s.url === undefined), "must have either repo or url")
  .meta({ id: "CatalogueSource", description: "The source of a fact." });
export type Source = z.infer<typeof Source>;

const from = z.array(Source).min(1).describe("The sources of the fact.");
const disputed = z.string().optional().describe("If sources disagree: which one the catalogue follows, and why.");

/**
 * Where artifacts of one type go, or that the platform does not support the type. A type without a source has no cell.
 */
export const Cell = z.union([
  z.strictObject({ to: Mapping, from, disputed }),
  z.strictObject({ unsupported: z.literal(true), from, disputed }),
]);
export type Cell = z.infer<typeof Cell>;

/** What a platform reads: artifacts of a type, or its instruction files. */
export const Surface = z.enum([...ARTIFACT_TYPES, "instructions"]);

export type Surface = z.infer<typeof Surface>;

const { path: _, base: _b, kind, ...otherMembers } = MappingObject.shape;

/**
 * Where artifacts of one type go in the user's home. What is left out is as in the project, unless `kind` is given.
 */
export const UserCell = z.union([
  z.strictObject({
    path: HomePath,
    kind,
    ...otherMembers,
    /** How an MCP server is written into this file, if not as in the project. */
    mcp_entry: McpEntries.optional(),
    /** What the platform reads besides, with its sources. */
    also_reads: z.strictObject({ paths: z.array(HomePath).min(1), from }).optional(),
    from,
    disputed,
  }),
  z.strictObject({ unsupported: z.literal(true), from, disputed }),
]);
export type UserCell = z.infer<typeof UserCell>;

/** An entry of the catalogue: one platform. */
export const CatalogueEntry = z.strictObject({
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .describe("The key of the platform in the catalogue. It is never renamed."),
  name: z.string().describe("The name of the platform."),
  description: z.string().describe("One sentence about the platform."),
  status: z
    .enum(["active", "deprecated", "archived"])
    .describe(
      "`active`: developed under this name. `deprecated`: renamed or replaced. `archived`: no longer developed.",
    ),
  replaced_by: z.string().nullable().describe("The platform that replaces this one, if any."),
  /** The default `root_dir` of a profile. null: a profile must set it. */
  root_dir: RelativePath.nullable(),
  /** Where each artifact type goes. */
  artifacts: z.partialRecord(ArtifactType, Cell),
  /** The instruction files that the platform reads, relative to the project. null: none is known. */
  instructions: z
    .strictObject({
      files: z.array(RelativePath),
      /** Whether the platform reads only the first of its instruction files that exists. */
      first_only: z.literal(true).optional(),
      from,
      disputed,
    })
    .nullable(),
  /** The platform's own skills folder, if it also reads the shared `.agents/skills`. */
  native_skills: z.strictObject({ to: Mapping, from }).optional(),
  /** The folders and files that the platform reads besides the destination in `artifacts`, relative to the project. */
  also_reads: z.partialRecord(Surface, z.strictObject({ paths: z.array(RelativePath).min(1), from, disputed })),
  /** Where each artifact type and the instructions go in the user's home. */
  user: z.partialRecord(Surface, UserCell),
  /** The platform's folder in the user's home, if it is not `root_dir`. */
  user_root: RelativePath.optional(),
  /** What moves the platform's folders in the user's home. */
  relocations: z.array(z.strictObject({ by: Relocation, from, disputed })).optional(),
  /** The paths that tell that the platform is used in a project. */
  markers: z.strictObject({ ...Markers.shape, from, disputed }).optional(),
  /** What a file of each type begins with. */
  frontmatter: z.partialRecord(ArtifactType, z.strictObject({ keys: FrontMatter, from, disputed })).optional(),
  /** What a rule's file begins with, by the way in which the rule is applied. */
  rule_frontmatter: z.strictObject({ ...RuleFrontMatter.shape, from, disputed }).optional(),
  /** The files that name what the platform must not read. */
  ignore_files: z.strictObject({ ...SettingsFiles.shape, from, disputed }).optional(),
  /** The files that say what the platform is allowed to do. */
  permissions: z.strictObject({ ...SettingsFiles.shape, from, disputed }).optional(),
  /** The names that the platform had before. */
  former_names: z.strictObject({ names: z.array(z.string()).min(1), from, disputed }).optional(),
  /** How an MCP server is written into the platform's file. */
  mcp_entry: z.strictObject({ ...McpEntries.shape, from, disputed }).optional(),
  /** The members that a shared file needs besides the entries, by the type of the entries. */
  new_file: z
    .partialRecord(
      ArtifactType,
      z.strictObject({ members: z.record(z.string(), z.union([z.string(), z.number()])), from, disputed }),
    )
    .optional(),
  /** The types whose artifacts the platform finds only directly in their folder, not in folders below it. */
  one_level: z.partialRecord(ArtifactType, z.strictObject({ from, disputed })).optional(),
  /** The events after which a hook's file must be named. */
  hook_events: z.strictObject({ names: z.array(z.string()).min(1), from, disputed }).optional(),
  /** The types whose artifacts are called by one name, such as `/review` for a skill and for a command. */
  shared_names: z.strictObject({ types: z.array(ArtifactType).min(2), from, disputed }).optional(),
  as_of: z.iso.date().nullable().describe("The day on which the newest source was read."),
  notes: z.array(z.string()).describe("Further facts about the platform."),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;
