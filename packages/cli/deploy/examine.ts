/** What `status` and `verify` find: by the records of the service, or by the trackers in the repository. */
import { dirname, join, resolve } from "node:path";
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
import { ownPlace, type Placed, placeRecords } from "./placed.ts";
import { choiceOf, connectTo, sourceFolderIfAny } from "./prepare.ts";
import { readRecords } from "./records.ts";
import { readProfiles } from "./service.ts";
import { readRows, TRACKER } from "./tracker-file.ts";
import { findUntracked } from "./untracked.ts";

export type Examined = {
  readonly root: string;
  readonly findings: readonly Finding[];
  readonly untracked: readonly string[];
  /** What the user has to know: one line each. */
  readonly notes: readonly string[];
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
  return { root: project.root, findings, untracked, notes: source.notes };
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
    for (const [id, row] of await readRows(text, path)) {
      const place = ownPlace(id, row, dirname(path));
      placed.push({ id, row, scope: "project", root: dirname(path), place, problem: null });
    }
  }
  // A change that deletes the trackers must not pass as one without drift.
  if (files.length === 0)
    throw new CommandError(
      "no-tracker",
      `There is no ${TRACKER} in this project, so there is nothing to compare with.\nskillmeat-deploy apply writes it; commit it with the artifacts.`,
    );
  const source = await currentOf(input, world, project, undefined);
  const findings = await inspect(placed.filter(isOfProfiles(ids, false)), { world, root, current: source.current });
  return { root, findings, untracked: [], notes: source.notes };
}

/** Records without a profile count as the primary platform's. */
export const isOfProfiles = (ids: readonly string[], withUser: boolean) => (placed: Placed) => {
  const profile = placed.row.deployment_profile_id ?? "claude_code";
  return (ids.length === 0 || ids.includes(profile)) && (withUser || placed.scope !== "user");
};

type Collection = { readonly current: Current; readonly notes: readonly string[] };

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
      const { artifacts } = await readSource(world.disk, folder);
      return { current: new Map(artifacts.map((a) => [currentKey(a.type, a.name), a.content_hash])), notes: [] };
    } catch (error) {
      // On another machine, the folder of the configuration can be missing. One that the user names must be there.
      if (given !== undefined || !(error instanceof FileError)) throw error;
    }
  }
  const notes = folder === undefined ? [] : [`The folder of artifacts ${join(project?.source ?? "")} is not here.`];
  if (client === undefined) return { current: new Map(), notes };
  const current = new Map<string, string>();
  for await (const { type, name, content_hash } of client.listArtifacts({ limit: 100 })) {
    if (content_hash !== null) current.set(currentKey(type, name), content_hash);
  }
  return { current, notes };
}
