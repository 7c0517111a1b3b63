/**
 * Writes of records that are too many for one transaction: each record is committed on its own, so a repeated request
 * completes an interrupted one. The result is committed last.
 */
import type { WriteCtx } from "../context.ts";
import { notFound } from "../fault.ts";
import { type WriteTarget, type Written, writeRows } from "../resource/write.ts";
import { inParallel } from "../runtime/parallel.ts";
import type { Committed } from "../storage/writer.ts";
import { LABELS } from "./labels.ts";
import { projectRow } from "./project.ts";

/** The number of records that are written in parallel. */
const WRITERS = 16;
/** The number of records that are written before the project is looked up again. */
const BATCH = 100;

/**
 * Does work on items, batch after batch, while the project lives. So at most one batch is written after its deletion.
 * @param idOf items of one id are worked on one after another, in their order
 * @throws 404 if the project is deleted meanwhile
 */
export async function inBatches<T>(
  ctx: WriteCtx,
  project: { id: string; uid: string },
  items: readonly T[],
  idOf: (item: T) => unknown,
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) {
    // The first batch follows the read of the project.
    if (start > 0 && (await projectRow(ctx, project.id)).uid !== project.uid)
      throw notFound(LABELS.project, project.id);
    const byId = Map.groupBy(items.slice(start, start + BATCH), idOf);
    await inParallel(WRITERS, [...byId.values()], async (group) => {
      for (const item of group) await work(item);
    });
  }
}

/** Commits one record. @throws as `writeRows`; Replay if the request was committed before under its idempotency key */
export async function writePart(ctx: WriteCtx, target: WriteTarget): Promise<Written> {
  const { written } = await writeRows(ctx, [target], (writes) => ctx.writer.commitPart(writes));
  return written[0] as Written;
}

/** Tells what became of a record. */
export const outcomeOf = ({ changed, before }: Written): "created" | "updated" | "unchanged" =>
  !changed ? "unchanged" : before ? "updated" : "created";

/** Commits the result of an operation whose writes are all committed. */
export async function commitResult<R extends object>(ctx: WriteCtx, result: R): Promise<Committed<R>> {
  const outcome = await ctx.writer.commit([], result);
  // The only write is the idempotency key's row. If its condition fails, `commit` throws a `Replay`.
  if (!outcome.done) throw new Error("A commit without writes cannot fail a condition");
  return outcome.committed;
}
