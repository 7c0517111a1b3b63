/** The lock of a project: one run at a time. That of a run that was killed is taken over. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { codeOf, FileError, onDisk } from "./file-error.ts";
import { ignoringCode } from "./store.ts";

/** The processes of this machine. */
export type Processes = {
  readonly host: string;
  readonly pid: number;
  /** When this process was started, in a form in which two processes of one id differ. null: it cannot be told. */
  startOf(pid: number): string | null;
  isAlive(pid: number): boolean;
  now(): Date;
  /** When the machine was started. */
  bootedAt(): Date;
};

export const machine: Processes = {
  host: hostname(),
  pid: process.pid,
  startOf(pid) {
    try {
      // Field 22 is the start time in clock ticks; field 2, the name, can have spaces. man 5 proc_pid_stat
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? null;
    } catch {
      return null;
    }
  },
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return codeOf(error) === "EPERM";
    }
  },
  now: () => new Date(),
  bootedAt: () => new Date(Date.now() - uptime() * 1000),
};

type Holder = { pid: number; host: string; since: string; start: string | null; token: string };

export type Lock = { release(): void };

/**
 * Takes the lock in a folder, which must exist.
 * @throws FileError `locked` if another run holds it
 */
export function takeLock(disk: Disk, folder: string, processes: Processes): Lock {
  const path = join(folder, "lock");
  const own: Holder = {
    pid: processes.pid,
    host: processes.host,
    since: processes.now().toISOString(),
    start: processes.startOf(processes.pid),
    token: randomBytes(8).toString("hex"),
  };
  // Each turn either takes the lock, finds a live holder, or removes a dead one.
  for (let turn = 0; turn < 10; turn++) {
    if (onDisk(".skillmeat/lock", "write", () => create(disk, path, own))) {
      return { release: () => releaseIfOwn(disk, path, own) };
    }
    const text = readText(disk, path);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder && isHeld(holder, processes)) throw held(holder);
    moveAway(disk, path, text, own.token);
  }
  throw new FileError("locked", ".skillmeat/lock", "Other runs are taking the lock of this project; try again");
}

const held = ({ pid, host, since }: Holder) =>
  new FileError(
    "locked",
    ".skillmeat/lock",
    `Another run works in this project: process ${pid} on ${host}, since ${since}. If it is gone, delete .skillmeat/lock`,
  );

/** Creates the lock with its content in one step. false: there is one. */
function create(disk: Disk, path: string, own: Holder): boolean {
  const bytes = Buffer.from(`${JSON.stringify(own)}\n`);
  const next = `${path}.${own.token}`;
  if (disk.lstat(path) !== undefined) return false;
  disk.createFile(next, bytes, 0o644);
  try {
    disk.link(next, path);
    return true;
  } catch (error) {
    // ENOENT: the run that holds the lock has removed what it took for a leftover.
    if (["EEXIST", "ENOENT"].includes(codeOf(error) ?? "")) return false;
    // A file system without hard links: the content follows the creation.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"].includes(codeOf(error) ?? "")) throw error;
    return createPlain(disk, path, bytes);
  } finally {
    ignoringCode("ENOENT", () => disk.unlink(next));
  }
}

function createPlain(disk: Disk, path: string, bytes: Uint8Array): boolean {
  try {
    disk.createFile(path, bytes, 0o644);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

const readText = (disk: Disk, path: string): string | undefined => {
  const bytes = onDisk(".skillmeat/lock", "read", () => ignoringCode("ENOENT", () => disk.readFile(path)));
  return bytes && Buffer.from(bytes).toString();
};

/** undefined: the text is damaged, as after a power failure. */
function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return typeof holder.pid === "number" && typeof holder.host === "string" ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that took a lock is still there. Of another machine it cannot be told. */
function isHeld(holder: Holder, processes: Processes): boolean {
  if (holder.host !== processes.host) return true;
  if (!processes.isAlive(holder.pid)) return false;
  // Process ids are used again.
  if (Date.parse(holder.since) < processes.bootedAt().getTime() - 60_000) return false;
  const start = processes.startOf(holder.pid);
  return holder.start === null || start === null || holder.start === start;
}

/** Removes a dead lock. If another run has just replaced it by its own, that one is put back. */
function moveAway(disk: Disk, path: string, text: string, token: string): void {
  const away = `${path}.${token}.old`;
  onDisk(".skillmeat/lock", "remove", () => {
    ignoringCode("ENOENT", () => disk.rename(path, away));
    const moved = readText(disk, away);
    if (moved === undefined) return;
    if (moved !== text) ignoringCode("EEXIST", () => disk.link(away, path));
    disk.unlink(away);
  });
}

function releaseIfOwn(disk: Disk, path: string, own: Holder): void {
  const text = readText(disk, path);
  if (text === undefined || parse(text)?.token !== own.token) return;
  onDisk(".skillmeat/lock", "remove", () => ignoringCode("ENOENT", () => disk.unlink(path)));
}
