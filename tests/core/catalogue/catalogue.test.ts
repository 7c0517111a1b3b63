/** The catalogue against its schema, its sources and its own rules. */
import { CATALOGUE } from "@skillmeat-deployments/core/catalogue/catalogue.ts";
import { CatalogueEntry, type Source } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";
import { destinationOf } from "@skillmeat-deployments/core/catalogue/mapping.ts";
import {
  catalogueVersion,
  gradeOf,
  listPlatforms,
  readPlatform,
  versionOf,
} from "@skillmeat-deployments/core/catalogue/platform.ts";
import { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import { PRIMARY } from "@skillmeat-deployments/core/catalogue/primary.ts";
import { describe, expect, it } from "vitest";

/** The platform ids that the API promises. They are never renamed. */
const IDS =
  "claude_code codex gemini cursor copilot copilot_cli opencode devin windsurf cline roo zoocode kiro amp goose junie zed qwen factory antigravity kilo augment warp grok kimi pi vibe trae crush continue rovodev jetbrains replit codebuddy qoder command_code hermes bob iflow openclaw firebender openhands adal cortex forge kode xum neovate pochi tabnine other remote_git".split(
    " ",
  );
/** Those that came with the second half of the new platforms. */
const IDS_B =
  "zcode zencoder deepagents lingma mcpjam trae_cn codearts omp aiderdesk amazon_q astrbot codestudio dexto fx lm_studio ona reasonix letta aider takt jules".split(
    " ",
  );

describe("The catalogue", () => {
  it("The catalogue has every promised platform once, and the primary one first", () => {
    expect([...Platform.options].sort()).toEqual([...IDS, ...IDS_B].sort());
    expect(Platform.options[0]).toBe(PRIMARY);
  });

  it.each(CATALOGUE.map((entry) => [entry.platform, entry as CatalogueEntry] as const))(
    "The entry of %s matches its schema, and each of its cells has a source",
    (id, entry) => {
      expect(CatalogueEntry.parse(entry)).toEqual(entry);
      expect(Platform.meta()?.description).toContain(`\`${id}\`: ${entry.description}`);
      const read = readPlatform(id);
      const cells = Object.values(read.cells);
      for (const cell of cells) expect(cell.sources.length).toBeGreaterThan(0);
      expect(cells.length > 0).toBe(entry.root_dir !== null);
      expect([...read.supported_artifact_types].sort()).toEqual(Object.keys(read.artifact_path_map).sort());
      // No source is this project's own reference, and none is newer than the entry's date.
      for (const source of read.sources) {
        expect(source.repo ?? source.url).not.toMatch(/platform-layouts|platform-facts|shared\/reference/);
        if (source.date && entry.as_of) expect(source.date.slice(0, 7) <= entry.as_of.slice(0, 7)).toBe(true);
      }
      // A choice of skills layouts is between two folders, one of which the preset uses.
      if (read.skills_layouts) {
        const { native, shared } = read.skills_layouts;
        expect(native).not.toEqual(shared);
        expect([native, shared]).toContainEqual(read.artifact_path_map.skill);
        // The other folder is in also_reads, so that a plan sees both.
        const roots = { root_dir: read.root_dir as string, scope_dir: "" };
        const destinations = [native, shared].map((mapping) => destinationOf(mapping, roots));
        const own = destinationOf(read.artifact_path_map.skill as typeof native, roots);
        expect([own, ...(read.also_reads.skill ?? [])]).toEqual(expect.arrayContaining(destinations));
        expect(read.cells.native_skills?.sources).toEqual(entry.native_skills?.from);
      }
    },
  );

  it("Every platform that is no longer active names its replacement if it has one, and no active platform does", () => {
    const inactive = listPlatforms().filter(({ status }) => status !== "active");
    expect(Object.fromEntries(inactive.map((p) => [p.platform, [p.status, p.replaced_by]]))).toEqual({
      windsurf: ["deprecated", "devin"],
      roo: ["archived", "zoocode"],
      continue: ["archived", null],
      iflow: ["archived", null],
      amazon_q: ["deprecated", "kiro"],
    });
    for (const { status, replaced_by } of listPlatforms()) if (status === "active") expect(replaced_by).toBeNull();
  });

  it("The catalogue version changes with any byte of the catalogue", () => {
    // Not structuredClone, which would keep sources shared between cells.
    const copy = JSON.parse(JSON.stringify(CATALOGUE)) as CatalogueEntry[];
    expect(versionOf(copy)).toBe(catalogueVersion());
    expect(versionOf(copy.slice(1))).not.toBe(catalogueVersion());
    // The strings of one entry are enough: the version covers the whole list.
    const one = copy.slice(3, 4);
    const seen = new Set([versionOf(one)]);
    let changed = 0;
    const flip = (value: object) => {
      for (const [key, member] of Object.entries(value)) {
        if (typeof member === "object" && member !== null) flip(member);
        if (typeof member !== "string") continue;
        Object.assign(value, { [key]: `${member}!` });
        seen.add(versionOf(one));
        changed++;
        Object.assign(value, { [key]: member });
      }
    };
    flip(one);
    expect(changed).toBeGreaterThan(50);
    expect(seen.size).toBe(changed + 1);
  });

  it("The root of every platform is a single folder, because paths are matched by their first folder", () => {
    for (const { root_dir } of CATALOGUE) expect(root_dir ?? "").not.toContain("/");
  });

  it("A cell is graded by the number and the kind of its sources", () => {
    const source = (repo: string, grade: "P" | "1" = "1"): Source => ({ repo, date: "2026-08", path: "x", grade });
    expect(gradeOf([source("a/a")])).toBe("1");
    expect(gradeOf([source("a/a"), { ...source("a/a"), path: "y" }])).toBe("1");
    expect(gradeOf([source("a/a"), source("b/b")])).toBe("2+");
    expect(gradeOf([source("a/a"), source("b/b", "P")])).toBe("P");
  });
});
