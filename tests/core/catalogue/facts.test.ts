/** The catalogue against facts about platforms that were written down by hand. */
import { CATALOGUE } from "@skillmeat-deployments/core/catalogue/catalogue.ts";
import type { McpEntry } from "@skillmeat-deployments/core/catalogue/details.schema.ts";
import type { CatalogueEntry } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";
import type { Mapping } from "@skillmeat-deployments/core/catalogue/mapping.schema.ts";
import { listPlatforms, readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { describe, expect, it } from "vitest";
import {
  ADDED_CELLS,
  ALSO_READS,
  CLINE_EVENTS,
  CORRECTED_CELLS,
  INSTRUCTIONS,
  LIVES,
  MCP_ENTRIES,
  SHARED_FILES,
  TEXT_BLOCKS,
  USER_SKILLS,
} from "./facts.ts";

/** Expects a fact to be disputed with a text that contains `word`, if one is given. */
function expectDispute(platform: string, fact: string, word: string | undefined) {
  const cell = readPlatform(platform).cells[fact];
  expect(cell?.sources.length).toBeGreaterThan(0);
  if (word !== undefined) expect(cell?.disputed).toContain(word);
}

/** All cells of the catalogue that name a place, with the platform and the artifact type. */
const mappings = listPlatforms().flatMap(({ platform, artifact_path_map, skills_layouts }) =>
  [...Object.entries(artifact_path_map), ...Object.entries(skills_layouts ?? {})].map(
    ([type, mapping]) => [platform, type, mapping as Mapping] as const,
  ),
);

/** Returns the members of an MCP entry as text: `a: b` is a fixed value, `a = b` the setting b under the name a. */
const membersOf = (entry: McpEntry | null | undefined) =>
  entry
    ? Object.entries(entry)
        .map(([name, member]) => {
          if ("value" in member) return `${name}: ${member.value}`;
          return member.from === name ? name : `${name} = ${member.from}`;
        })
        .join(", ")
    : entry;

describe("Facts about platforms", () => {
  it.each(
    [...SHARED_FILES, ...CORRECTED_CELLS, ...ADDED_CELLS].map(([fact, platform, type, to, disputed]) => ({
      fact,
      platform,
      type,
      to,
      disputed,
    })),
  )("$fact ($platform, $type)", ({ platform, type, to, disputed }) => {
    const read = readPlatform(platform);
    expect(read.artifact_path_map[type]).toEqual(to);
    expect(read.supported_artifact_types).toContain(type);
    expectDispute(platform, type, disputed);
  });

  it.each(INSTRUCTIONS.map(([platform, files, disputed]) => ({ platform, files, disputed })))(
    "The instruction files of $platform are known",
    ({ platform, files, disputed }) => {
      expect(readPlatform(platform).project_config_filenames).toEqual(files);
      expectDispute(platform, "instructions", disputed);
    },
  );

  it.each(USER_SKILLS)("The user's skills of %s are in %s", (platform, path, disputed) => {
    expect(readPlatform(platform).user_paths.skill).toBe(path);
    expectDispute(platform, "user.skill", disputed);
  });

  it.each(ALSO_READS)("%s reads the folders and files of other platforms that its sources name", (platform, paths) => {
    expect(readPlatform(platform).also_reads).toEqual(paths);
    for (const surface of Object.keys(paths)) expectDispute(platform, `also_reads.${surface}`, undefined);
  });

  it.each(
    MCP_ENTRIES.flatMap(([platforms, local, http, sse]) =>
      platforms.map((platform) => ({ platform, local, http, sse })),
    ),
  )("$platform writes an MCP server in its own way", ({ platform, ...entries }) => {
    const { mcp_entry } = readPlatform(platform);
    expect({
      local: membersOf(mcp_entry?.local),
      http: membersOf(mcp_entry?.http),
      sse: membersOf(mcp_entry?.sse),
    }).toEqual(entries);
    expectDispute(platform, "mcp_entry", undefined);
  });

  it("No other platform has a shape for MCP servers, because no source describes one", () => {
    const written = MCP_ENTRIES.flatMap(([platforms]) => platforms);
    for (const { platform, mcp_entry } of listPlatforms()) {
      expect([platform, mcp_entry !== null]).toEqual([platform, written.includes(platform)]);
    }
  });

  it.each(LIVES)("%s (%s)", (_, platform, status, replaced_by, note) => {
    const read = readPlatform(platform);
    expect(read).toMatchObject({ status, replaced_by });
    expect(read.notes.join("\n")).toContain(note);
  });

  it("A platform that is no longer active names its replacement, except Continue and iFlow, which have none", () => {
    for (const { platform, status, replaced_by } of listPlatforms()) {
      const isReplaced = status !== "active" && !["continue", "iflow"].includes(platform);
      expect([platform, replaced_by !== null]).toEqual([platform, isReplaced]);
    }
  });

  it.each(TEXT_BLOCKS)("%s keeps texts as blocks of %s", (platform, path) => {
    const read = readPlatform(platform);
    for (const type of ["rule_file", "context_file", "project_config"] as const) {
      expect(read.artifact_path_map[type]).toEqual({ path, base: "project", kind: "block", format: "md" });
    }
    expect(read.project_config_filenames[0]).toBe(path);
  });

  it("A platform keeps texts as blocks exactly if it has an instruction file and no folder for rules", () => {
    const withBlocks = mappings.flatMap(([platform, type, mapping]) =>
      type === "rule_file" && typeof mapping === "object" && mapping.kind === "block" ? [platform] : [],
    );
    expect(withBlocks.sort()).toEqual(TEXT_BLOCKS.map(([platform]) => platform).sort());
    for (const { platform, project_config_filenames, artifact_path_map } of listPlatforms()) {
      if (project_config_filenames.length === 0) continue;
      expect([platform, artifact_path_map.rule_file !== undefined]).toEqual([platform, true]);
    }
  });

  it("Claude Code and Zed find skills only directly in their folder, and OpenHands its agents", () => {
    const oneLevel = listPlatforms().filter(({ one_level }) => one_level.length > 0);
    expect(oneLevel.map(({ platform, one_level }) => [platform, one_level])).toEqual([
      ["claude_code", ["skill"]],
      ["zed", ["skill"]],
      ["openhands", ["agent"]],
    ]);
  });

  it("Claude Code, Gemini, Devin, Factory and Warp call skills and commands by one name", () => {
    const shared = listPlatforms().filter(({ shared_names }) => shared_names.length > 0);
    expect(shared.map(({ platform, shared_names }) => [platform, shared_names])).toEqual([
      ["claude_code", ["skill", "command"]],
      ["gemini", ["skill", "command"]],
      ["devin", ["skill", "command"]],
      ["factory", ["skill", "command"]],
      ["warp", ["skill", "command"]],
    ]);
  });

  it("Cline names the file of a hook after one of ten events, Xum after one of four, and no other platform does", () => {
    expect(readPlatform("cline").hook_events).toEqual(CLINE_EVENTS);
    expect(readPlatform("xum").hook_events).toEqual(["init", "tool_pre", "tool_post", "tool_env"]);
    expect(readPlatform("cline").notes.join("\n")).toContain("sh, bash, zsh, js, mjs, cjs, ts, mts, cts, py and ps1");
    for (const { platform, hook_events } of listPlatforms()) {
      expect([platform, hook_events !== null]).toEqual([platform, ["cline", "xum"].includes(platform)]);
    }
  });

  it("A new file for the hooks of Cursor or Trae needs a version, and no other new file needs a member", () => {
    const needed = listPlatforms().filter(({ new_file }) => Object.keys(new_file).length > 0);
    expect(needed.map(({ platform, new_file }) => [platform, new_file])).toEqual([
      ["cursor", { hook: { version: 1 } }],
      ["trae", { hook: { version: 1 } }],
    ]);
  });
});

describe("Rules for every platform", () => {
  it("No cell is a whole file, because platforms share their files with the user", () => {
    for (const [platform, type, mapping] of mappings) {
      expect([platform, type, typeof mapping === "object" ? mapping.kind : undefined]).not.toContain("file");
    }
  });

  it("A hook in a shared file lies in the lists of its events, in a list, or in Antigravity under its name", () => {
    for (const [platform, type, mapping] of mappings) {
      if (type !== "hook" || typeof mapping !== "object" || mapping.kind !== "merge") continue;
      const allowed = platform === "antigravity" ? ["by_name"] : ["by_event", "list"];
      expect([platform, allowed.includes(mapping.entry ?? "none")]).toEqual([platform, true]);
    }
  });

  it("A shared file has a key, and of other files only the one that a plugin of Goose has for its server", () => {
    for (const [platform, type, mapping] of mappings) {
      const { kind, key, entry } = typeof mapping === "object" ? mapping : {};
      const hasKey = kind === "merge" || (platform === "goose" && type === "mcp");
      expect([platform, type, key !== undefined]).toEqual([platform, type, hasKey]);
      if (kind !== "merge") expect([platform, type, entry]).toEqual([platform, type, undefined]);
    }
  });

  it("What a platform also reads is not its own destination", () => {
    for (const { platform, root_dir, artifact_path_map, also_reads, project_config_filenames } of listPlatforms()) {
      for (const [surface, paths] of Object.entries(also_reads)) {
        const mapping = (artifact_path_map as Partial<Record<string, Mapping>>)[surface];
        const { path = "", base = "root" } = typeof mapping === "string" ? { path: mapping } : (mapping ?? {});
        const own = base === "root" ? `${root_dir}/${path}` : path;
        const owned = surface === "instructions" ? project_config_filenames : [own];
        expect([platform, surface, paths.filter((path) => owned.includes(path))]).toEqual([platform, surface, []]);
        expect(new Set(paths).size).toBe(paths.length);
      }
    }
  });

  it("Every source of a fact has a section or file, and is not newer than the entry", () => {
    for (const entry of CATALOGUE as readonly CatalogueEntry[]) {
      for (const { date, path } of readPlatform(entry.platform).sources) {
        expect(path).not.toBe("");
        const isNewer = date !== undefined && date.slice(0, 7) > (entry.as_of ?? "").slice(0, 7);
        expect([entry.platform, date, isNewer]).toEqual([entry.platform, date, false]);
      }
    }
  });
});
