/** The platforms as the API returns them, derived from `platforms/`. */
import { notFound } from "../fault.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { ARTIFACT_TYPES, orderedByType } from "../values/artifact-type.ts";
import { sha256 } from "../values/secret.ts";
import { ENTRIES } from "./entries.ts";
import type { CatalogueEntry, Cell, Source } from "./entry.schema.ts";
import type { Mapping } from "./mapping.schema.ts";
import type { Grade, PlatformRead } from "./platform.schema.ts";
import type { Platform } from "./platform-id.schema.ts";
import { userLayoutOf, userPathsOf } from "./user-paths.ts";

/** The skills folder that many platforms read besides their own. */
const SHARED_SKILLS = { path: ".agents/skills", base: "project" } as const satisfies Mapping;

const read = new Map<string, PlatformRead>();

/** Returns a platform as the API returns it. Computed on first use. @throws 404 if the catalogue does not contain it */
export function readPlatform(id: string): PlatformRead {
  const cached = read.get(id);
  if (cached) return cached;
  const entry = ENTRIES.find((e) => e.platform === id);
  if (!entry) throw notFound("Platform", id);
  const platform = toReadShape(entry);
  read.set(id, platform);
  return platform;
}

let all: readonly PlatformRead[] | undefined;

/** Returns all platforms, in the order of the catalogue. */
export function listPlatforms(): readonly PlatformRead[] {
  all ??= ENTRIES.map((entry) => readPlatform(entry.platform));
  return all;
}

let version: string | undefined;

/** Returns the version of the catalogue: a hash that changes with any change of its content. */
export function catalogueVersion(): string {
  version ??= versionOf(ENTRIES);
  return version;
}

/** Returns the version of a catalogue: a hash of its entries, as stored and as read. */
export const versionOf = (catalogue: readonly CatalogueEntry[]) =>
  sha256(JSON.stringify([catalogue, catalogue.map(toReadShape)])).slice(0, 16);

/** A fact with its sources. */
type Claim = { from: readonly Source[]; disputed?: string | undefined };

/** Returns the grade of a fact. Two files of the same repository count as one source. */
export function gradeOf(from: readonly Source[]): Grade {
  if (from.some((source) => source.grade === "P")) return "P";
  return new Set(from.map((source) => source.repo ?? source.url)).size > 1 ? "2+" : "1";
}

const pairs = <K extends string, V>(record: Partial<Record<K, V | undefined>>) =>
  Object.entries(record).filter(([, value]) => value !== undefined) as [K, V][];

const claimsOf = (name: string, claims: Partial<Record<string, Claim>>) =>
  pairs<string, Claim>(claims).map(([type, claim]): [string, Claim] => [`${name}.${type}`, claim]);

/** Returns all facts of an entry, by the names that the read shape gives them. */
function claimsOfEntry(entry: CatalogueEntry): [string, Claim][] {
  const { artifacts, instructions, native_skills, also_reads, user, mcp_entry, new_file = {}, one_level = {} } = entry;
  const { hook_events, shared_names, relocations = [], markers, frontmatter = {}, rule_frontmatter } = entry;
  const { ignore_files, permissions, former_names } = entry;
  const userAlsoReads = pairs(user).flatMap(([surface, cell]) =>
    "path" in cell && cell.also_reads ? [[surface, cell.also_reads] as const] : [],
  );
  return [
    ...pairs<ArtifactType, Cell>(artifacts),
    ...pairs<string, Claim>({ instructions: instructions ?? undefined, native_skills }),
    ...claimsOf("also_reads", also_reads),
    ...claimsOf("user", user),
    ...claimsOf("user_also_reads", Object.fromEntries(userAlsoReads)),
    ...relocations.map((claim, n): [string, Claim] => [`relocations.${n}`, claim]),
    ...pairs<string, Claim>({ markers }),
    ...claimsOf("frontmatter", frontmatter),
    ...pairs<string, Claim>({ rule_frontmatter, ignore_files, permissions, former_names, mcp_entry }),
    ...claimsOf("new_file", new_file),
    ...claimsOf("one_level", one_level),
    ...pairs<string, Claim>({ hook_events, shared_names }),
  ];
}

/** Returns files without their sources. */
const filesOf = (files: CatalogueEntry["permissions"]): PlatformRead["permissions"] =>
  files ? { project: [...files.project], user: [...files.user], keys: [...files.keys] } : null;

/** Returns what an entry says of the beginnings of files, without the sources. */
function frontMatterOf({ frontmatter = {}, rule_frontmatter }: CatalogueEntry) {
  const { from: _, disputed: _d, ...rules } = rule_frontmatter ?? {};
  return {
    frontmatter: Object.fromEntries(pairs(frontmatter).map(([type, { keys }]) => [type, { ...keys }])),
    // Safe cast: without its sources it has the shape of the front matter of rules.
    rule_frontmatter: rule_frontmatter ? (rules as PlatformRead["rule_frontmatter"]) : null,
  };
}

/** Converts an entry of the catalogue to the read shape. */
function toReadShape(entry: CatalogueEntry): PlatformRead {
  const { artifacts, instructions, native_skills, also_reads, root_dir, markers } = entry;
  const { mcp_entry, new_file = {}, one_level = {}, hook_events, shared_names } = entry;
  const claims = claimsOfEntry(entry);
  const typesThat = (supported: boolean) =>
    ARTIFACT_TYPES.filter((type) => artifacts[type] && "to" in artifacts[type] === supported);
  const sources = claims.flatMap(([, claim]) => claim.from);
  return {
    // Safe casts: entries name platforms of the catalogue.
    platform: entry.platform as Platform,
    name: entry.name,
    description: entry.description,
    status: entry.status,
    replaced_by: entry.replaced_by as Platform | null,
    root_dir,
    artifact_path_map: orderedByType(
      Object.fromEntries(pairs(artifacts).flatMap(([type, cell]) => ("to" in cell ? [[type, cell.to]] : []))),
    ),
    supported_artifact_types: typesThat(true),
    unsupported_artifact_types: typesThat(false),
    project_config_filenames: [...(instructions?.files ?? [])],
    first_instructions_only: instructions?.first_only ?? false,
    // SkillMeat's convention for all platforms (source: skillmeat/core/platform_defaults.py).
    context_path_prefixes: root_dir === null ? [] : [`${root_dir}/context/`, `${root_dir}/`],
    skills_layouts: native_skills ? { native: native_skills.to, shared: sharedSkills(root_dir) } : null,
    also_reads: Object.fromEntries(pairs(also_reads).map(([type, { paths }]) => [type, [...paths]])),
    mcp_entry: mcp_entry ? { local: mcp_entry.local, http: mcp_entry.http, sse: mcp_entry.sse } : null,
    new_file: Object.fromEntries(pairs(new_file).map(([type, { members }]) => [type, { ...members }])),
    one_level: ARTIFACT_TYPES.filter((type) => one_level[type]),
    hook_events: hook_events ? [...hook_events.names] : null,
    shared_names: [...(shared_names?.types ?? [])],
    user_paths: userPathsOf(entry),
    user: userLayoutOf(entry),
    relocations: (entry.relocations ?? []).map(({ by }) => by),
    markers: markers ? { paths: [...markers.paths], shared: [...(markers.shared ?? [])] } : null,
    ...frontMatterOf(entry),
    ignore_files: filesOf(entry.ignore_files),
    permissions: filesOf(entry.permissions),
    former_names: [...(entry.former_names?.names ?? [])],
    as_of: entry.as_of,
    notes: entry.notes,
    cells: Object.fromEntries(
      claims.map(([name, { from, disputed = null }]) => [name, { grade: gradeOf(from), disputed, sources: [...from] }]),
    ),
    sources: [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()],
  };
}

/** Returns the mapping of the shared skills folder. For a platform with the root `.agents` it is a plain string. */
const sharedSkills = (root: string | null): Mapping => (root === ".agents" ? "skills" : SHARED_SKILLS);
