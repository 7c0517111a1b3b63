/** Trackers from the records of the service: the rows as the service has them, with what `verify --offline` needs besides. */
import type { Client } from "@skillmeat-deployments/client";
import { createPaths } from "../files/paths.ts";
import { readText, replaceFile } from "../project/write-file.ts";
import type { World } from "../world.ts";
import type { Placed } from "./placed.ts";
import { type DeploymentRecord, readRecordRows } from "./records.ts";
import { parseTracker, TRACKER } from "./tracker-file.ts";
import { idOfRow } from "./tracker-row.ts";
import { knownPlatform, partKeys, partOfPlace } from "./trackers.ts";

type Table = Readonly<Record<string, unknown>>;
/** A record with all members that the service exports. */
export type Exported = DeploymentRecord & { readonly table: Table };

/** Reads all records of a project with all their members, in the order of the service. */
export async function readExported(client: Client, project_id: string): Promise<Exported[]> {
  const records: Exported[] = [];
  for await (const [row, table] of readRecordRows(client, project_id))
    records.push({ ...row, id: idOfRow(row), table: table as Table });
  return records;
}

/** The row of a record in a tracker. */
export function rowIn({ table }: Exported, { place }: Placed): Table {
  const { platform } = table;
  return {
    ...table,
    ...(typeof platform === "string" ? { platform: knownPlatform(platform) } : {}),
    ...partKeys(partOfPlace(place)),
  };
}

/** Writes rows into the tracker of a root. Other rows stay. @returns its path, and whether it changed */
export async function writeTracker(
  { disk }: Pick<World, "disk">,
  folder: string,
  root: string,
  rows: ReadonlyMap<string, Table>,
): Promise<{ readonly path: string; readonly changed: boolean }> {
  const path = `${root}/${TRACKER}`;
  const { real } = createPaths(disk, folder).resolve(path);
  const text = readText(disk, real);
  const next = (await parseTracker(text ?? "", path)).edited(rows);
  if (next === undefined || next === text) return { path, changed: false };
  replaceFile(disk, real, next, 0o644);
  return { path, changed: true };
}
