/** Keeps the trackers of SkillMeat, one in the root of each profile, so that both tools can be used on one project. */

import { dirname } from "node:path";
import type { DeploymentProfile } from "@skillmeat-deployments/client";
import { CommandError } from "../fail.ts";
import { FileError, onDisk } from "../files/file-error.ts";
import { createPaths } from "../files/paths.ts";
import type { Place } from "../files/place.ts";
import { readText, replaceFile } from "../project/write-file.ts";
import type { World } from "../world.ts";
import { ADOPTED, COLLECTION } from "./names.ts";
import { isInPlace, wantedRecord } from "./register.ts";
import { parseTracker, TRACKER } from "./tracker-file.ts";
import type { TrackerRow } from "./tracker-row.ts";
import type { Done } from "./write.ts";

type Table = Readonly<Record<string, unknown>>;
/** The rows of a tracker by record id. null: the row goes. */
type Changes = Map<string, ((row: TrackerRow | undefined) => Table | undefined) | null>;
/** A tracker: the folder of its project (or the user's home), and its path in it. */
type Location = { readonly root: string; readonly path: string };

/** What is removed, and whose tracker has its row. */
type Removed = { readonly id: string } & Pick<DeploymentProfile, "scope" | "root_dir">;

/** The platforms that SkillMeat knows (skillmeat/core/enums.py, 2026-03-14). It reads no tracker that names another one. */
const ITS_PLATFORMS = ["claude_code", "codex", "gemini", "cursor", "other", "remote_git"];

/**
 * Writes the rows of what is in place, and removes those of what is removed. @returns what could not be written, one line each
 */
export async function keepTrackers(
  world: Pick<World, "disk" | "home" | "now">,
  root: string,
  done: readonly Done[],
  removed: readonly Removed[],
): Promise<string[]> {
  const trackers = new Map<string, { location: Location; changes: Changes }>();
  const changesOf = ({ scope, root_dir }: Pick<DeploymentProfile, "scope" | "root_dir">): Changes => {
    const location = { root: scope === "user" ? world.home : root, path: `${root_dir}/${TRACKER}` };
    const key = JSON.stringify(location);
    const tracker = trackers.get(key) ?? { location, changes: new Map() };
    trackers.set(key, tracker);
    return tracker.changes;
  };
  for (const each of done.filter(isInPlace))
    changesOf(each.item.profile).set(each.item.id, (row) => tableOf(each, row, world.now()));
  for (const each of removed) changesOf(each).set(each.id, null);
  const problems: string[] = [];
  for (const { location, changes } of trackers.values()) {
    try {
      await keepTracker(world, location, changes);
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof FileError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
}

async function keepTracker({ disk }: Pick<World, "disk">, { root, path }: Location, changes: Changes): Promise<void> {
  const { real } = createPaths(disk, root).resolve(path);
  const text = readText(disk, real, path);
  const tracker = await parseTracker(text ?? "", path);
  const tables = new Map<string, Table | null>();
  for (const [id, change] of changes) {
    const row = tracker.rows.get(id);
    const table = change === null ? (row ? null : undefined) : change(row);
    if (table !== undefined) tables.set(id, table);
  }
  if (tables.size === 0) return;
  const next = tracker.edited(tables);
  if (next === undefined) removeTracker(disk, real, path);
  else if (next !== text) replaceFile(disk, real, next, 0o644, path);
}

/** Removes a tracker without rows, and the profile's root if nothing else is in it. */
function removeTracker(disk: World["disk"], real: string, path: string): void {
  const folder = dirname(real);
  onDisk(path, "remove", () => {
    disk.unlink(real);
    if (disk.readdir(folder).length === 0) disk.rmdir(folder);
  });
}

/** The row of an item. undefined: the tracker has it already. */
function tableOf(done: Done, row: TrackerRow | undefined, now: Date): Table | undefined {
  const { artifact, place, profile } = done.item;
  const { local_modifications: _, written_hash, artifact_path_base, ...wanted } = wantedRecord(done);
  const part = partOfPlace(place);
  const isSame =
    row !== undefined &&
    row.from_collection !== ADOPTED &&
    row.content_hash === wanted.content_hash &&
    row.written_hash === written_hash &&
    row.artifact_path === wanted.artifact_path &&
    row.artifact_path_base === artifact_path_base &&
    JSON.stringify(row.part) === JSON.stringify(part);
  if (isSame) return undefined;
  const isNew = row?.content_hash !== wanted.content_hash;
  const lineage = isNew ? [...(row?.version_lineage ?? []), wanted.content_hash].slice(-64) : row.version_lineage;
  return {
    artifact_name: artifact.name,
    artifact_type: artifact.type,
    ...(row && row.from_collection !== ADOPTED ? {} : { from_collection: COLLECTION }),
    ...(isNew ? { deployed_at: now.toISOString() } : {}),
    ...wanted,
    ...(artifact_path_base === "project" || row ? { artifact_path_base } : {}),
    local_modifications: false,
    ...(isNew && row ? { parent_hash: row.content_hash } : {}),
    version_lineage: lineage,
    deployment_profile_id: profile.profile_id,
    platform: knownPlatform(profile.platform),
    profile_root_dir: profile.root_dir,
    collection_sha: wanted.content_hash,
    written_hash,
    ...partKeys(part),
  };
}

/** What of a place a tracker has, for a part of a shared file. null: it is a file of its own. */
export function partOfPlace({ kind, name, key = null, entry = null, item_name = null, format = null }: Place) {
  return kind === "merge" || kind === "block" ? { kind, name, key, entry, item_name, format } : null;
}

/** The keys of a part in a row. All of them: what the row was before can be another part. */
export function partKeys(part: ReturnType<typeof partOfPlace>) {
  const { kind = null, key = null, entry = null, item_name = null, format = null, name = null } = part ?? {};
  return { kind, key, entry, item_name, format, install_name: name };
}

/** A platform as SkillMeat has it. */
export const knownPlatform = (platform: string) => (ITS_PLATFORMS.includes(platform) ? platform : "other");
