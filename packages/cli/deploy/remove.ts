/** Removes written files, their tracker rows and their records. A file that another record needs stays. */
import { type Client, ProblemError } from "@skillmeat-deployments/client";
import type { Outcome } from "../files/place.ts";
import type { Run } from "../files/run.ts";
import type { World } from "../world.ts";
import { ADOPTED } from "./names.ts";
import type { Placed } from "./placed.ts";
import { locationIn, type Runs, runOf, withRuns } from "./runs.ts";
import { inParallel } from "./service.ts";
import { keepTrackers } from "./trackers.ts";
import { recordedHash } from "./write.ts";

export type Removed = {
  readonly placed: Placed;
  readonly outcome: Outcome;
  /** Whether the record goes: nothing is there any more, or it is there for another record only. */
  readonly isGone: boolean;
};

type From = {
  readonly world: World;
  readonly root: string;
  readonly client: Client;
  readonly project_id: string;
  readonly scopes: readonly string[];
};

/**
 * Removes what was written, then its rows in trackers, then its records.
 * @param others the records that stay
 * @returns what became of each, and what went wrong with trackers
 */
export async function removeRecorded(
  { world, root, client, project_id, scopes }: From,
  chosen: readonly Placed[],
  others: readonly Placed[],
  force: boolean,
) {
  return withRuns(scopes, { world, root, dryRun: false }, async (runs) => {
    const removed = await removePlaced(runs, chosen, others, force);
    const gone = removed.filter(({ isGone }) => isGone).map(({ placed }) => placed);
    const rows = gone.map(({ id, scope, root }) => ({ id, scope, root_dir: root }));
    const problems = await keepTrackers(world, root, [], rows);
    // The records last, when the runs have kept what they did: a command that is killed before finds them again.
    for (const run of [runs.project, runs.user]) run?.save();
    await inParallel(gone, ({ id }) => deleteRecord(client, project_id, id));
    return { removed, problems };
  });
}

/** Deletes a record. One that is gone already is no error. */
async function deleteRecord(client: Client, project_id: string, deployment_id: string): Promise<void> {
  try {
    await client.deleteDeployment({ project_id, deployment_id });
  } catch (error) {
    // Deleted in the meantime, or by a run that was killed before it got the answer.
    if (!(error instanceof ProblemError) || error.status !== 404) throw error;
  }
}

/** Removes what was written at places. @param others the records that stay */
export async function removePlaced(
  runs: Runs,
  chosen: readonly Placed[],
  others: readonly Placed[],
  force: boolean,
): Promise<Removed[]> {
  const twinKey = ({ scope, place }: Placed) => locationIn(runs, scope, place);
  // What is in the home is no twin where only the project is worked in.
  const twins = new Map(others.filter(({ scope }) => runs[scope]).map((each) => [twinKey(each), each]));
  const removed: Removed[] = [];
  const removeEach = async (placed: Placed) =>
    removeOne(runOf(runs, placed.scope), placed, twins.get(twinKey(placed)), force);
  for (const placed of chosen) removed.push(await removeEach(placed));
  // When several records share a place, only the last removal deletes the file. Then nothing is there for the others either.
  const gone = new Set(removed.filter(({ isGone }) => isGone).map(({ placed }) => twinKey(placed)));
  const isLeft = ({ isGone, placed }: Removed) => !isGone && gone.has(twinKey(placed));
  const all: Removed[] = [];
  for (const each of removed) all.push(isLeft(each) ? await removeEach(each.placed) : each);
  return all;
}

async function removeOne(run: Run, placed: Placed, twin: Placed | undefined, force: boolean): Promise<Removed> {
  const { place, row, problem } = placed;
  if (problem !== null) return { placed, outcome: nothing(placed, "failed", problem), isGone: false };
  // In a fresh clone the run does not know that the other record needs the place.
  if (twin && !run.state().places.has(twin.id)) {
    return { placed, outcome: nothing(placed, "keep", `${place.path} is also that of ${twin.id}`), isGone: true };
  }
  if (row.from_collection === ADOPTED && !force && !run.state().places.has(placed.id)) {
    return { placed, outcome: nothing(placed, "keep", `${place.path} was not written by this tool`), isGone: true };
  }
  const outcome = await run.remove(place, { recorded: recordedHash(row), force });
  const isGone = ["remove", "absent"].includes(outcome.action) || (twin !== undefined && outcome.action === "keep");
  return { placed, outcome, isGone };
}

const nothing = ({ id, place }: Placed, action: Outcome["action"], detail: string): Outcome => ({
  id,
  path: place.path,
  action,
  detail,
  hash: null,
  disk_hash: null,
  changes: [],
  conflicts: [],
});
