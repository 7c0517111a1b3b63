/** What `plan`, `apply` and `adopt` begin with: the source, the profiles, the plan of the service, and what follows from it. */
import { resolve } from "node:path";
import type { Client, PlanCollision } from "@skillmeat-deployments/client";
import type { Input } from "../commands/command.ts";
import { CommandError } from "../fail.ts";
import { createPaths, type Paths } from "../files/paths.ts";
import { type LocalProject, requireProject } from "../project/config.ts";
import { addressOf, connect, keyOf } from "../project/connect.ts";
import { readSource } from "../sources/read-source.ts";
import type { Source, SourceArtifact } from "../sources/source.ts";
import type { World } from "../world.ts";
import { artifactKey, type Item, itemsOf } from "./items.ts";
import { type DeploymentRecord, readRecords } from "./records.ts";
import { planAll, readPlatforms, readProfiles } from "./service.ts";

export type Prepared = {
  readonly project: LocalProject;
  readonly client: Client;
  readonly source: Source;
  readonly items: readonly Item[];
  readonly collisions: readonly PlanCollision[];
  readonly records: ReadonlyMap<string, DeploymentRecord>;
};

/**
 * @param read the records, if they are read already
 * @throws CommandError if there is no project, no source, or no such artifact or profile
 */
export async function prepare(input: Input, world: World, read?: Prepared["records"]): Promise<Prepared> {
  const project = await requireProject(world);
  const { client } = await connectTo(world, project);
  const source = await readSource(world.disk, sourceFolder(input, world, project));
  const artifacts = chosenArtifacts(source, input.args);
  const { chosen } = await readProfiles(client, project.project, choiceOf(input));
  const none = { project, client, source, items: [], collisions: [], records: new Map<string, DeploymentRecord>() };
  if (artifacts.length === 0 || chosen.length === 0) return none;
  const wanted = artifacts.map(({ type, name, content_hash }) => ({ type, name, content_hash }));
  const ids = chosen.map(({ profile_id }) => profile_id);
  const { entries, collisions } = await planAll(client, project.project, wanted, ids);
  const platforms = await readPlatforms(
    client,
    chosen.map(({ platform }) => platform),
  );
  const known = {
    profiles: new Map(chosen.map((profile) => [profile.profile_id, profile])),
    platforms,
    world,
    locate: locatorOf(world, project.root),
  };
  const items = itemsOf(entries, new Map(artifacts.map((artifact) => [artifactKey(artifact), artifact])), known);
  const hasRecords = entries.some(({ recorded }) => recorded !== null);
  const records = read ?? (hasRecords ? await readRecords(client, project.project) : none.records);
  return { ...none, items, collisions, records };
}

/** Finds paths in the project and in the home, which is looked at only if something is in it. */
function locatorOf({ disk, home }: World, root: string): Parameters<typeof itemsOf>[2]["locate"] {
  const paths = new Map<string, Paths>();
  return (scope, path) => {
    const folder = scope === "user" ? home : root;
    const of = paths.get(folder) ?? createPaths(disk, folder);
    paths.set(folder, of);
    return of.locate(path);
  };
}

/** A client for a project's service. */
export async function connectTo(world: World, project: LocalProject): Promise<{ client: Client; api: string }> {
  const api = addressOf(world, undefined, project);
  return { client: await connect(world, api, keyOf(world, api)), api };
}

export const choiceOf = (input: Input) => ({ ids: input.list("profile"), withUser: input.flag("user") });

/** The folder of artifacts. @throws CommandError if none is named */
export function sourceFolder(input: Input, world: World, project: LocalProject): string {
  const folder = sourceFolderIfAny(input, world, project);
  if (folder !== undefined) return folder;
  throw new CommandError(
    "no-source",
    "The folder of artifacts is not known.\nGive it with --from DIR, or as source in .skillmeat/config.toml.",
  );
}

export function sourceFolderIfAny(input: Input, world: World, project: LocalProject): string | undefined {
  const from = input.text("from");
  if (from !== undefined) return resolve(world.cwd, from);
  return project.source === undefined ? undefined : resolve(project.root, project.source);
}

/** The artifacts that the user names, by name or as `type:name`. None named: all. */
function chosenArtifacts({ artifacts }: Source, named: readonly string[]): readonly SourceArtifact[] {
  if (named.length === 0) return artifacts;
  const missing = named.find((name) => !artifacts.some((artifact) => isNamed(artifact, name)));
  if (missing !== undefined) throw new CommandError("no-artifact", `The source has no artifact '${missing}'.`);
  return artifacts.filter((artifact) => named.some((name) => isNamed(artifact, name)));
}

/** Whether an artifact is the one that is named. */
export const isNamed = ({ type, name }: { type: string; name: string }, named: string) =>
  name === named || artifactKey({ type, name }) === named;
