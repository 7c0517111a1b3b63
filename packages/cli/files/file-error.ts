/** The error of this folder: says in one or two lines what is wrong with which file. */

/** What is wrong, for callers that act on it. */
export type FileErrorCode =
  /** The text is not valid in its format. `line` and `column` say where. */
  | "malformed"
  /** The file is valid, but cannot be edited as asked. */
  | "unsupported"
  /** The path leads out of the project, or to a place that is not for artifacts. */
  | "outside"
  /** A folder is where a file should be, or a file where a folder should be. */
  | "not-a-file"
  /** On this disk the path is the same as that of another file, which is written differently. */
  | "case-twin"
  /** Larger than 10 MiB. */
  | "too-large"
  /** Text is needed, and the file has none. */
  | "binary"
  /** The operating system refused. `cause` has its error. */
  | "disk"
  /** Another run works in the project. */
  | "locked"
  /** The file was changed while it was written. */
  | "changed";

export class FileError extends Error {
  readonly code: FileErrorCode;
  /** Relative to the project. */
  readonly path: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: FileErrorCode, path: string, message: string, at: FileErrorDetails = {}) {
    super(message, at.cause === undefined ? undefined : { cause: at.cause });
    this.name = "FileError";
    this.code = code;
    this.path = path;
    this.line = at.line;
    this.column = at.column;
  }
}

type FileErrorDetails = { line?: number | undefined; column?: number | undefined; cause?: unknown };

const REASONS: Partial<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "the operating system does not allow it",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long for the disk",
  ENOENT: "it does not exist",
  ENOTEMPTY: "the folder is not empty",
  EBUSY: "another program uses it",
  EMFILE: "too many files are open",
  EIO: "the disk failed",
};

/** The error code of the operating system. undefined: it is another error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** Does something with a file. An error of the operating system becomes one that names the file. */
export function onDisk<T>(path: string, what: "read" | "write" | "remove", work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof FileError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw error;
    const done = { read: "read", write: "written", remove: "removed" }[what];
    throw new FileError("disk", path, `${path} cannot be ${done}: ${REASONS[code] ?? code}`, { cause: error });
  }
}
