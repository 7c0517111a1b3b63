/** A process for evaluations: a component that fails does so in promises that nothing awaits. */
import { evaluate, type Mutation } from "./evaluate.ts";

// Pulumi takes a stack trace for each of its promises, which is three quarters of an evaluation. Only messages are answered.
Error.stackTraceLimit = 0;

export type Order = { stage: string; mutations?: readonly Mutation[]; env?: Record<string, string> };

/** The number of the order in progress. A failure after its answer belongs to no order. */
let current = 0;
const answer = (number: number, reply: { evaluated: unknown } | { error: string }) =>
  process.send?.({ number, ...reply });
process.on("unhandledRejection", (error) => answer(current, { error: String(error) }));
process.on("message", async ({ number, stage, mutations, env }: Order & { number: number }) => {
  current = number;
  try {
    answer(number, { evaluated: await evaluate(stage, mutations, env) });
  } catch (error) {
    answer(number, { error: String(error) });
  }
});
