/** Checks whether a history of one resource is linearizable: each operation takes effect at one moment while it runs. */

/** The state of a resource: its ETag and its value, or undefined if it does not exist. */
export type State = { readonly etag: string; readonly value: string } | undefined;

/** An operation of a history. `call` and `answer` are moments; without an answer it can take effect at any time, or never. */
export type Operation = {
  readonly client: number;
  readonly call: number;
  readonly answer: number | undefined;
  /** For people who read a broken history. */
  readonly text: string;
  /** Returns the states after the operation takes effect. None: the answer does not fit this state. */
  step(state: State): readonly State[];
};

/**
 * Searches for an order of the operations in which each answer fits, by the algorithm of Wing and Gong with Lowe's memory of
 * what was tried. The search is deep where many operations overlap, so histories are checked by resource.
 * @returns the operations that no order explains, in the order of their calls; empty if the history is linearizable
 */
export function unexplained(history: readonly Operation[]): readonly Operation[] {
  const operations = [...history].sort((a, b) => a.call - b.call);
  const tried = new Set<string>();
  let longest = 0;

  /** Tries to order what is left. @param done the bits of the operations that have taken effect */
  function search(done: bigint, state: State, count: number): boolean {
    longest = Math.max(longest, count);
    const left = operations.flatMap((operation, i) => (done & (1n << BigInt(i)) ? [] : [{ operation, i }]));
    if (left.every(({ operation }) => operation.answer === undefined)) return true;
    const id = `${done} ${state?.etag} ${state?.value}`;
    if (tried.has(id)) return false;
    tried.add(id);
    // Only an operation that was called before the first answer can come next.
    const first = Math.min(...left.map(({ operation }) => operation.answer ?? Number.POSITIVE_INFINITY));
    return left
      .filter(({ operation }) => operation.call < first)
      .some(({ operation, i }) =>
        operation.step(state).some((next) => search(done | (1n << BigInt(i)), next, count + 1)),
      );
  }

  return search(0n, undefined, 0) ? [] : operations.slice(Math.max(0, longest - 2), longest + 6);
}
