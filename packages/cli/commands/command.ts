/** What a command is: its name and options, and what runs it. */
import type { World } from "../world.ts";

/** An option. Its name has no dashes. */
export type Option = {
  readonly name: string;
  /** What the value is called in the help, such as `DIR`. undefined: the option has no value. */
  readonly value?: string;
  /** Whether it can be given several times. */
  readonly isList?: true;
  readonly help: string;
};

export type Command = {
  readonly name: string;
  /** What the arguments are called in the help. undefined: the command has none. They can be repeated. */
  readonly argument?: string;
  readonly help: string;
  /** What follows the summary in the help of the command: one line each. */
  readonly details?: readonly string[];
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  readonly load: () => Promise<Run>;
};

/** What the user typed. */
export type Input = {
  readonly args: readonly string[];
  /** Whether an option without a value is given. */
  flag(name: string): boolean;
  /** The value of an option. If it is given twice, the last one. */
  text(name: string): string | undefined;
  /** All values of an option. */
  list(name: string): readonly string[];
};

/** 0: all is as it should be. 1: an error. 2: there are differences. */
export type ExitCode = 0 | 1 | 2;

/** What a command has to say: for people as lines, for programs as JSON. */
export type Report = { readonly code: ExitCode; readonly lines: readonly string[]; readonly json: unknown };

/** Runs a command. Progress and questions go to the terminal, the report is returned. @throws CommandError */
export type Run = (input: Input, world: World) => Promise<Report>;
