/** The catalogue, held to its schema, to its sources, and to itself. */
import { CATALOGUE } from "@skillmeat-deployments/core/catalogue/catalogue.ts";
import { destinationOf } from "@skillmeat-deployments/core/catalogue/mapping.ts";
import {
  catalogueVersion,
  gradeOf,
  listPlatforms,
  Platform,
  PRIMARY,
  readPlatform,
  versionOf,
} from "@skillmeat-deployments/core/catalogue/platform.ts";
import { CatalogueEntry, type Source } from "@skillmeat-deployments/core/catalogue/schema.ts";
import { describe, expect, it } from "vitest";

/** Contract, section 2, and the issue that filled the catalogue: never renamed. */
const IDS =
  "claude_code codex gemini cursor copilot copilot_cli opencode devin windsurf cline roo zoocode kiro amp goose junie zed qwen factory antigravity kilo augment warp grok kimi pi vibe trae crush continue rovodev jetbrains replit other remote_git".split(
    " ",
  );

describe("the catalogue", () => {
  it("has every platform under its id, once, the primary one first", () => {
    expect([...Platform.options].sort()).toEqual([...IDS].sort());
    expect(Platform.options[0]).toBe(PRIMARY);
  });

  it.each(CATALOGUE.map((entry) => [entry.platform, entry as CatalogueEntry] as const))(
    "%s says what its schema asks, each cell with its source",
    (id, entry) => {
      expect(CatalogueEntry.parse(entry)).toEqual(entry);
      expect(Platform.meta()?.description).toContain(`\`${id}\`: ${entry.description}`);
      const read = readPlatform(id);
      const cells = Object.values(read.cells);
      for (const cell of cells) expect(cell.sources.length).toBeGreaterThan(0);
      expect(cells.length > 0).toBe(entry.root_dir !== null);
      expect([...read.supported_artifact_types].sort()).toEqual(Object.keys(read.artifact_path_map).sort());
      // No source is our own reference, and none is later than the entry says.
      for (const source of read.sources) {
        expect(source.repo ?? source.url).not.toMatch(/platform-layouts|reference/);
        if (source.date && entry.as_of) expect(source.date.slice(0, 7) <= entry.as_of.slice(0, 7)).toBe(true);
      }
      // A choice of skills layouts is between two places, of which the preset has one.
      if (read.skills_layouts) {
        const { native, shared } = read.skills_layouts;
        expect(native).not.toEqual(shared);
        expect([native, shared]).toContainEqual(read.artifact_path_map.skill);
        // The other is among what it reads beside, so that a plan sees both.
        const sites = [native, shared].map((mapping) => destinationOf(mapping, read.root_dir as string));
        const own = destinationOf(read.artifact_path_map.skill as typeof native, read.root_dir as string);
        expect([own, ...(read.also_reads.skill ?? [])]).toEqual(expect.arrayContaining(sites));
        expect(read.cells.native_skills?.sources).toEqual(entry.native_skills?.from);
      }
    },
  );

  it("names what replaces a platform that is no more, and nothing else is replaced", () => {
    for (const { platform, status, replaced_by } of listPlatforms()) {
      expect([platform, replaced_by !== null]).toEqual([platform, status !== "active"]);
    }
    expect(readPlatform("windsurf")).toMatchObject({ status: "deprecated", replaced_by: "devin" });
    expect(readPlatform("roo")).toMatchObject({ status: "archived", replaced_by: "zoocode" });
  });

  it("has a version that changes with any byte of it", () => {
    // Not a structured clone: sources that cells share would stay one.
    const whole = JSON.parse(JSON.stringify(CATALOGUE)) as CatalogueEntry[];
    expect(versionOf(whole)).toBe(catalogueVersion());
    const seen = new Set([catalogueVersion()]);
    let changed = 0;
    const flip = (value: object) => {
      for (const [key, member] of Object.entries(value)) {
        if (typeof member === "object" && member !== null) flip(member);
        if (typeof member !== "string") continue;
        Object.assign(value, { [key]: `${member}!` });
        seen.add(versionOf(whole));
        changed++;
        Object.assign(value, { [key]: member });
      }
    };
    // One entry is enough of hashing: the version is of the list.
    flip(whole[3] as object);
    expect(changed).toBeGreaterThan(50);
    expect(seen.size).toBe(changed + 1);
    expect(versionOf(whole.slice(1))).not.toBe(catalogueVersion());
  });

  it("has roots of one folder each, which a path is looked up by", () => {
    for (const { root_dir } of CATALOGUE) expect(root_dir ?? "").not.toContain("/");
  });

  it("grades a cell by who says so", () => {
    const source = (repo: string, grade: "P" | "1" = "1"): Source => ({ repo, commit: "abcdef1", path: "x", grade });
    expect(gradeOf([source("a/a")])).toBe("1");
    expect(gradeOf([source("a/a"), { ...source("a/a"), path: "y" }])).toBe("1");
    expect(gradeOf([source("a/a"), source("b/b")])).toBe("2+");
    expect(gradeOf([source("a/a"), source("b/b", "P")])).toBe("P");
  });
});
