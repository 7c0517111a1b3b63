/** The schema of catalogue entries. Every fact about a platform is a cell with its sources. */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { ARTIFACT_TYPES } from "../values/artifact-type.ts";
import { RelativePath } from "../values/strings.schema.ts";
import { Mapping } from "./mapping.schema.ts";

/** The source of a fact: a file of a repository, or a web page, at a commit or date. */
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
      .describe("The commit at which the file was read."),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}(-\d{2})?$/)
      .optional()
      .describe("The day or month in which the source was read, if no commit is known."),
    path: z.string().min(1).describe("The file in the repository, or the section of the page."),
    grade: z.enum(["P", "1"]).describe("`P`: the vendor's own source code or documentation. `1`: another project."),
  })
  .refine((s) => (s.repo === undefined) !== (s.url === undefined), "must have either repo or url")
  .refine((s) => (s.commit === undefined) !== (s.date === undefined), "must have either commit or date")
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

/** Where the value of a member of an MCP entry comes from. */
const McpMember = z.union([
  z
    .strictObject({ value: z.union([z.string(), z.boolean()]) })
    .meta({ id: "McpFixedMember", description: "A fixed value." }),
  z.strictObject({ from: z.enum(["name", "command", "args", "command_line", "env", "url", "headers"]) }).meta({
    id: "McpServerMember",
    description: "A setting of the server. `command_line` is the command and its arguments as one list.",
  }),
]);

/** The members of an MCP server's entry, by their names in the file. */
export const McpEntry = z
  .record(z.string(), McpMember)
  .meta({ id: "McpEntry", description: "The members of an entry, by their names in the file." });
export type McpEntry = z.infer<typeof McpEntry>;

/** How the platform writes an MCP server, by the kind of server. null: the platform does not accept this kind. */
export const McpEntries = z
  .strictObject({
    local: McpEntry.nullable().describe("A server that is started as a process (stdio)."),
    http: McpEntry.nullable().describe("A server at a URL (streamable HTTP)."),
    sse: McpEntry.nullable().describe("A server at a URL (server-sent events)."),
  })
  .meta({ id: "McpEntries", description: "The members of an MCP server's entry, by the kind of server." });
export type McpEntries = z.infer<typeof McpEntries>;

/** What a platform reads: artifacts of a type, or its instruction files. */
const Surface = z.enum([...ARTIFACT_TYPES, "instructions"]);

/** A path in the user's home, or below an environment variable. */
const UserPath = z.string().regex(/^(~|\$[A-Z_]+)\/[^\s]+$/);

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
  /** The paths in the user's home, for types with a single path. */
  user: z.partialRecord(Surface, z.strictObject({ path: UserPath, from, disputed })),
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
