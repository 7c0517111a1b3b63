/** The operations on disks that this package uses. Tests have a disk that fails at chosen operations. */

/** What is at a path. Links are not followed. */
export type Stat = {
  readonly type: "file" | "folder" | "link" | "other";
  readonly size: number;
  /** The permission bits. */
  readonly mode: number;
  /** Changes when the file is written or replaced. */
  readonly version: string;
};

/**
 * A disk. Paths are absolute. Every operation is atomic or leaves a partial new file behind; it throws the error of the
 * operating system, with its `code`.
 */
export type Disk = {
  /** undefined: nothing is there. */
  lstat(path: string): Stat | undefined;
  readFile(path: string): Uint8Array;
  /** Creates a file, which must not exist, with its content. Waits until it is on the disk, unless `flush` is false. */
  createFile(path: string, bytes: Uint8Array, mode: number, options?: { flush?: boolean }): void;
  /** Adds to a file, which is created if it does not exist, and waits until it is on the disk. */
  appendFile(path: string, bytes: Uint8Array, mode: number): void;
  /** Replaces a file that is at the target. */
  rename(from: string, to: string): void;
  /** Gives a file a second name, which must not exist. */
  link(from: string, to: string): void;
  chmod(path: string, mode: number): void;
  mkdir(path: string): void;
  unlink(path: string): void;
  rmdir(path: string): void;
  /** The names in a folder, in any order. */
  readdir(path: string): string[];
  realpath(path: string): string;
  /** Waits until the names in a folder are on the disk. Does nothing where the operating system has no such call. */
  syncFolder(path: string): void;
};
