/** The files of a project as a run sees them: each is read once, and again when it was changed. */
import type { Disk } from "./disk.ts";
import { FileError, onDisk } from "./file-error.ts";
import { hashBytes } from "./hash.ts";
import type { Paths } from "./paths.ts";

/** The largest file that is read. Settings and texts of agents are far smaller. */
export const MAX_BYTES = 10 * 1024 * 1024;

/** So many bytes are remembered. */
const MOST_REMEMBERED = 64 * 1024 * 1024;

/** A file of a project. */
export type Seen = {
  /** As it was asked for, relative to the project. */
  readonly path: string;
  /** The absolute path, through all links. */
  readonly real: string;
  /** `real`, relative to the project: the same for all paths that lead to the file. */
  readonly id: string;
  /** null: the file does not exist. */
  readonly bytes: Uint8Array | null;
  readonly hash: string | null;
  /** The permission bits. null: the file does not exist. */
  readonly mode: number | null;
  readonly version: string | null;
  /** Whether the path is a link to the file. */
  readonly isLink: boolean;
  /** The absolute folders that have to be created for it, the outermost first. */
  readonly missing: readonly string[];
};

export type View = {
  /** @throws FileError if the file cannot be read, is larger than 10 MiB, or is no file */
  look(path: string): Seen;
  /** For a run that only looks: says what the content of a file would be. */
  pretend(seen: Seen, bytes: Uint8Array | null): void;
};

export function createView(disk: Disk, paths: Paths): View {
  const contents = new Map<string, { version: string; bytes: Uint8Array; hash: string }>();
  const pretended = new Map<string, Uint8Array | null>();

  let size = 0;

  const read = (path: string, real: string, version: string) => {
    const known = contents.get(real);
    if (known?.version === version) return known;
    const bytes = onDisk(path, "read", () => disk.readFile(real));
    const content = { version, bytes, hash: hashBytes(bytes) };
    size += bytes.length;
    if (size > MOST_REMEMBERED) {
      contents.clear();
      size = bytes.length;
    }
    contents.set(real, content);
    return content;
  };

  return {
    look(path) {
      const { real, stat, isLink, missing } = paths.resolve(path);
      const seen = { path, real, id: paths.relative(real), isLink, missing };
      const changed = pretended.get(real);
      if (changed !== undefined) {
        const hash = changed && hashBytes(changed);
        return { ...seen, bytes: changed, hash, mode: stat?.mode ?? null, version: null };
      }
      if (stat === undefined) return { ...seen, bytes: null, hash: null, mode: null, version: null };
      if (stat.type !== "file")
        throw new FileError("not-a-file", path, `${path} is ${stat.type === "folder" ? "a folder" : "no file"}`);
      if (stat.size > MAX_BYTES) throw new FileError("too-large", path, `${path} is larger than 10 MiB`);
      const { bytes, hash, version } = read(path, real, stat.version);
      return { ...seen, bytes, hash, mode: stat.mode, version };
    },
    pretend(seen, bytes) {
      pretended.set(seen.real, bytes);
    },
  };
}

/** The text of a file. undefined: it is not UTF-8, or has NUL characters. The byte order mark stays. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
