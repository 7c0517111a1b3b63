/** The schema of a platform as the API returns it. */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.schema.ts";
import { RelativePath } from "../values/strings.schema.ts";
import { FrontMatter, McpEntries, Relocation, RuleFrontMatter, SettingsFiles } from "./details.schema.ts";
import { CatalogueEntry, Source, Surface } from "./entry.schema.ts";
import { ArtifactPathMap, Mapping } from "./mapping.schema.ts";
import { Platform } from "./platform-id.schema.ts";

/** The reliability of a fact in the catalogue. */
export const Grade = z
  .enum(["P", "2+", "1"])
  .describe(
    "`P`: the vendor's own source code or documentation. `2+`: at least two independent projects. `1`: one project.",
  );
export type Grade = z.infer<typeof Grade>;

/** The sources of a fact in the catalogue. */
const Evidence = z
  .object({
    grade: Grade,
    disputed: z.string().nullable().describe("If sources disagree: which one the catalogue follows, and why."),
    sources: z.array(Source).describe("Where the fact was read."),
  })
  .meta({ id: "Evidence", description: "The sources of a fact." });

const {
  platform: _,
  artifacts: _a,
  instructions: _i,
  native_skills: _n,
  also_reads: _r,
  user: _u,
  mcp_entry: _m,
  new_file: _f,
  one_level: _o,
  hook_events: _h,
  shared_names: _s,
  user_root: _ur,
  relocations: _rl,
  markers: _mk,
  frontmatter: _fm,
  rule_frontmatter: _rf,
  ignore_files: _if,
  permissions: _p,
  former_names: _fn,
  ...general
} = CatalogueEntry.shape;

const alsoReads = (relativeTo: string) =>
  z
    .partialRecord(Surface, z.array(RelativePath))
    .describe(
      `Further paths that the platform reads, by artifact type and \`instructions\`, relative to ${relativeTo}. An ` +
        "artifact there can be seen twice.",
    );

const settingsFiles = (what: string) => SettingsFiles.nullable().describe(`${what} null: not known.`);

/** What a platform has in the user's home. All paths are relative to it. */
const UserLayout = z
  .object({
    root_dir: RelativePath.describe("The platform's folder in the user's home."),
    artifact_path_map: ArtifactPathMap,
    supported_artifact_types: z.array(ArtifactType).describe("The artifact types whose place in the home is known."),
    project_config_filenames: z.array(RelativePath).describe("The instruction files that the platform reads."),
    also_reads: alsoReads("the home"),
    mcp_entry: McpEntries.nullable().describe(
      "How an MCP server is written into the user's file. null: as in a project.",
    ),
  })
  .meta({
    id: "UserLayout",
    description: "What a platform has in the user's home: the preset of a profile with `scope: user`.",
  });

/** A platform as the API returns it. */
export const PlatformRead = z
  .object({
    platform: Platform,
    ...general,
    replaced_by: Platform.nullable().describe("The platform that replaces this one, if any."),
    root_dir: RelativePath.nullable().describe(
      "The default `root_dir` of a profile. null: no preset, so a profile must set `root_dir`.",
    ),
    artifact_path_map: ArtifactPathMap,
    supported_artifact_types: z.array(ArtifactType).describe("The artifact types that the platform supports."),
    unsupported_artifact_types: z
      .array(ArtifactType)
      .describe("The artifact types that the platform does not support. The support of all other types is unknown."),
    project_config_filenames: z
      .array(RelativePath)
      .describe("The instruction files that the platform reads, relative to the project."),
    first_instructions_only: z
      .boolean()
      .describe("Whether the platform reads only the first of its instruction files that exists."),
    context_path_prefixes: z
      .array(RelativePath)
      .describe("The folders in which context entities can be written, relative to the project."),
    skills_layouts: z
      .object({ native: Mapping, shared: Mapping })
      .meta({ id: "SkillsLayouts", description: "The platform's own skills folder, and the shared one." })
      .nullable()
      .describe("The two skills folders, if the platform reads its own and the shared one (`.agents/skills`)."),
    also_reads: alsoReads("the project"),
    mcp_entry: McpEntries.nullable().describe(
      "How an MCP server is written into the platform's file: the members of its entry, by the kind of server. null: " +
        "not known.",
    ),
    new_file: z
      .partialRecord(ArtifactType, z.record(z.string(), z.union([z.string(), z.number()])))
      .describe("The members that a new shared file needs besides the entries, by artifact type."),
    one_level: z
      .array(ArtifactType)
      .describe("The artifact types that the platform finds only directly in their folder, not in folders below it."),
    hook_events: z
      .array(z.string())
      .nullable()
      .describe("The events after which a hook's file must be named. null: hooks have names of their own."),
    shared_names: z
      .array(ArtifactType)
      .describe(
        "The artifact types that the platform calls by one name: a skill and a command `review` are both `/review`.",
      ),
    user_paths: z
      .record(z.string(), z.string())
      .describe("The paths in the user's home, by artifact type and `instructions`."),
    user: UserLayout.nullable().describe("What the platform has in the user's home. null: not known."),
    relocations: z
      .array(Relocation)
      .describe("What moves the platform's paths: environment variables, and operating systems other than Linux."),
    markers: z
      .object({
        paths: z.array(RelativePath).describe("Files and folders of this platform alone."),
        shared: z.array(RelativePath).describe("Files and folders that several platforms share. They tell of none."),
      })
      .meta({ id: "PlatformMarkers", description: "The paths that tell that a platform is used in a project." })
      .nullable()
      .describe("The paths that tell that the platform is used in a project. null: none is known."),
    frontmatter: z
      .partialRecord(ArtifactType, FrontMatter)
      .describe("What a file begins with, by artifact type. A type that is not listed is not known."),
    rule_frontmatter: RuleFrontMatter.nullable().describe("What a rule's file begins with. null: not known."),
    ignore_files: settingsFiles("The files that name what the platform must not read."),
    permissions: settingsFiles("The files that say what the platform is allowed to do."),
    former_names: z.array(z.string()).describe("The names that the platform had before."),
    cells: z
      .record(z.string(), Evidence)
      .describe(
        "The sources of each fact, by artifact type, `instructions`, `native_skills`, `also_reads.<type>`, " +
          "`user.<type>`, `user_also_reads.<type>`, `relocations.<n>`, `markers`, `frontmatter.<type>`, `rule_frontmatter`, " +
          "`ignore_files`, `permissions`, `former_names`, `mcp_entry`, `new_file.<type>`, `one_level.<type>`, " +
          "`hook_events` and `shared_names`.",
      ),
    sources: z.array(Source).describe("All sources of this entry, without duplicates."),
  })
  .meta({ id: "PlatformEntry", description: "A platform of the catalogue." });
export type PlatformRead = z.infer<typeof PlatformRead>;
