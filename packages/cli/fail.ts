/** The error of a command: one or two lines for the user. */

export class CommandError extends Error {
  /** For programs, in the output of `--json`. */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "CommandError";
    this.code = code;
  }
}
