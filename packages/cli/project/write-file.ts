/** Writes a file of this tool itself: the project's configuration, the user's keys, a tracker. */
import { dirname, join } from "node:path";
import type { Disk } from "../files/disk.ts";
import { onDisk } from "../files/file-error.ts";

/** Creates or replaces a file, and the folders that it needs. A reader sees the old content or the new one. @param path absolute @param shown the path for errors */
export function replaceFile(disk: Disk, path: string, text: string, mode: number, shown = path): void {
  const folder = dirname(path);
  const temporary = join(folder, ".skillmeat-deploy.tmp");
  onDisk(shown, "write", () => {
    createFolders(disk, folder);
    // What a killed run left behind.
    if (disk.lstat(temporary)) disk.unlink(temporary);
    disk.createFile(temporary, Buffer.from(text), mode);
    disk.rename(temporary, path);
    disk.syncFolder(folder);
  });
}

function createFolders(disk: Disk, folder: string): void {
  if (disk.lstat(folder)) return;
  createFolders(disk, dirname(folder));
  disk.mkdir(folder);
}

/** Reads a text. undefined: there is no such file. @throws FileError if it cannot be read */
export function readText(disk: Disk, path: string, shown = path): string | undefined {
  return onDisk(shown, "read", () => {
    if (disk.lstat(path) === undefined) return undefined;
    return Buffer.from(disk.readFile(path)).toString("utf8");
  });
}
