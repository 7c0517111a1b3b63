/** What `status` and `verify` find: by the records of the service, or by the trackers in the repository. */
import { dirname, resolve } from "node:path";
import type { Client } from "@skillmeat-deployments/client";
import type { Input } from "../commands/command.ts";
import { CommandError } from "../fail.ts";
import { FileError } from "../files/file-error.ts";
import { createPaths } from "../files/paths.ts";
import { findProject, type LocalProject, requireProject } from "../project/config.ts";
import { listFiles } from "../project/listing.ts";
import { readText } from "../project/write-file.ts";
import { readSource } from "../sources/read-source.ts";
import type { World } from "../world.ts";
import { type Current, currentKey, type Finding, inspect } from "./inspect.ts";
import { PRIMARY } from "./names.ts";
import { ownPlace, type Placed, placeRecords } from "./placed.ts";
import { choiceOf, connectTo, sourceFolderIfAny } from "./prepare.ts";
import { readRecords } from "./records.ts";
import { readProfiles } from "./service.ts";
import { readRows, TRACKER } from "./tracker-file.ts";
import type { TrackerRow } from "./tracker-row.ts";
import { findUntracked } from "./untracked.ts";

export type Examined = {
  readonly root: string;
  readonly findings: readonly Finding[];
  readonly untracked: readonly string[];
  /** What the user has to know: one line each. */
  readonly notes: readonly string[];
  /** What of the collection cannot be read, so that it is not known whether it is outdated: one line each. */
  readonly unread: readonly string[];
};

/** Compares with the records of the service. */
export async function examine(input: Input, world: World): Promise<Examined> {
  const project = await requireProject(world);
  const { client } = await connectTo(world, project);
  const choice = choiceOf(input);
  const { chosen, all } = await readProfiles(client, project.project, choice);
  const records = await readRecords(client, project.project);
  const options = { client, project_id: project.project, profiles: all, world };
  const isWanted = isOfProfiles(choice.ids, choice.withUser);
  const placed = await placeRecords([...records.values()], options);
  const wanted = placed.filter(isWanted);
  const source = await currentOf(input, world, project, client);
  const findings = await inspect(wanted, { world, root: project.root, current: source.current });
  const untracked = findUntracked(world.disk, project.root, chosen, placed);
  return { root: project.root, findings, untracked, notes: source.notes, unread: source.unread };
}

/** Compares with the trackers in the repository. It needs no key and makes no request. */
export async function examineOffline(input: Input, world: World): Promise<Examined> {
  const project = await findProject(world);
  const root = project?.root ?? resolve(world.cwd);
  const { ids } = choiceOf(input);
  const placed: Placed[] = [];
  const paths = createPaths(world.disk, root);
  const files = (await listFiles(world, root)).filter((path) => path.split("/").at(-1) === TRACKER);
  for (const path of files.sort()) {
    const text = readText(world.disk, paths.resolve(path).real, path);
    if (text === undefined) continue;
    const rows = await readRows(text, path);
    const folder = projectOf(dirname(path), [...rows.values()]);
    for (const [id, row] of rows) {
      const place = ownPlace(id, row, dirname(path));
      const below = { ...place, path: `${folder}${place.path}` };
      placed.push({ id, row, scope: "project", root: dirname(path), place: below, problem: null });
    }
  }
  // A change that deletes the trackers must not pass as one without drift. SkillMeat leaves trackers without rows behind.
  if (files.length === 0)
    throw new CommandError(
      "no-tracker",
      `There is no ${TRACKER} in this project, so there is nothing to compare with.\nskillmeat-deploy apply writes it; commit it with the artifacts.`,
    );
  const missing = ids.find((id) => !placed.some(isOfProfiles([id], false)));
  if (missing !== undefined)
    throw new CommandError("no-profile", `No tracker has a record of the profile '${missing}'.`);
  const source = await currentOf(input, world, project, undefined);
  const empty = placed.length === 0 ? ["The trackers have no records, so nothing is compared."] : [];
  const findings = await inspect(placed.filter(isOfProfiles(ids, false)), { world, root, current: source.current });
  return { root, findings, untracked: [], notes: [...empty, ...source.notes], unread: source.unread };
}

/**
 * The folder of the project that a tracker is of, with a slash at its end: projects can be in others. Empty: it is the one that is
 * looked at. @param folder the folder of the tracker: the root of a profile
 */
function projectOf(folder: string, rows: readonly TrackerRow[]): string {
  const roots = rows.flatMap(({ profile_root_dir }) => profile_root_dir ?? []);
  if (roots.includes(folder)) return "";
  const root = roots.find((each) => folder.endsWith(`/${each}`));
  const project = root === undefined ? dirname(folder) : folder.slice(0, -root.length - 1);
  return project === "." ? "" : `${project}/`;
}

/** Records without a profile count as the primary platform's. */
export const isOfProfiles = (ids: readonly string[], withUser: boolean) => (placed: Placed) => {
  const profile = placed.row.deployment_profile_id ?? PRIMARY;
  return (ids.length === 0 || ids.includes(profile)) && (withUser || placed.scope !== "user");
};

type Collection = Pick<Examined, "notes" | "unread"> & { readonly current: Current };

/** The artifacts as they are now: in the source folder; where there is none, as they are registered. */
async function currentOf(
  input: Input,
  world: World,
  project: LocalProject | undefined,
  client: Client | undefined,
): Promise<Collection> {
  const given = input.text("from");
  const folder = project ? sourceFolderIfAny(input, world, project) : given && resolve(world.cwd, given);
  if (folder !== undefined) {
    try {
      const { artifacts, problems } = await readSource(world.disk, folder);
      const current = new Map(artifacts.map((a) => [currentKey(a.type, a.name), a.content_hash]));
      const unread = problems.map(({ path, detail }) => `Not read: ${path}: ${detail}`);
      if (artifacts.length > 0 || unread.length > 0) return { current, notes: [], unread };
    } catch (error) {
      // On another machine, the folder of the configuration can be missing. One that the user names must be there.
      if (given !== undefined || !(error instanceof FileError)) throw error;
    }
  }
  const what = `The folder of artifacts ${project?.source ?? given ?? ""} is not here, or empty`;
  const instead = client
    ? "compared with the registered artifacts instead"
    : "outdated artifacts are not found without it";
  const notes = folder === undefined ? [] : [`${what}: ${instead}.`];
  if (client === undefined) return { current: new Map(), notes, unread: [] };
  const current = new Map<string, string>();
  for await (const { type, name, content_hash } of client.listArtifacts({ limit: 100 })) {
    if (content_hash !== null) current.set(currentKey(type, name), content_hash);
  }
  return { current, notes, unread: [] };
}
