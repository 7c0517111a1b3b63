/** Remembers the heads of feeds for the recorder of a local run, so that it reads a feed's head once. */
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table, Write } from "@skillmeat-deployments/core/storage/verbs.ts";

/** The number of heads that are remembered. The one that was not advanced for the longest time is forgotten first. */
const MAX_HEADS = 1_000;

/**
 * A table that answers the head of a feed from memory after a transaction has advanced it. This process is the only one
 * that advances heads, as a rule; if it is not, the transaction's condition on the head fails, and the head is read.
 */
export function rememberHeads(table: Table): Table {
  const heads = new Map<string, Row>();
  return {
    ...table,
    get: async (key, consistent) => heads.get(idOf(key)) ?? table.get(key, consistent),
    transact: async (writes) => {
      const advances = writes.filter((write) => "advance" in write);
      // A transaction that throws may be committed or not.
      for (const { advance } of advances) heads.delete(idOf(advance));
      const outcome = await table.transact(writes);
      if (outcome.done) for (const write of advances) remember(heads, write);
      return outcome;
    },
  };
}

function remember(heads: Map<string, Row>, { advance, seq, expires }: Extract<Write, { advance: unknown }>): void {
  heads.set(idOf(advance), { ...advance, seq, expires });
  if (heads.size > MAX_HEADS) heads.delete(heads.keys().next().value as string);
}

const idOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk}\n${sk}`;
