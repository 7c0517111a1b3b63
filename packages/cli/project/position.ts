/** Where `watch` stopped: `.skillmeat/watch.json`. */
import { join } from "node:path";
import type { World } from "../world.ts";
import { FOLDER, type LocalProject } from "./config.ts";
import { readText, replaceFile } from "./write-file.ts";

const FILE = "watch.json";

/** The position behind the last event that was handled. undefined: there is none for this service and project. */
export function readPosition({ disk }: Pick<World, "disk">, { root, project }: LocalProject, api: string) {
  const text = readText(disk, join(root, FOLDER, FILE));
  if (text === undefined) return undefined;
  try {
    const saved = JSON.parse(text) as Partial<Record<"api" | "project" | "after", unknown>> | null;
    const isOurs = saved?.api === api && saved.project === project;
    return isOurs && typeof saved.after === "string" ? saved.after : undefined;
  } catch {
    // Damaged: the feed is read from its beginning.
    return undefined;
  }
}

export function forgetPosition({ disk }: Pick<World, "disk">, { root }: LocalProject): void {
  const path = join(root, FOLDER, FILE);
  if (disk.lstat(path) !== undefined) disk.unlink(path);
}

export function keepPosition(
  { disk }: Pick<World, "disk">,
  { root, project }: LocalProject,
  api: string,
  after: string,
) {
  const text = `${JSON.stringify({ api, project, after }, null, 2)}\n`;
  const path = join(root, FOLDER, FILE);
  if (readText(disk, path) !== text) replaceFile(disk, path, text, 0o644);
}
