/** A process of its own for evaluations: a component that fails does so behind promises that nobody holds. */
import { evaluate, type Mutation } from "./evaluate.ts";

export type Order = { stage: string; mutations?: readonly Mutation[]; env?: Record<string, string> };

const answer = (reply: { evaluated: unknown } | { error: string }) => process.send?.(reply);
process.on("unhandledRejection", (error) => answer({ error: String(error) }));
process.on("message", ({ stage, mutations, env }: Order) => {
  evaluate(stage, mutations, env).then(
    (evaluated) => answer({ evaluated }),
    (error) => answer({ error: String(error) }),
  );
});
