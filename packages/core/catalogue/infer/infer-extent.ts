/** Tells which part of a folder is one artifact: a file, or a folder with its files. */
import type { ArtifactType } from "../../values/artifact-type.schema.ts";

/** The files and folders that are known. */
export type FileTree = {
  /** Whether a path is known to be a file. */
  isFile(path: string): boolean;
  /** Whether a folder has the file of a skill. */
  isSkill(folder: string): boolean;
  /** Whether a folder holds folders of skills, and is none. @param levels at most so many levels below it */
  holdsSkills(folder: string, levels?: number): boolean;
};

const SKILL_FILE = "/skill.md";

/** How many levels below a folder such as `.claude/skills` the folder of a skill lies at most. The first level is 1. */
const MAX_SKILL_LEVELS = 4;

/** How many folders deep files are looked at. */
const MAX_SEGMENTS = 32;

/** Whether a path is deeper than any artifact is. */
export function isTooDeep(path: string): boolean {
  let slashes = 0;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) slashes++;
  return slashes >= MAX_SEGMENTS;
}

/** Creates a tree of paths. @param files which of them are known to be files */
export function createFileTree(paths: Iterable<string>, files: ReadonlySet<string>): FileTree {
  const skills = new Set<string>();
  /** The folders above skills, with the number of levels to the nearest one. */
  const holders = new Map<string, number>();
  for (const path of paths) {
    if (!path.slice(-SKILL_FILE.length).toLowerCase().endsWith(SKILL_FILE) || isTooDeep(path)) continue;
    const folder = path.slice(0, -SKILL_FILE.length);
    skills.add(folder);
    let end = folder.lastIndexOf("/");
    for (let levels = 1; levels <= MAX_SKILL_LEVELS && end > 0; levels++) {
      const holder = folder.slice(0, end);
      holders.set(holder, Math.min(levels, holders.get(holder) ?? levels));
      end = folder.lastIndexOf("/", end - 1);
    }
  }
  return {
    isFile: (path) => files.has(path),
    isSkill: (folder) => skills.has(folder),
    holdsSkills: (folder, levels = MAX_SKILL_LEVELS) =>
      (holders.get(folder) ?? Number.POSITIVE_INFINITY) <= levels && !skills.has(folder),
  };
}

/** The name of an artifact, and its path below its folder. */
export type Extent = { name: string; path: string };

type Use = {
  type: ArtifactType;
  filename: string | undefined;
  /** Whether the file must have the name that the catalogue gives. Otherwise it can end as files of other tools do. */
  isExact: boolean;
};

/** Returns which part of a folder the path `rest` is, or belongs to. undefined: none. */
export function extentOf(use: Use, folder: string, rest: readonly string[], tree: FileTree): Extent | undefined {
  if (use.type === "skill") return skillExtent(folder, rest, tree);
  const path = rest.join("/");
  if (use.isExact) {
    const name = use.filename === undefined ? undefined : nameIn(path, use.filename);
    return name === undefined ? undefined : { name, path };
  }
  // What lies in a folder of its own has exactly that name: beside it are other things, such as `marketplace.json`.
  if (use.filename?.includes("/")) return undefined;
  if (use.type === "hook") return hookExtent(rest);
  const suffix = SUFFIXES.find((end) => path.endsWith(end) && path.length > end.length);
  return suffix === undefined ? undefined : { name: path.slice(0, -suffix.length), path };
}

/** How files of artifacts end, longer endings first (source: microsoft/apm, src/apm_cli/integration/targets.py). */
const SUFFIXES = [
  ".instructions.md",
  ".chatmode.md",
  ".prompt.md",
  ".agent.md",
  ".mdc",
  ".md",
  ".toml",
  ".json",
  ".yaml",
  ".yml",
];

/** Returns the name in a path that has the form of a file name with `{name}`. */
function nameIn(path: string, filename: string): string | undefined {
  const [before = "", after = ""] = filename.split("{name}");
  const isLonger = path.length > before.length + after.length;
  return isLonger && path.startsWith(before) && path.endsWith(after)
    ? path.slice(before.length, path.length - after.length)
    : undefined;
}

/** How a file ends that lies beside the folders of skills and is none. A folder can be called `next.js`. */
const DOCUMENTS = [".md", ".txt", ".json", ".yaml", ".yml"];

/** A skill is the outermost folder with a `SKILL.md`, of the first levels. If none is known, it is the first folder. */
function skillExtent(folder: string, rest: readonly string[], tree: FileTree): Extent | undefined {
  for (let length = 1; length <= Math.min(rest.length, MAX_SKILL_LEVELS); length++) {
    const path = rest.slice(0, length).join("/");
    if (tree.isSkill(`${folder}/${path}`)) return { name: path, path };
  }
  const [first = ""] = rest;
  const isDocument = tree.isFile(`${folder}/${first}`) || DOCUMENTS.some((end) => first.endsWith(end));
  if ((rest.length === 1 && isDocument) || tree.holdsSkills(`${folder}/${first}`, MAX_SKILL_LEVELS - 1))
    return undefined;
  return { name: first, path: first };
}

/**
 * The scripts of a hook lie in a folder named after it, which can lie in `scripts` (source: microsoft/apm,
 * src/apm_cli/integration/hook_integrator.py).
 */
function hookExtent(rest: readonly string[]): Extent | undefined {
  const skipped = rest[0] === "scripts" && rest.length > 2 ? 1 : 0;
  const name = rest[skipped] as string;
  const path = rest.slice(0, skipped + 1).join("/");
  const dot = name.lastIndexOf(".");
  return rest.length > skipped + 1 || dot <= 0 ? { name, path } : { name: name.slice(0, dot), path };
}
