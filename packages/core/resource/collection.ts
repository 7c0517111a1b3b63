/** Create, read, list, update and delete, for every resource: at the top level or below the resource that owns it. */
import type * as z from "zod";
import type { Ctx, Preconditions, Versioned, WriteCtx } from "../context.ts";
import { alreadyExists, notFound } from "../fault.ts";
import type { Key } from "../storage/keys.ts";
import {
  foreignCursor,
  type KeyRange,
  MAX_FILTERED_ROWS,
  type Page,
  type PageRequest,
  readFiltered,
} from "../storage/pages.ts";
import { retryContended } from "../storage/retry.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Write } from "../storage/verbs.ts";
import { blockingRow, type CommitOutcome, type Committed } from "../storage/writer.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { assertItemSize, checkPreconditions, firstStamp } from "./change.ts";
import type { Resource } from "./define.schema.ts";
import type { ListFilter } from "./list-filter.ts";
import { createReader, type StoredShape, toStored } from "./stored.ts";
import { isLive, requireLive, tombstoneWrite } from "./tombstone.ts";
import { applyUpdate, type Update } from "./update.ts";
import { ATTEMPTS, assertParentIsCurrent, contended, type Written, writeRows } from "./write.ts";

/** Ids by the names of their path parameters. */
type Ids = Readonly<Record<string, string>>;
type ReadOf<R extends Resource> = z.output<R["read"]>;

/** The resource that owns the resources of a collection. */
export type Owner = { readonly label: string; readonly id: string; readonly key: Key };

/** The definition of a collection. */
export type CollectionSpec<R extends Resource, ParentIds extends Ids, ItemIds extends ParentIds> = {
  /** The name of the resource in error texts. */
  label: string;
  /** How rows are read as the read shape. */
  stored: StoredShape;
  /** Returns the key of the resource's row. */
  key(tenant: string, ids: ItemIds): Key;
  /** Returns the resource's own id, for error texts. */
  idOf(ids: ItemIds): string;
  /** Returns the range of the collection's rows. */
  range(tenant: string, ids: ParentIds): KeyRange;
  /** Returns the owner. undefined for resources at the top level. */
  owner?: (tenant: string, ids: ParentIds) => Owner;
  /** Converts a value from storage to its canonical form, so that equal values give equal bytes. */
  normalise?: (value: ReadOf<R>) => ReadOf<R>;
  /** Adds changes that follow from an update, besides the fields that the caller set. */
  afterUpdate?: (next: z.output<R["writable"]>, current: ReadOf<R>) => z.output<R["writable"]>;
  /** Returns what an update writes besides the resource, in the same transaction. */
  alongUpdate?: (ctx: WriteCtx, next: ReadOf<R>, current: ReadOf<R>) => Write[];
  /** Whether the id can be used again only after everything that the resource owned is purged. */
  keepsIdUntilPurged?: boolean;
};

/** A resource of a list, and its row. */
type Listed<T> = { readonly value: T; readonly row: ResourceRow };

/** The operations of a collection. */
export type Collection<R extends Resource, ParentIds extends Ids, ItemIds extends ParentIds, T = ReadOf<R>> = {
  readonly label: string;
  /** Returns the read shape of a stored row. @throws 500 if the row cannot be parsed */
  fromRow(row: ResourceRow): T;
  /** Creates a resource. @throws 404 if the owner does not exist; 409 if the id exists; 413 if it is too large */
  create(ctx: WriteCtx, ids: ItemIds, value: JsonObject): Promise<Committed<Versioned<T>>>;
  /** Reads a resource. @throws 404 */
  read(ctx: Ctx, ids: ItemIds): Promise<Versioned<T>>;
  /**
   * Returns a page in byte order of id. With a filter by values, it reads up to 1,000 rows to fill the page.
   * @throws 400 if the cursor is outside the list; 404 if the owner does not exist
   */
  list(ctx: Ctx, ids: ParentIds, page: PageRequest, filter?: ListFilter<T, ItemIds>): Promise<Page<T>>;
  /** Like `list`, with the row of each resource. */
  listRows(ctx: Ctx, ids: ParentIds, page: PageRequest, filter?: ListFilter<T, ItemIds>): Promise<Page<Listed<T>>>;
  /**
   * Updates a resource. Without preconditions the last write wins.
   * @throws 404; 412 if a precondition fails; 413 if it becomes too large; 422 if a field is invalid
   */
  update(
    ctx: WriteCtx,
    ids: ItemIds,
    update: Update<R>,
    preconditions?: Preconditions,
  ): Promise<Committed<Versioned<T>>>;
  /** Deletes a resource: turns its row into a tombstone. @throws 404; 412 if a precondition fails */
  remove(ctx: WriteCtx, ids: ItemIds, preconditions?: Preconditions): Promise<Committed<object>>;
  /**
   * Reads the resource's row and its owner's in one call. `parent` is the owner's uid.
   * @throws 404 if the owner does not exist
   */
  locate(ctx: Ctx, ids: ItemIds): Promise<{ key: Key; row: Row | undefined; parent: string | undefined }>;
};

/** Creates the operations of a collection from its definition. */
export function createCollection<R extends Resource, ParentIds extends Ids, ItemIds extends ParentIds>(
  spec: CollectionSpec<R, ParentIds, ItemIds>,
): Collection<R, ParentIds, ItemIds> {
  type T = ReadOf<R>;
  const { label, stored, normalise } = spec;
  const read = createReader<T>(stored);
  const fromRow = (row: ResourceRow): T => (normalise ? normalise(read(row)) : read(row));
  const versioned = (row: ResourceRow): Versioned<T> => ({ value: fromRow(row), change: row.change });

  /** Returns the uid of the owner. undefined for resources at the top level. */
  async function ownerUid(ctx: Ctx, ids: ParentIds): Promise<string | undefined> {
    const owner = spec.owner?.(ctx.tenant, ids);
    return owner && requireLive(await ctx.table.get(owner.key), owner.label, owner.id).uid;
  }

  async function locate(ctx: Ctx, ids: ItemIds) {
    const key = spec.key(ctx.tenant, ids);
    const owner = spec.owner?.(ctx.tenant, ids);
    if (!owner) return { key, row: await ctx.table.get(key), parent: undefined };
    const [ownerRow, row] = await ctx.table.getMany([owner.key, key]);
    return { key, row, parent: requireLive(ownerRow, owner.label, owner.id).uid };
  }

  const listRows: Collection<R, ParentIds, ItemIds>["listRows"] = async (
    ctx,
    ids,
    page,
    { only, idPrefix, passes, passing, maxRows = MAX_FILTERED_ROWS } = {},
  ) => {
    const pickAll = async (rows: readonly (Row | undefined)[], parent: string | undefined) => {
      const listed = rows.map((row) => (isLive(row, parent) ? { value: fromRow(row), row } : undefined));
      const candidates = listed.flatMap((item) => (item && (!passes || passes(item.value)) ? item.value : []));
      const passed = new Set(passing ? await passing(candidates as T[]) : candidates);
      return listed.map((item) => (item && passed.has(item.value) ? item : undefined));
    };
    if (only) {
      if (page.after !== undefined) throw foreignCursor();
      const { row, parent } = await locate(ctx, only);
      return { items: (await pickAll([row], parent)).filter((item) => item !== undefined) };
    }
    const range = { ...spec.range(ctx.tenant, ids), idPrefix };
    const rowLimit = passes || passing ? maxRows : page.limit + 1;
    // The owner is read in parallel with the first rows. Rows of a deleted owner with the same id are left out.
    const parent = ownerUid(ctx, ids);
    const pages = readFiltered(ctx, range, page, async (rows) => pickAll(rows, await parent), rowLimit);
    return (await Promise.all([pages, parent]))[0];
  };

  return {
    label,
    fromRow,
    locate,

    async create(ctx, ids, value) {
      const id = spec.idOf(ids);
      const parent = await ownerUid(ctx, ids);
      const when = spec.keepsIdUntilPurged ? ({ is: "absent" } as const) : ({ is: "new", parent } as const);
      const attempt = (after?: string) => {
        const stamp = firstStamp(ctx, parent, after);
        const row: ResourceRow = { ...toStored(stored, value), ...spec.key(ctx.tenant, ids), ...stamp };
        assertItemSize(row);
        return ctx.writer.commit([{ put: row, when }], versioned(row));
      };
      return settle(label, id, attempt, (blocking) => {
        assertParentIsCurrent(blocking, parent);
        // Ids of changes compare. A newer tombstone: the row was deleted in the meantime, or the clocks disagree.
        if (blocking?.deleted && when.is === "new") return blocking.change as string;
        const reason = blocking?.deleted ? " and is being deleted; try again shortly" : "";
        throw alreadyExists(label, id, reason);
      });
    },

    async read(ctx, ids) {
      const { row, parent } = await locate(ctx, ids);
      return versioned(requireLive(row, label, spec.idOf(ids), parent));
    },

    listRows,

    async list(ctx, ids, page, filter) {
      const { items, ...next } = await listRows(ctx, ids, page, filter);
      return { items: items.map(({ value }) => value), ...next };
    },

    async update(ctx, ids, update, preconditions = {}) {
      const id = spec.idOf(ids);
      const next = (live: ResourceRow | undefined) => {
        if (!live) throw notFound(label, id);
        checkPreconditions(label, id, live.change, preconditions);
        const current = fromRow(live);
        const applied = applyUpdate(current, update) as z.output<R["writable"]>;
        const updated = { ...current, ...(spec.afterUpdate?.(applied, current) ?? applied) };
        return isEqual(updated, current) ? undefined : toStored(stored, updated);
      };
      const target = { label, id, ...(await locate(ctx, ids)), next };
      const { outcome } = await writeRows(ctx, [target], (writes, [written]) => {
        const { row, before, changed } = written as Written;
        const result = versioned(row);
        const along = changed && before ? (spec.alongUpdate?.(ctx, result.value, fromRow(before)) ?? []) : [];
        return ctx.writer.commit([...writes, ...along], result);
      });
      return outcome.committed;
    },

    async remove(ctx, ids, preconditions = {}) {
      const id = spec.idOf(ids);
      const parent = await ownerUid(ctx, ids);
      const key = spec.key(ctx.tenant, ids);
      /** The change ids that the row can have. undefined: any. */
      const changesOf = async (): Promise<readonly string[] | undefined> => {
        if (preconditions.noneMatch === undefined) return preconditions.match;
        const { change } = requireLive(await ctx.table.get(key), label, id, parent);
        checkPreconditions(label, id, change, preconditions);
        return [change];
      };
      const attempt = async (after?: string) =>
        ctx.writer.commit([tombstoneWrite(ctx, { key, changes: await changesOf(), parent, after })], {});
      return settle(label, id, attempt, (blocking) => {
        if (!isLive(blocking, parent)) throw notFound(label, id);
        checkPreconditions(label, id, blocking.change, preconditions);
        return blocking.uid;
      });
    },
  };
}

/**
 * Makes a change whose id must be greater than that of the row it meets.
 * @param attempt commits with a new change id, which is greater than `after`
 * @param afterOf returns the id that the next attempt's must exceed, or throws why the row refuses the change
 */
async function settle<R extends object>(
  label: string,
  id: string,
  attempt: (after?: string) => Promise<CommitOutcome<R>>,
  afterOf: (blocking: Row | undefined) => string,
): Promise<Committed<R>> {
  let after: string | undefined;
  const settled = async () => {
    const outcome = await attempt(after);
    if (outcome.done) return outcome.committed;
    after = afterOf(blockingRow(outcome));
    return undefined;
  };
  return retryContended(ATTEMPTS, settled, () => contended(`${label} '${id}'`));
}
