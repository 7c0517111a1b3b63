/** Writes items into the project and into the user's home. */
import type { Outcome } from "../files/place.ts";
import { beginRun, type Run } from "../files/run.ts";
import { homeState } from "../project/credentials.ts";
import type { World } from "../world.ts";
import type { Planned } from "./items.ts";
import type { DeploymentRecord } from "./records.ts";

export type Done = { readonly item: Planned; readonly outcome: Outcome };
export type Written = { readonly done: readonly Done[]; readonly notes: readonly string[] };

type Options = {
  readonly world: Pick<World, "disk" | "env" | "home">;
  /** The project's folder. */
  readonly root: string;
  readonly records: ReadonlyMap<string, Pick<DeploymentRecord, "content_hash" | "written_hash">>;
  readonly force: boolean;
  /** Only looks. */
  readonly dryRun: boolean;
};

/** Writes items. @returns the outcomes in the order of the items */
export async function writeItems(items: readonly Planned[], options: Options): Promise<Written> {
  const { world, root, records, force } = options;
  const all: Done[] = [];
  const notes: string[] = [];
  for (const scope of ["project", "user"]) {
    const some = items.filter(({ profile }) => (profile.scope === "user") === (scope === "user"));
    if (some.length === 0) continue;
    const where = scope === "user" ? homeFolder(world) : { root };
    const { done, notes: more } = await inRun(where, options, async (run) => {
      const done: Done[] = [];
      for (const item of some) {
        const recorded = recordedHash(records.get(item.id));
        done.push({ item, outcome: await run.write(item.place, item.content, { recorded, force }) });
      }
      return done;
    });
    all.push(...done);
    notes.push(...more);
  }
  const order = new Map(items.map((item, i) => [item, i]));
  return { done: all.sort((a, b) => (order.get(a.item) ?? 0) - (order.get(b.item) ?? 0)), notes };
}

/** The hash that what was written has by its record. */
export const recordedHash = (record: Pick<DeploymentRecord, "content_hash" | "written_hash"> | undefined) =>
  record === undefined ? null : (record.written_hash ?? record.content_hash);

/** Where a run works, and where it keeps its state if that is not in the folder. */
export type Where = { readonly root: string; readonly folder?: string };

export const homeFolder = (world: Pick<World, "env" | "home">): Where => ({ root: world.home, folder: homeState(world) });

/** Works in a run, which is finished whatever happens: else its lock would stay. */
export async function inRun<T>(
  { root, ...where }: Where,
  { world, dryRun }: { readonly world: Pick<World, "disk">; readonly dryRun: boolean },
  work: (run: Run) => Promise<T[]>,
): Promise<{ done: T[]; notes: readonly string[] }> {
  const run = await beginRun(world.disk, root, { dryRun, ...where });
  try {
    return { done: await work(run), notes: run.notes };
  } finally {
    await run.finish();
  }
}
