/** A folder of this machine's disk as a test's home, without the waits for the disk. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Disk } from "@skillmeat-deployments/cli/files/disk.ts";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";

/** A disk that is not flushed: a kill of the process loses nothing of it, only a crash of the machine would. */
export const unflushedDisk: Disk = {
  ...nodeDisk,
  createFile: (path, bytes, mode) => nodeDisk.createFile(path, bytes, mode, { flush: false }),
  syncFolder: () => {},
};

/** Creates an empty home with the folder of a project, `web-shop`. */
export function createHome(): { readonly home: string; readonly remove: () => void } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "skillmeat-home-")));
  mkdirSync(join(home, "web-shop"));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Writes files into a folder. null: the file is deleted. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | null>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    if (text === null) rmSync(file, { force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

/** The files below a folder by path, with their modes and contents, and the empty folders. */
export function filesBelow(folder: string, prefix = ""): Record<string, string> {
  const names = readdirSync(join(folder, prefix));
  if (names.length === 0 && prefix !== "") return { [prefix]: "" };
  return Object.assign(
    {},
    ...names.map((name) => {
      const path = join(folder, prefix, name);
      const { mode } = statSync(path);
      if (statSync(path).isDirectory()) return filesBelow(folder, `${prefix}${name}/`);
      return { [prefix + name]: `${(mode & 0o777).toString(8)} ${readFileSync(path, "latin1")}` };
    }),
  );
}
