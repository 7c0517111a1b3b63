/** Worlds whose disk is in memory. */
import { createWorld, type TestWorld } from "@skillmeat-deployments/testing/cli/world.ts";
import { createMemoryDisk, type MemoryDisk } from "../files/memory-disk.ts";

export const HOME = "/home/ana";
export const ROOT = `${HOME}/web-shop`;

type Settings = Parameters<typeof createWorld>[3] & { readonly disk?: MemoryDisk };

export function memoryWorld(key: string, settings: Settings = {}): TestWorld & { readonly disk: MemoryDisk } {
  const disk = settings.disk ?? createMemoryDisk();
  for (const folder of ["/home", HOME, ROOT]) if (disk.lstat(folder) === undefined) disk.mkdir(folder);
  return { ...createWorld(disk, HOME, key, settings), disk };
}

/** Puts a tree of files on a disk. */
export function put(disk: MemoryDisk, folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) disk.put(`${folder}/${path}`, text);
}
