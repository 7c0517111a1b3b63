/** Removes what was written at places. What another record is about too stays. */
import type { Outcome } from "../files/place.ts";
import type { Run } from "../files/run.ts";
import type { World } from "../world.ts";
import { locationOf } from "./items.ts";
import type { Placed } from "./placed.ts";
import { homeFolder, inRun, recordedHash } from "./write.ts";

export type Removed = {
  readonly placed: Placed;
  readonly outcome: Outcome;
  /** Whether the record goes: nothing is there any more, or it is there for another record only. */
  readonly isGone: boolean;
};

type Options = { readonly world: Pick<World, "disk" | "env" | "home">; readonly root: string; readonly force: boolean };

/** @param others the records that stay */
export async function removePlaced(
  chosen: readonly Placed[],
  others: readonly Placed[],
  { world, root, force }: Options,
): Promise<Removed[]> {
  const all: Removed[] = [];
  for (const scope of ["project", "user"] as const) {
    const some = chosen.filter((each) => each.scope === scope);
    if (some.length === 0) continue;
    const twins = new Map(others.filter((each) => each.scope === scope).map((each) => [twinKey(each), each]));
    const where = scope === "user" ? homeFolder(world) : { root };
    const { done } = await inRun(where, { world, dryRun: false }, async (run) => {
      const removed: Removed[] = [];
      for (const placed of some) removed.push(await removeOne(run, placed, twins.get(twinKey(placed)), force));
      return removed;
    });
    all.push(...done);
  }
  return all;
}

async function removeOne(run: Run, placed: Placed, twin: Placed | undefined, force: boolean): Promise<Removed> {
  const { place, row, problem } = placed;
  if (problem !== null) return { placed, outcome: nothing(placed, "failed", problem), isGone: false };
  // In a fresh clone the run does not know that the other record needs the place.
  if (twin && run.state().places[twin.id] === undefined) {
    return { placed, outcome: nothing(placed, "keep", `${place.path} is also that of ${twin.id}`), isGone: true };
  }
  const outcome = await run.remove(place, { recorded: recordedHash(row), force });
  const isGone = ["remove", "absent"].includes(outcome.action) || (twin !== undefined && outcome.action === "keep");
  return { placed, outcome, isGone };
}

/** The same for records of one place: a skill's folder is told by its file too. */
const twinKey = ({ place }: Placed) => locationOf({ ...place, path: place.path.replace(/\/SKILL\.md$/, "") });

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
