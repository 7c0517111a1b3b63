/** Reads many rows by their keys, several batches in parallel. */
import { inParallel } from "../runtime/parallel.ts";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";
import type { ReadTable } from "./verbs.ts";

/** The number of batches that are read in parallel. */
const READERS = 4;
/** The number of keys in a batch: DynamoDB's limit. */
const BATCH = 100;

/**
 * Returns the row of each key. undefined: there is none. A key can be given twice.
 * @param consistent whether the reads are strongly consistent
 */
export async function readMany(
  { table }: { readonly table: Pick<ReadTable, "getMany"> },
  keys: readonly Key[],
  consistent = true,
): Promise<(key: Key) => Row | undefined> {
  const idOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;
  const unique = [...new Map(keys.map((key) => [idOf(key), key])).values()];
  const batches = Array.from({ length: Math.ceil(unique.length / BATCH) }, (_, i) =>
    unique.slice(i * BATCH, (i + 1) * BATCH),
  );
  const rows = new Map<string, Row | undefined>();
  await inParallel(READERS, batches, async (batch) => {
    const found = await table.getMany(batch, consistent);
    for (const [i, key] of batch.entries()) rows.set(idOf(key), found[i]);
  });
  return (key) => rows.get(idOf(key));
}
