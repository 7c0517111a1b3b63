/** The catalogue against the tables of what other projects and the vendors say: each row is present or disputed. */
import type { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";
import { listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { describe, expect, it } from "vitest";
import { inHome, inProject, isKnown, otherPathsIn, pathsIn, platformOf, rowsOf } from "./tables.ts";

/** Platforms that the catalogue leaves out, because only one project names them. */
const LEFT_OUT = ["autohand", "codewhale", "sarvam_code"];
/** What is no surface of the catalogue, so that its row must be among the notes. */
const NOTES_ALONE = ["setup script"];

const listOf = (text: string) => text.split(",").map((part) => part.trim());

/** The rows of the cells, one for each surface. */
const CELLS = rowsOf("cells").flatMap(
  ([id = "", surfaces = "", project = "", kind = "", keys = "", , filename = "", user = "", who = ""]) => {
    const all = listOf(surfaces);
    return all.map((surface, n) => ({
      id,
      surface,
      // Two surfaces have two paths, or share one.
      project: all.length === listOf(project).length ? (listOf(project)[n] ?? "") : project,
      user: all.length === listOf(user).length ? (listOf(user)[n] ?? "") : user,
      key: all.length === listOf(keys).length ? (listOf(keys)[n] ?? "") : keys,
      kind,
      filename,
      who,
    }));
  },
);

/** The rows of the user's paths. */
const USER_PATHS = rowsOf("user-paths").map(([id = "", surface = "", sources = ""]) => ({ id, surface, sources }));

/** The rows of the variables, one for each variable and platform. */
const VARIABLES = rowsOf("variables").flatMap(([names = "", ids = "", replaces = ""]) =>
  listOf(names).flatMap((variable) =>
    variable === "APPDATA" ? [] : listOf(ids).map((id) => ({ variable, id, replaces })),
  ),
);

/** Whether a path is a hook that is named after its event. */
const isEvent = ({ hook_events }: PlatformRead, path: string) => hook_events?.includes(path.split("/").at(-1) ?? "");

/** The key of a row without its explanation, or undefined if it names none. */
const keyIn = (text: string) => /^[\w.]+/.exec(text)?.[0];

describe("Cells that other projects have", () => {
  it.each(CELLS)("The $surface of $id is in the catalogue as its sources have it, or disputed", (row) => {
    const entry = platformOf(row.id);
    expect(entry).toBeDefined();
    if (!entry) return;
    const notes = entry.notes.join("\n");
    if (NOTES_ALONE.includes(row.surface)) {
      for (const path of pathsIn(row.project)) expect(notes).toContain(path);
      return;
    }
    const project = inProject(entry, row.surface);
    const home = inHome(entry, row.surface);
    for (const path of [...pathsIn(row.project), ...otherPathsIn(row.who)]) {
      expect([path, isKnown(project, path) || isEvent(entry, path)]).toEqual([path, true]);
    }
    for (const path of pathsIn(row.user)) expect([path, isKnown(home, path)]).toEqual([path, true]);
    // A platform that has the surface for the user alone has no cell in the project.
    if (row.project.startsWith("–")) expect(project.paths).toEqual([]);
    const key = keyIn(row.key);
    const main = row.project.startsWith("–") ? home : project;
    if (key !== undefined && row.surface !== "instructions" && !main.disputed.includes(key)) {
      expect([main.key, key].map((name) => name?.split("#")[0])).toEqual([key, key]);
    }
  });

  it("The table names 34 platforms", () => {
    expect(new Set(CELLS.map(({ id }) => id)).size).toBe(34);
  });
});

describe("Paths in the user's home that other projects have", () => {
  it.each(USER_PATHS)(
    "The $surface of $id in the home is in the catalogue, or disputed",
    ({ id, surface, sources }) => {
      const entry = platformOf(id);
      expect(entry).toBeDefined();
      if (!entry) return;
      const known = inHome(entry, surface);
      expect(entry.cells[`user.${surface}`]?.sources.length).toBeGreaterThan(0);
      for (const source of sources === "–" ? [] : sources.split("; ")) {
        const [, path, key] = /^(~\/[^#[]*[^#[\s])(?:#(\S+))? ?\[/.exec(source) ?? [];
        expect([source, path]).not.toEqual([source, undefined]);
        if (path === undefined) continue;
        expect([path, isKnown(known, path)]).toEqual([path, true]);
        const isMain = known.paths.includes(path) && key !== undefined && key !== "(root)";
        if (isMain && known.disputed.indexOf(key) < 0) expect([path, known.key]).toEqual([path, key]);
      }
    },
  );

  it("The table has 169 pairs of a platform and a surface", () => {
    expect(USER_PATHS.length).toBe(169);
  });
});

describe("Variables that move a folder", () => {
  it.each(VARIABLES)("$variable moves a path of $id", ({ variable, id, replaces }) => {
    const entry = platformOf(id);
    expect(entry === undefined).toBe(LEFT_OUT.includes(id));
    if (!entry) return;
    const moves = entry.relocations.flatMap((move, n) =>
      "variable" in move && move.variable === variable
        ? [{ path: move.replaces, disputed: entry.cells[`relocations.${n}`]?.disputed ?? "" }]
        : [],
    );
    expect(moves.length).toBeGreaterThan(0);
    for (const { path, disputed } of moves) {
      expect(listOf(replaces).some((part) => path.startsWith(part) || disputed.includes(part))).toBe(true);
    }
  });

  it("The table has 26 variables", () => {
    expect(new Set(VARIABLES.map(({ variable }) => variable)).size + 1).toBe(26);
  });

  it("On Windows, APPDATA holds what VS Code and its extensions have in the home", () => {
    const moved = listPlatforms().filter(({ relocations }) =>
      relocations.some((m) => "by" in m && m.by.startsWith("%APPDATA%/")),
    );
    expect(moved.map(({ platform }) => platform)).toEqual(expect.arrayContaining(["copilot"]));
    for (const { platform, user_paths } of listPlatforms()) {
      const isCode = Object.values(user_paths).some((path) => path.startsWith("~/.config/Code/"));
      if (isCode) expect(moved.map((entry) => entry.platform)).toContain(platform);
    }
  });
});
