/** The project's configuration, `.skillmeat/config.toml`: which service and which project a folder belongs to. */
import { dirname, join, resolve } from "node:path";
import { CommandError } from "../fail.ts";
import type { World } from "../world.ts";
import { readText, replaceFile } from "./write-file.ts";

export const FOLDER = ".skillmeat";
const FILE = `${FOLDER}/config.toml`;

export type Config = {
  /** The address of the service. */
  readonly api: string;
  /** The id of the project. */
  readonly project: string;
  /** The folder of artifacts, relative to the project. */
  readonly source: string | undefined;
};

/** A configured project. `root` is its folder. */
export type LocalProject = Config & { readonly root: string };

/** Finds the project to which the current folder belongs. @throws CommandError if there is none, or its file is damaged */
export async function requireProject(world: World): Promise<LocalProject> {
  const project = await findProject(world);
  if (project) return project;
  throw new CommandError(
    "no-project",
    `There is no ${FILE} here or above.\nRun skillmeat-deploy init in the project's folder.`,
  );
}

/** Looks in the current folder and in those above it. */
export async function findProject(world: World): Promise<LocalProject | undefined> {
  for (let folder = resolve(world.cwd); ; folder = dirname(folder)) {
    const config = await readConfig(world, folder);
    if (config) return { ...config, root: folder };
    if (folder === dirname(folder)) return undefined;
  }
}

/** @returns undefined if the folder has no such file */
export async function readConfig({ disk }: Pick<World, "disk">, root: string): Promise<Config | undefined> {
  const text = readText(disk, join(root, FILE));
  if (text === undefined) return undefined;
  const { parse, TomlError } = await import("smol-toml");
  const fail = (what: string, cause?: unknown) => new CommandError("malformed-config", `${FILE}: ${what}`, cause);
  let members: Record<string, unknown>;
  try {
    members = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw fail(`line ${error.line}, column ${error.column}: it is not valid TOML`, error);
  }
  const text_ = (name: string) => {
    const value = members[name];
    if (value !== undefined && (typeof value !== "string" || value === "")) throw fail(`${name} must be a text`);
    return value;
  };
  const [api, project, source] = ["api", "project", "source"].map(text_);
  if (api === undefined) throw fail('api is missing: api = "https://…"');
  if (project === undefined) throw fail("project is missing: the id of the project");
  return { api, project, source };
}

/** What of the folder is not for git. */
const IGNORED = "/*\n!/config.toml\n";

/** Writes the configuration, and makes git ignore the rest of the folder. */
export async function writeConfig({ disk }: Pick<World, "disk">, root: string, config: Config): Promise<void> {
  const { stringify } = await import("smol-toml");
  const { api, project, source } = config;
  const text = stringify({ api, project, ...(source === undefined ? {} : { source }) });
  const head = "# Which project of SkillMeat Deployments this folder is. Commit this file. It contains no secret.\n";
  const path = join(root, FOLDER, ".gitignore");
  if (readText(disk, path) !== IGNORED) replaceFile(disk, path, IGNORED, 0o644);
  if (readText(disk, join(root, FILE)) !== head + text) replaceFile(disk, join(root, FILE), head + text, 0o644);
}
