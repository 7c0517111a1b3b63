/** Everything outside of the program: the disk, the network, the clock, the terminal. Tests have a world of their own. */
import type { Disk } from "./files/disk.ts";
import type { Processes } from "./files/lock.ts";

export type World = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  readonly system: "linux" | "macos" | "windows";
  readonly disk: Disk;
  /** The processes of this machine, for the lock of a project. */
  readonly processes: Processes;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  /** A number from 0 up to 1, which varies the pauses between attempts. */
  readonly random: () => number;
  /** Waits. It rejects with the signal's reason when that is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal | undefined) => Promise<void>;
  readonly terminal: Terminal;
  /** The files of a folder that git knows or would add, relative to it. undefined: there is no git. */
  readonly gitFiles: (folder: string) => Promise<readonly string[] | undefined>;
  /** What git prints for arguments, without spaces around it. undefined: there is no git, no repository, or no answer. */
  readonly git: (folder: string, args: readonly string[]) => Promise<string | undefined>;
  /** Runs a command of the user's in a shell, with a text as its input. What it prints goes to `output`. @returns its exit code */
  readonly runCommand: (command: string, input: string, output: "output" | "errors") => Promise<number>;
  /** Opens a page in the user's browser. @throws Error if there is none */
  readonly openPage: (url: string) => Promise<void>;
  /** Ends the running command when the user asks for it. */
  readonly signal?: AbortSignal | undefined;
};

/** Where a command reads and prints. */
export type Terminal = {
  /** Whether somebody can answer questions: input and error output are a terminal. */
  readonly canAsk: boolean;
  /** Whether the output is a terminal. */
  readonly hasOutput: boolean;
  /** Whether the error output is a terminal, which shows progress. */
  readonly hasErrors: boolean;
  /** Prints to the output. */
  readonly out: (text: string) => void;
  /** Prints to the error output. */
  readonly err: (text: string) => void;
  /** Asks for a line. `secret`: what is typed is not shown. undefined: the input ended. */
  readonly ask: (question: string, options?: { secret?: boolean }) => Promise<string | undefined>;
  /** The whole input. */
  readonly readInput: () => Promise<string>;
};
