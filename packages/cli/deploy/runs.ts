/** Runs in the project's folder and in the user's home, whichever a command needs. */
import { artifactPath, type Place } from "../files/place.ts";
import { beginRun, type Run } from "../files/run.ts";
import { homeState } from "../project/credentials.ts";
import type { World } from "../world.ts";
import { locationOf } from "./items.ts";

type Scope = "project" | "user";
export type Runs = { readonly [scope in Scope]?: Run };

type Options = {
  readonly world: Pick<World, "disk" | "env" | "home" | "processes">;
  /** The project's folder. */
  readonly root: string;
  /** Only looks. */
  readonly dryRun: boolean;
};

/**
 * Works with runs, which are finished whatever happens: else their locks would stay. The records and the trackers belong into
 * the work: two commands at once would overwrite each other's.
 */
export async function withRuns<T>(
  scopes: Iterable<string>,
  options: Options,
  work: (runs: Runs) => Promise<T>,
): Promise<T> {
  const { world, root, dryRun } = options;
  const wanted = new Set(scopes);
  const begun: { -readonly [scope in Scope]?: Run } = {};
  const common = { dryRun, processes: world.processes };
  try {
    if (wanted.has("project")) begun.project = await beginRun(world.disk, root, common);
    if (wanted.has("user"))
      begun.user = await beginRun(world.disk, world.home, { ...common, folder: homeState(world) });
    return await work(begun);
  } finally {
    try {
      await begun.project?.finish();
    } finally {
      await begun.user?.finish();
    }
  }
}

/** The run of a scope. */
export function runOf(runs: Runs, scope: string): Run {
  const run = runs[scope === "user" ? "user" : "project"];
  if (run === undefined) throw new Error(`There is no run for ${scope}`);
  return run;
}

/** A key of a place: the same for all paths that lead to it. */
export const locationIn = (runs: Runs, scope: string, place: Place) =>
  `${scope} ${locationOf({ ...place, path: artifactPath(runOf(runs, scope).locate(place.path)) })}`;

/** What the runs found at their beginnings. */
export const notesOf = ({ project, user }: Runs) => [...(project?.notes ?? []), ...(user?.notes ?? [])];
