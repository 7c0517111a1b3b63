/** Writes items into the project and into the user's home. */
import type { Outcome } from "../files/place.ts";
import type { Planned } from "./items.ts";
import { ADOPTED } from "./names.ts";
import type { DeploymentRecord } from "./records.ts";
import { locationIn, type Runs, runOf } from "./runs.ts";

export type Done = { readonly item: Planned; readonly outcome: Outcome };

type Hashes = Pick<DeploymentRecord, "content_hash" | "written_hash" | "from_collection">;
type Options = { readonly records: ReadonlyMap<string, Hashes>; readonly force: boolean };

/** Writes items. @returns the outcomes in the order of the items */
export async function writeItems(runs: Runs, items: readonly Planned[], options: Options): Promise<Done[]> {
  const done: Done[] = [];
  for (const item of items) {
    const outcome = await write(runs, item, options);
    // Of a folder that only lost files the run says that it removed some. For the artifact it is an update.
    done.push({ item, outcome: outcome.action === "remove" ? { ...outcome, action: "update" } : outcome });
  }
  return lookAgain(done, runs, options);
}

/**
 * Two items can share a folder. The first write keeps files that still belong to the second, so what is on the disk is read again
 * after both.
 */
async function lookAgain(done: Done[], runs: Runs, options: Options): Promise<Done[]> {
  if (!done.some(differsOnDisk)) return done;
  const keyOf = ({ item: { profile, place } }: Done) => locationIn(runs, profile.scope, place);
  const counts = new Map<string, number>();
  for (const key of done.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isStale = (each: Done) => differsOnDisk(each) && (counts.get(keyOf(each)) ?? 0) > 1;
  const all: Done[] = [];
  for (const each of done) {
    const disk_hash = isStale(each) ? (await write(runs, each.item, options)).disk_hash : each.outcome.disk_hash;
    all.push({ item: each.item, outcome: { ...each.outcome, disk_hash } });
  }
  return all;
}

/** Whether something else is on the disk than what was to be written. */
const differsOnDisk = ({ outcome: { hash, disk_hash } }: Done) => disk_hash !== hash;

function write(runs: Runs, { id, profile, place, content }: Planned, { records, force }: Options): Promise<Outcome> {
  return runOf(runs, profile.scope).write(place, content, { recorded: provenHash(records.get(id)), force });
}

export const scopesOf = (items: readonly Planned[]) => items.map(({ profile }) => profile.scope);

/** The hash that what lies at a place has by its record. */
export const recordedHash = (record: Hashes | undefined) =>
  record === undefined ? null : (record.written_hash ?? record.content_hash);

/** The hash that proves that what lies at a place was written from a collection. What was adopted without one was not. */
const provenHash = (record: Hashes | undefined) => (record?.from_collection === ADOPTED ? null : recordedHash(record));
