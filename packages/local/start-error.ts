/** Errors of commands: each becomes one line for the person who runs the command, without a stack trace. */

/** An error whose message is written for the person who runs a command. */
export class StartError extends Error {}

/** The output of a command, line by line. */
export type Io = { out: (line: string) => void; error: (line: string) => void };

/** What the common errors of the operating system mean. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the process may not write such a large file (ulimit -f)",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "the operation is not permitted",
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  EEXIST: "it is a file, not a directory",
  EISDIR: "it is a directory, not a file",
  ECONNREFUSED: "the connection is refused",
  ENOTFOUND: "its host name is unknown",
};

type SystemError = Error & { code?: string; path?: string; cause?: unknown };

/** The reason of a thrown value in plain words, without the path: one line, also for an error with a long message. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return reasonOf(thrown.errors[0]);
  if (!(thrown instanceof Error)) return firstLine(String(thrown));
  const { name, message, code, cause } = thrown as SystemError;
  const reason = REASONS[code ?? ""];
  if (reason) return reason;
  // `fetch failed`: what failed is its cause.
  if (cause instanceof Error && thrown instanceof TypeError) return reasonOf(cause);
  const text = firstLine(message);
  return text === "" || /^(Error|StartError)$/.test(name) ? text || name : `${name}: ${text}`;
}

/** The line for a thrown value. */
export function lineOf(thrown: unknown): string {
  if (thrown instanceof StartError) return firstLine(thrown.message);
  const { path, code } = (thrown ?? {}) as SystemError;
  return path !== undefined && code !== undefined ? `Cannot use ${path}: ${reasonOf(thrown)}` : reasonOf(thrown);
}

const firstLine = (text: string) => text.trim().split("\n", 1)[0] ?? "";

/** Runs a command. Every error is written as one line. @returns the exit code, which is 1 after an error */
export async function runCommand(io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    io.error(lineOf(error));
    return 1;
  }
}
