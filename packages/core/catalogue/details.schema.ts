/** The schemas of what the catalogue knows besides locations: how files begin, what moves a folder, what tells of a platform. */
import * as z from "zod";
import { RelativePath } from "../values/strings.schema.ts";

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

/** Where the value of a key of a file's front matter comes from. */
const FrontMatterKey = z.union([
  z
    .strictObject({ value: z.union([z.string(), z.boolean()]) })
    .meta({ id: "FrontMatterFixedKey", description: "A fixed value." }),
  z.strictObject({ from: z.enum(["name", "description", "text", "globs", "globs_text"]) }).meta({
    id: "FrontMatterArtifactKey",
    description:
      "A part of the artifact. `text` is what follows the front matter in Markdown; a TOML, YAML or JSON file has it under " +
      "this key. `globs` is a list of file patterns, `globs_text` the same in one string, separated by commas.",
  }),
]);

/** The keys of a file's front matter, or of the whole file if it is TOML, YAML or JSON. Empty: the file has none. */
export const FrontMatter = z.record(z.string(), FrontMatterKey).meta({
  id: "FrontMatter",
  description:
    "The keys of a file's front matter (of the file, if it is TOML, YAML or JSON), and where their values come from.",
});
export type FrontMatter = z.infer<typeof FrontMatter>;

/** The front matter of a rule, by the way in which it is applied. null: the platform does not have this way. */
export const RuleFrontMatter = z
  .strictObject({
    always: FrontMatter.nullable().describe("The rule always applies."),
    by_globs: FrontMatter.nullable().describe("The rule applies to files that match its patterns."),
    by_model: FrontMatter.nullable().describe("The model decides by the description whether the rule applies."),
    manual: FrontMatter.nullable().describe("The rule applies when the user names it."),
  })
  .meta({ id: "RuleFrontMatter", description: "The front matter of a rule, by the way in which it is applied." });
export type RuleFrontMatter = z.infer<typeof RuleFrontMatter>;

/** A path in the user's home. */
export const HomePath = z.string().regex(/^~\/[^\s/\\][^\\]*$/);

/** What moves a file or folder in the user's home: an environment variable, or the operating system. */
export const Relocation = z
  .union([
    z
      .strictObject({
        variable: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]*$/)
          .describe("The environment variable."),
        replaces: z.string().min(1).describe("The path that its value replaces."),
        value: z
          .enum(["path", "file_names", "content"])
          .optional()
          .describe("What the variable holds: a `path` (default), `file_names`, or the `content` of the file."),
      })
      .meta({ id: "VariableRelocation", description: "An environment variable that replaces a path." }),
    z
      .strictObject({
        system: z.enum(["macos", "windows"]).describe("The operating system."),
        replaces: HomePath.describe("The path on Linux."),
        by: z
          .string()
          .min(1)
          .describe("The path on this system. It begins with `~/`, or with a variable, such as `%APPDATA%/`."),
      })
      .meta({ id: "SystemRelocation", description: "An operating system that has a path of its own." }),
  ])
  .meta({ id: "Relocation", description: "What moves a path in the user's home." });
export type Relocation = z.infer<typeof Relocation>;

/** Files besides the artifacts: in the project, and in the user's home. */
export const SettingsFiles = z
  .strictObject({
    project: z.array(RelativePath).describe("The files in the project."),
    user: z.array(HomePath).describe("The files in the user's home."),
    keys: z.array(z.string()).describe("The keys in these files, or what the files hold. Empty: plain lines."),
  })
  .meta({ id: "SettingsFiles", description: "Files of a platform besides the artifacts." });
export type SettingsFiles = z.infer<typeof SettingsFiles>;

/** What tells that a platform is in use. */
export const Markers = z.strictObject({
  /** Files and folders of this platform alone. */
  paths: z.array(RelativePath).min(1),
  /** Files and folders that several platforms share. They tell of none. */
  shared: z.array(RelativePath).optional(),
});
