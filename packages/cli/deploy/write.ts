/** Writes items into the project and into the user's home. */
import type { Outcome } from "../files/place.ts";
import type { Planned } from "./items.ts";
import type { DeploymentRecord } from "./records.ts";
import { type Runs, runOf } from "./runs.ts";

export type Done = { readonly item: Planned; readonly outcome: Outcome };

type Hashes = Pick<DeploymentRecord, "content_hash" | "written_hash">;
type Options = { readonly records: ReadonlyMap<string, Hashes>; readonly force: boolean };

/** Writes items. @returns the outcomes in the order of the items */
export async function writeItems(runs: Runs, items: readonly Planned[], { records, force }: Options): Promise<Done[]> {
  const done: Done[] = [];
  for (const item of items) {
    const recorded = recordedHash(records.get(item.id));
    const outcome = await runOf(runs, item.profile.scope).write(item.place, item.content, { recorded, force });
    // Of a folder that only lost files the run says that it removed some. For the artifact it is an update.
    done.push({ item, outcome: outcome.action === "remove" ? { ...outcome, action: "update" } : outcome });
  }
  return done;
}

export const scopesOf = (items: readonly Planned[]) => items.map(({ profile }) => profile.scope);

/** The hash that what was written has by its record. */
export const recordedHash = (record: Hashes | undefined) =>
  record === undefined ? null : (record.written_hash ?? record.content_hash);
