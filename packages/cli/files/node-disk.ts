/** The disks of this machine. */
import {
  type BigIntStats,
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { Disk, Stat } from "./disk.ts";

export const nodeDisk: Disk = {
  lstat(path) {
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && statOf(stats);
  },
  readFile: (path) => readFileSync(path),
  createFile(path, bytes, mode, { flush = true } = {}) {
    withFile(openSync(path, "wx", mode), (fd) => writeAll(fd, bytes, flush));
  },
  appendFile(path, bytes, mode) {
    withFile(openSync(path, "a", mode), (fd) => writeAll(fd, bytes, true));
  },
  rename: renameSync,
  link: linkSync,
  chmod: chmodSync,
  mkdir: (path) => void mkdirSync(path),
  unlink: unlinkSync,
  rmdir: (path) => rmdirSync(path),
  readdir: (path) => readdirSync(path),
  realpath: (path) => realpathSync(path),
  syncFolder(path) {
    // Windows opens no folders.
    if (process.platform !== "win32") withFile(openSync(path, "r"), syncWherePossible);
  },
};

function statOf(stats: BigIntStats): Stat {
  const type = stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other";
  const version = `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
  return { type, size: Number(stats.size), mode: Number(stats.mode) & 0o7777, version };
}

function withFile(fd: number, use: (fd: number) => void): void {
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}

/** A disk that fills up makes a short write, which is no error, and refuses the next one. */
function writeAll(fd: number, bytes: Uint8Array, flush: boolean): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
  if (flush) fsyncSync(fd);
}

/** Some file systems have no such call for folders. */
function syncWherePossible(fd: number): void {
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!["EINVAL", "ENOTSUP", "EBADF", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
