/** Writes the catalogue as a Markdown page: what goes where, in a project and in the user's home, and who reads what. */

import type { Mapping } from "@skillmeat-deployments/core/catalogue/mapping.schema.ts";
import { destinationOf } from "@skillmeat-deployments/core/catalogue/mapping.ts";
import type { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";
import { readPathsOf } from "@skillmeat-deployments/core/catalogue/read-paths.ts";
import { ARTIFACT_TYPES } from "@skillmeat-deployments/core/values/artifact-type.ts";

type Row = readonly string[];

/** Returns a Markdown table. A `|` in a cell is escaped. */
function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const code = (text: string) => `\`${text}\``;

/** Returns a place as text: `` `.vscode/mcp.json` → `servers` ``. An asterisk marks a fact about which sources disagree. */
function placeText(mapping: Mapping, root_dir: string | null, prefix: string): string {
  const path = `${prefix}${destinationOf(mapping, { root_dir: root_dir ?? "", scope_dir: "" })}`;
  if (typeof mapping === "string") return code(path);
  const { kind = "directory", key, filename } = mapping;
  if (kind === "block") return `${code(path)} (a block)`;
  if (kind === "merge")
    return `${code(path)} → ${[key ?? []].flat().length === 0 ? "the root" : code([key].flat().join("."))}`;
  return code(filename === undefined ? path : `${path}/${filename}`);
}

const TITLES: Record<string, string> = { mcp: "MCP servers", instructions: "instruction files" };
const titleOf = (surface: string) => TITLES[surface] ?? `${surface.replaceAll("_", " ")}s`;
const marked = (text: string, entry: PlatformRead, cell: string) =>
  entry.cells[cell]?.disputed ? `${text} \\*` : text;

/** Returns the rows of one surface: platform, project, home. Platforms that have neither are left out. */
function surfaceRows(entries: readonly PlatformRead[], surface: string): Row[] {
  return entries.flatMap((entry) => {
    const { user, root_dir } = entry;
    const mappingIn = (map: object): Mapping | undefined => (map as Record<string, Mapping>)[surface];
    const inProject = mappingIn(entry.artifact_path_map);
    const atHome = user ? mappingIn(user.artifact_path_map) : undefined;
    const files = (names: readonly string[], prefix: string) =>
      names.map((name) => code(`${prefix}${name}`)).join(", ");
    const [project, home] =
      surface === "instructions"
        ? [files(entry.project_config_filenames, ""), files(user?.project_config_filenames ?? [], "~/")]
        : [
            inProject === undefined ? "" : placeText(inProject, root_dir, ""),
            user === null || atHome === undefined ? "" : placeText(atHome, user.root_dir, "~/"),
          ];
    if (project === "" && home === "") return [];
    const cells = [project && marked(project, entry, surface), home && marked(home, entry, `user.${surface}`)];
    return [[code(entry.platform), ...cells]];
  });
}

/** Returns the paths that several platforms read, with the platforms, the most shared first. */
function sharedRows(entries: readonly PlatformRead[]): Row[] {
  const readers = new Map<string, Set<string>>();
  for (const entry of entries) {
    for (const { path } of readPathsOf(entry)) {
      readers.set(path, (readers.get(path) ?? new Set()).add(entry.platform));
    }
  }
  return [...readers]
    .filter(([, platforms]) => platforms.size > 2)
    .sort(([a, p], [b, q]) => q.size - p.size || (a < b ? -1 : 1))
    .map(([path, platforms]) => [code(path), String(platforms.size), [...platforms].map(code).join(" ")]);
}

/** Returns the rows of the platforms themselves. */
const platformRows = (entries: readonly PlatformRead[]): Row[] =>
  entries.map((entry) => [
    code(entry.platform),
    entry.name,
    entry.status === "active" ? "" : `${entry.status}${entry.replaced_by ? `, see ${code(entry.replaced_by)}` : ""}`,
    (entry.markers?.paths ?? []).map(code).join(" "),
    [...new Set(entry.relocations.flatMap((move) => ("variable" in move ? [code(move.variable)] : [])))].join(" "),
  ]);

/** Returns the rows of the files that limit a platform: what it must not read, and what it may do. */
const settingsRows = (entries: readonly PlatformRead[]): Row[] =>
  entries.flatMap((entry) => {
    const filesOf = (files: PlatformRead["permissions"]) =>
      [...(files?.project ?? []), ...(files?.user ?? [])].map(code).join(", ");
    const [ignore, permissions] = [filesOf(entry.ignore_files), filesOf(entry.permissions)];
    return ignore === "" && permissions === "" ? [] : [[code(entry.platform), ignore, permissions]];
  });

/** Returns the page. */
export function cataloguePage(all: readonly PlatformRead[]): string {
  const entries = all.filter(({ root_dir }) => root_dir !== null);
  const surfaces = [...ARTIFACT_TYPES.filter((type) => surfaceRows(entries, type).length > 0), "instructions"];
  const sections = surfaces.map(
    (surface) =>
      `## ${titleOf(surface).replace(/^./, (c) => c.toUpperCase())}\n\n${table(["platform", "in a project", "in the home"], surfaceRows(entries, surface))}\n`,
  );
  return `# Platforms

What the catalogue knows of ${entries.length} platforms: where each artifact type goes, in a project and in the user's home, and who reads
what. \`npm run catalogue -- --markdown\` writes this page. [catalogue.md](catalogue.md) says where the facts come from and how to dispute one;
\`GET /platforms\` has them with their sources. An asterisk marks a place about which sources disagree. \`→\` leads to the
member of a shared file that holds the entries.

## Platforms

The markers are the paths by which a platform is detected in a project. The environment variables move its paths in the home.

${table(["platform", "name", "status", "markers", "environment variables"], platformRows(entries))}

${sections.join("\n")}
## Ignore files and permissions

${table(["platform", "what it must not read", "what it may do"], settingsRows(entries))}

## Who reads what

The paths that at least three platforms read.

${table(["path", "platforms", "which"], sharedRows(entries))}
`;
}
