/** Reads the tables beside this file: what other projects and the vendors say of platforms. */
import { readFileSync } from "node:fs";
import type { Mapping } from "@skillmeat-deployments/core/catalogue/mapping.schema.ts";
import type { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";
import { listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";

/** Returns the rows of a table without its head, each as the text of its cells. */
export function rowsOf(table: "cells" | "user-paths" | "variables"): string[][] {
  const text = readFileSync(new URL(`tables/${table}.md`, import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Returns the platform of a row: `xum (mux)` is `xum`. undefined: the catalogue does not have it. */
export const platformOf = (id: string) => listPlatforms().find(({ platform }) => platform === id.split(" ")[0]);

/** Returns all paths in a text. A word without a slash and a dot is none. */
export const pathsIn = (text: string) =>
  (text.match(/(?<![\w/.])[~.A-Za-z][\w.~/{}-]*/g) ?? []).filter((word) => /[./]/.test(word));

/** Returns the paths that the column of sources gives to some of them: `AC: CLAUDE.md`. */
export const otherPathsIn = (who: string) =>
  [...who.matchAll(/[A-Z]{2,3}: (\S*[./][^\s),]*)/g)].map(([, path = ""]) => path);

const asObject = (mapping: Mapping) => (typeof mapping === "string" ? { path: mapping } : mapping);

/** What the catalogue has for a surface: its main paths, its other paths, and what it says of a dispute. */
export type Known = { paths: string[]; others: string[]; disputed: string; key: string | undefined };

const keyOf = (mapping: Mapping | undefined) => {
  const key = mapping === undefined ? undefined : asObject(mapping).key;
  return key ? [key].flat().join(".") : undefined;
};

/** Returns the path of a mapping, relative to the project or to the home. */
function pathOf(mapping: Mapping, root: string | null): string {
  const { path, base = "root" } = asObject(mapping);
  return base === "root" ? `${root}/${path}` : path;
}

/** Returns what the catalogue has for a surface in a project. */
export function inProject(entry: PlatformRead, surface: string): Known {
  const mapping = (entry.artifact_path_map as Record<string, Mapping>)[surface];
  const files = surface === "instructions" ? entry.project_config_filenames : [];
  const { disputed = null } = entry.cells[surface] ?? {};
  return {
    paths: [...files, ...(mapping === undefined ? [] : [pathOf(mapping, entry.root_dir)])],
    others: (entry.also_reads as Record<string, string[]>)[surface] ?? [],
    disputed: `${disputed ?? ""} ${entry.cells[`also_reads.${surface}`]?.disputed ?? ""}`,
    key: keyOf(mapping),
  };
}

/** Returns what the catalogue has for a surface in the user's home. */
export function inHome(entry: PlatformRead, surface: string): Known {
  const mapping = (entry.user?.artifact_path_map as Record<string, Mapping> | undefined)?.[surface];
  const path = entry.user_paths[surface];
  const others = (entry.user?.also_reads as Record<string, string[]> | undefined)?.[surface] ?? [];
  return {
    paths: path === undefined ? [] : [path],
    others: others.map((other) => `~/${other}`),
    disputed: entry.cells[`user.${surface}`]?.disputed ?? "",
    key: keyOf(mapping),
  };
}

/** Whether a text names a path: the path is not only the beginning of a longer one. */
const names = (text: string, path: string) =>
  text
    .split(path)
    .slice(1)
    .some((rest) => !/^[\w/-]/.test(rest) && !/^\.\w/.test(rest));

/** Whether a path is what the catalogue has, a folder of that, is read besides, or is disputed with a reason. */
export const isKnown = ({ paths, others, disputed }: Known, path: string) =>
  [...paths, ...others].some((known) => known === path || known.startsWith(`${path}/`)) || names(disputed, path);
