/** The Platform enum, and the catalogue as the API shows it and profiles are made of. One source: `platforms/`. */
import * as z from "zod";
import { notFound } from "../fault.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { sha256 } from "../values/secret.ts";
import { RelativePath } from "../values/strings.ts";
import { CATALOGUE } from "./catalogue.ts";
import { ArtifactPathMap, Mapping, orderedByType } from "./mapping.ts";
import { CatalogueEntry, type Cell, Source } from "./schema.ts";

type Id = (typeof CATALOGUE)[number]["platform"];
const ids = CATALOGUE.map((entry) => entry.platform) as [Id, ...Id[]];

/** A platform's catalogue key. Values are never renamed. */
export const Platform = z.enum(ids).meta({
  id: "Platform",
  description: CATALOGUE.map((entry) => `- \`${entry.platform}\`: ${entry.description}`).join("\n"),
});
export type Platform = z.infer<typeof Platform>;

/** What a record without profile fields counts as, in identities and filters. */
export const PRIMARY: Platform = "claude_code";

/** The folder that many platforms share for skills, beside their own. */
export const SHARED_SKILLS = { path: ".agents/skills", base: "project" } as const satisfies Mapping;

export const Grade = z.enum(["P", "2+", "1"]).meta({
  description: "P: the vendor's own source says so; 2+: independent projects agree; 1: one project does.",
});
export type Grade = z.infer<typeof Grade>;

const Evidence = z.object({
  grade: Grade,
  disputed: z.string().nullable().meta({ description: "Where sources disagree: which was followed, and why." }),
  sources: z.array(Source),
});

const {
  platform: _,
  artifacts: _a,
  instructions: _i,
  native_skills: _n,
  also_reads: _r,
  user: _u,
  ...told
} = CatalogueEntry.shape;

export const PlatformRead = z
  .object({
    platform: Platform,
    ...told,
    replaced_by: Platform.nullable().meta({ description: "The platform that took its place." }),
    root_dir: RelativePath.nullable().meta({ description: "The folder a profile starts from; null: it must say." }),
    artifact_path_map: ArtifactPathMap,
    supported_artifact_types: z.array(ArtifactType).meta({ description: "Those it has a place for." }),
    unsupported_artifact_types: z
      .array(ArtifactType)
      .meta({ description: "Those it is known to have none for; of all others nothing is known." }),
    project_config_filenames: z.array(RelativePath),
    context_path_prefixes: z.array(RelativePath),
    skills_layouts: z
      .object({ native: Mapping, shared: Mapping })
      .nullable()
      .meta({ description: "Of a platform that reads skills in its own folder and in the shared one." }),
    also_reads: z
      .partialRecord(ArtifactType, z.array(RelativePath))
      .meta({ description: "What it reads beside, relative to the project: an artifact may be seen twice." }),
    user_paths: z.record(z.string(), z.string()).meta({ description: "The same in the user's home." }),
    cells: z.record(z.string(), Evidence).meta({
      description:
        "Who says so, by artifact type, `instructions`, `native_skills`, `also_reads.<type>` and `user.<type>`.",
    }),
    sources: z.array(Source).meta({ description: "All of them, once." }),
  })
  .meta({ id: "PlatformEntry" });
export type PlatformRead = z.infer<typeof PlatformRead>;

const entries: readonly CatalogueEntry[] = CATALOGUE;
const read = new Map<string, PlatformRead>();

/** An entry as it is read; worked out when it is first asked for. @throws 404 where the catalogue has no such platform */
export function readPlatform(id: string): PlatformRead {
  const known = read.get(id);
  if (known) return known;
  const entry = entries.find((e) => e.platform === id);
  if (!entry) throw notFound("Platform", id);
  const made = readOf(entry);
  read.set(id, made);
  return made;
}

let all: readonly PlatformRead[] | undefined;

export function listPlatforms(): readonly PlatformRead[] {
  all ??= entries.map((entry) => readPlatform(entry.platform));
  return all;
}

let version: string | undefined;

/** Changes with any byte of the catalogue, as it is kept and as it is read. */
export function catalogueVersion(): string {
  version ??= versionOf(entries);
  return version;
}

export const versionOf = (catalogue: readonly CatalogueEntry[]) =>
  sha256(JSON.stringify([catalogue, catalogue.map(readOf)])).slice(0, 16);

type Claim = { from: readonly Source[]; disputed?: string | undefined };

/** Independence is by repository: two files of one project are one voice. */
export function gradeOf(from: readonly Source[]): Grade {
  if (from.some((source) => source.grade === "P")) return "P";
  return new Set(from.map((source) => source.repo ?? source.url)).size > 1 ? "2+" : "1";
}

const pairs = <K extends string, V>(record: Partial<Record<K, V>>) => Object.entries(record) as [K, V][];

function readOf(entry: CatalogueEntry): PlatformRead {
  const { artifacts, instructions, native_skills, also_reads, user, root_dir, ...rest } = entry;
  const cells = pairs<ArtifactType, Cell>(artifacts);
  const claims: [string, Claim][] = [
    ...cells,
    ...(instructions ? [["instructions", instructions] as [string, Claim]] : []),
    ...(native_skills ? [["native_skills", native_skills] as [string, Claim]] : []),
    ...pairs(also_reads).map(([type, claim]): [string, Claim] => [`also_reads.${type}`, claim]),
    ...pairs(user).map(([type, claim]): [string, Claim] => [`user.${type}`, claim]),
  ];
  const typesThat = (supported: boolean) =>
    ArtifactType.options.filter((type) => artifacts[type] && "to" in artifacts[type] === supported);
  const sources = claims.flatMap(([, claim]) => claim.from);
  return {
    ...rest,
    platform: entry.platform as Platform,
    replaced_by: entry.replaced_by as Platform | null,
    root_dir,
    artifact_path_map: orderedByType(
      Object.fromEntries(cells.flatMap(([type, cell]) => ("to" in cell ? [[type, cell.to]] : []))),
    ),
    supported_artifact_types: typesThat(true),
    unsupported_artifact_types: typesThat(false),
    project_config_filenames: [...(instructions?.files ?? [])],
    // SkillMeat's own convention (its platform_defaults.py), the same for every platform.
    context_path_prefixes: root_dir === null ? [] : [`${root_dir}/context/`, `${root_dir}/`],
    skills_layouts: native_skills ? { native: native_skills.to, shared: sharedSkills(root_dir) } : null,
    also_reads: Object.fromEntries(pairs(also_reads).map(([type, { paths }]) => [type, [...paths]])),
    user_paths: Object.fromEntries(pairs(user).map(([type, { path }]) => [type, path])),
    cells: Object.fromEntries(
      claims.map(([name, { from, disputed = null }]) => [name, { grade: gradeOf(from), disputed, sources: [...from] }]),
    ),
    sources: [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()],
  };
}

/** A string wherever one suffices: of a platform whose root is `.agents` itself. */
const sharedSkills = (root: string | null): Mapping => (root === ".agents" ? "skills" : SHARED_SKILLS);
