/** Removes what was written at places. What another record is about too stays. */
import { createInspector } from "../files/compare.ts";
import type { Outcome } from "../files/place.ts";
import type { World } from "../world.ts";
import { locationOf } from "./items.ts";
import type { Placed } from "./placed.ts";
import { inRun, recordedHash } from "./write.ts";

export type Removed = {
  readonly placed: Placed;
  readonly outcome: Outcome;
  /** Whether the record goes: nothing is there any more, or it is there for another record only. */
  readonly isGone: boolean;
};

type Options = { readonly world: Pick<World, "disk" | "home">; readonly root: string; readonly force: boolean };

/** @param others the records that stay */
export async function removePlaced(
  chosen: readonly Placed[],
  others: readonly Placed[],
  options: Options,
): Promise<Removed[]> {
  const all: Removed[] = [];
  for (const scope of ["project", "user"] as const) {
    const some = chosen.filter((each) => each.scope === scope);
    if (some.length === 0) continue;
    const rest = others.filter((each) => each.scope === scope);
    all.push(...(await removeIn(scope === "user" ? options.world.home : options.root, some, rest, options)));
  }
  return all;
}

async function removeIn(
  folder: string,
  chosen: readonly Placed[],
  others: readonly Placed[],
  { world, force }: Options,
): Promise<Removed[]> {
  const twins = new Map(others.map((each) => [twinKey(each), each]));
  const inspector = createInspector(world.disk, folder);
  const { done } = await inRun(folder, { world, dryRun: false }, async (run) => {
    const removed: Removed[] = [];
    for (const placed of chosen) {
      const { place, row, problem } = placed;
      if (problem !== null) {
        removed.push({ placed, outcome: failed(placed, problem), isGone: false });
        continue;
      }
      const twin = twins.get(twinKey(placed));
      // In a fresh clone nothing tells yet that the other record needs this place.
      if (twin && (await inspector.compare(twin.place, recordedHash(twin.row) ?? "")).state === "synced")
        await run.adopt(twin.place);
      const outcome = await run.remove(place, { recorded: recordedHash(row), force });
      const isGone = ["remove", "absent"].includes(outcome.action) || (twin !== undefined && outcome.action === "keep");
      removed.push({ placed, outcome, isGone });
    }
    return removed;
  });
  return done;
}

/** The same for records of one place: a skill's folder is told by its file too. */
const twinKey = ({ place }: Placed) => locationOf({ ...place, path: place.path.replace(/\/SKILL\.md$/, "") });

const failed = ({ id, place }: Placed, detail: string): Outcome => ({
  id,
  path: place.path,
  action: "failed",
  detail,
  hash: null,
  disk_hash: null,
  changes: [],
  conflicts: [],
});
