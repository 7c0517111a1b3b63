/** Disks that are watched or fail at chosen operations. */
import type { Disk } from "@skillmeat-deployments/cli/files/disk.ts";
import { CHANGING } from "@skillmeat-deployments/testing/cli/kills.ts";
import type { MemoryDisk } from "./memory-disk.ts";

/** An operation on a disk. */
export type Call = {
  readonly number: number;
  readonly name: keyof Disk;
  readonly path: string;
  readonly args: readonly unknown[];
};

const READING: readonly (keyof Disk)[] = ["lstat", "readFile", "readdir", "realpath"];

/** A disk on which `before` is called before each operation, and `after` after it. What they throw, the operation throws. */
export function watched(disk: Disk, before: (call: Call) => void, after: (call: Call) => void = () => {}): Disk {
  let number = 0;
  const wrap = (name: keyof Disk) => {
    const original = disk[name] as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => {
      const call: Call = { number: number++, name, path: String(args[0]), args };
      before(call);
      try {
        return original.apply(disk, args);
      } finally {
        after(call);
      }
    };
  };
  return Object.fromEntries([...READING, ...CHANGING].map((name) => [name, wrap(name)])) as unknown as Disk;
}

/** What a disk has when a process is killed: a copy, and between which operations it was made. */
export type Remains = { readonly disk: MemoryDisk; readonly when: string };

/**
 * Does something on a disk, and returns what a kill before, in the middle of and after each operation leaves on it. Operations
 * that change nothing leave the same as the ones before them.
 */
export async function remainsOf(disk: MemoryDisk, work: (disk: Disk) => Promise<unknown>): Promise<Remains[]> {
  const remains: Remains[] = [{ disk: disk.copy(), when: "before all" }];
  const before = ({ number, name, path, args }: Call) => {
    if (name !== "createFile" && name !== "appendFile") return;
    // A write that was stopped: the file is there, with a part of its bytes.
    const copy = disk.copy();
    const [, bytes, mode] = args as [string, Uint8Array, number];
    try {
      copy[name](path, bytes.subarray(0, bytes.length >> 1), mode);
      remains.push({ disk: copy, when: `in the middle of ${number}: ${name} ${path}` });
    } catch {
      // The operation fails, as it does on the disk itself.
    }
  };
  const after = ({ number, name, path }: Call) => {
    if (CHANGING.has(name)) remains.push({ disk: disk.copy(), when: `after ${number}: ${name} ${path}` });
  };
  await work(watched(disk, before, after));
  return remains;
}

/** A disk whose n-th change fails, once. Whether it did is told by `failed`. */
export function failing(disk: Disk, n: number, code: string): { disk: Disk; failed(): boolean } {
  let changes = 0;
  let isFailed = false;
  const before = ({ name }: Call) => {
    if (!CHANGING.has(name) || changes++ !== n) return;
    isFailed = true;
    throw Object.assign(new Error(`${code}: simulated`), { code });
  };
  return { disk: watched(disk, before), failed: () => isFailed };
}
