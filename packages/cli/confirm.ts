/** Asks the user before something is done that is hard to take back. */
import { CommandError } from "./fail.ts";
import type { Terminal } from "./world.ts";

type Question = {
  /** What a command without a terminal and without --yes is told: what is at stake, and how to agree. */
  readonly refusal: string;
  /** Lines that are shown before the question. */
  readonly shown?: readonly string[];
  /** A question that yes or no answers. */
  readonly question: string;
  /** What is said after a no. */
  readonly refused: string;
};

/** @throws CommandError if the user does not agree, or there is nobody to ask */
export async function confirm(terminal: Terminal, { refusal, shown = [], question, refused }: Question): Promise<void> {
  if (!terminal.canAsk) throw new CommandError("not-confirmed", refusal);
  if (shown.length > 0) terminal.err(`${shown.join("\n")}\n`);
  const answer = await terminal.ask(`${question} [y/N] `);
  if (!/^y(?:es)?$/i.test(answer?.trim() ?? "")) throw new CommandError("not-confirmed", refused);
}
