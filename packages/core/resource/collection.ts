/** What every resource can do: be created, read, listed, updated and deleted, by itself or below the one that owns it. */
import type * as z from "zod";
import type { Ctx, Precondition, Versioned, WriteCtx } from "../context.ts";
import { Fault, notFound } from "../fault.ts";
import type { Key } from "../storage/keys.ts";
import { type KeyRange, type Page, type PageRequest, readPage } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import { blockingRow, type Committed } from "../storage/writer.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { assertItemSize, firstStamp, isLive, requireLive, staleETag, tombstoneStamp } from "./change.ts";
import type { Resource } from "./define.ts";
import { readStored, toStored } from "./stored.ts";
import { applyUpdate, type Update } from "./update.ts";
import { assertParentIsCurrent, writeRows } from "./write.ts";

/** Ids by the names that they have in paths. */
type Ids = Readonly<Record<string, string>>;
type ReadOf<R extends Resource> = z.output<R["read"]>;

/** The resource that owns those of a collection. */
export type Owner = { readonly label: string; readonly id: string; readonly key: Key };

export type CollectionSpec<R extends Resource, ParentIds extends Ids, ItemIds extends ParentIds> = {
  resource: R;
  key(tenant: string, ids: ItemIds): Key;
  /** The resource's own id, as errors name it. */
  idOf(ids: ItemIds): string;
  /** The rows of the collection. */
  range(tenant: string, ids: ParentIds): KeyRange;
  owner?: (tenant: string, ids: ParentIds) => Owner;
  /** Puts a stored value into its one form. */
  normalise?: (value: ReadOf<R>) => ReadOf<R>;
  /** What an update brings with it, besides the fields that it names. */
  afterUpdate?: (next: z.output<R["writable"]>, current: ReadOf<R>) => z.output<R["writable"]>;
  /** Whether the id stays taken until what the resource owned is purged. */
  keepsIdUntilPurged?: boolean;
};

/** Which of a collection's rows a list reads. */
export type ListFilter<T> = { idPrefix?: string | undefined; keep?: ((value: T) => boolean) | undefined };

export type Collection<T extends JsonObject, ParentIds extends Ids, ItemIds extends ParentIds> = {
  fromRow(row: ResourceRow): T;
  /** @throws 404 where the owner is not there; 409 where the id exists; 413 */
  create(ctx: WriteCtx, ids: ItemIds, value: JsonObject): Promise<Committed<Versioned<T>>>;
  /** @throws 404 */
  read(ctx: Ctx, ids: ItemIds): Promise<Versioned<T>>;
  /** A page in byte order of id. @throws 400 where the position lies outside the list; 404 where the owner is not there */
  list(ctx: Ctx, ids: ParentIds, page: PageRequest, filter?: ListFilter<T>): Promise<Page<T>>;
  /** With `ifMatch` a stale ETag is 412; without it the last write wins. @throws 404, 412, 413, 422 */
  update(ctx: WriteCtx, ids: ItemIds, update: Update, ifMatch: Precondition): Promise<Committed<Versioned<T>>>;
  /** @throws 404, 412 */
  remove(ctx: WriteCtx, ids: ItemIds, ifMatch: Precondition): Promise<Committed<object>>;
  /** The resource's row, read beside its owner's in one round trip. @throws 404 where the owner is not there */
  locate(ctx: Ctx, ids: ItemIds): Promise<{ key: Key; row: Row | undefined; parent: string | undefined }>;
};

export function createCollection<R extends Resource, ParentIds extends Ids, ItemIds extends ParentIds>(
  spec: CollectionSpec<R, ParentIds, ItemIds>,
): Collection<ReadOf<R>, ParentIds, ItemIds> {
  type T = ReadOf<R>;
  const { resource } = spec;
  const { label } = resource;

  const fromRow = (row: ResourceRow): T => {
    const value = readStored(resource, row) as T;
    return spec.normalise ? spec.normalise(value) : value;
  };
  const versioned = (row: ResourceRow): Versioned<T> => ({ value: fromRow(row), change: row.change });

  /** The uid of the owner; undefined for a resource without one. */
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

  return {
    fromRow,
    locate,

    async create(ctx, ids, value) {
      const id = spec.idOf(ids);
      const parent = await ownerUid(ctx, ids);
      const row: ResourceRow = {
        ...toStored(resource, value),
        ...spec.key(ctx.tenant, ids),
        ...firstStamp(ctx, parent),
      };
      assertItemSize(row);
      const when = spec.keepsIdUntilPurged ? ({ is: "absent" } as const) : ({ is: "new", parent } as const);
      const outcome = await ctx.writer.commit([{ put: row, when }], versioned(row));
      if (outcome.done) return outcome.committed;
      const blocking = blockingRow(outcome);
      assertParentIsCurrent(blocking, parent);
      const reason = blocking?.deleted ? " and is being deleted; try again shortly" : "";
      throw new Fault("already-exists", `${label} '${id}' already exists${reason}`);
    },

    async read(ctx, ids) {
      const { row, parent } = await locate(ctx, ids);
      return versioned(requireLive(row, label, spec.idOf(ids), parent));
    },

    async list(ctx, ids, page, { idPrefix, keep } = {}) {
      const pick = (row: Row, parent?: string): T | undefined => {
        if (!isLive(row, parent)) return undefined;
        const value = fromRow(row);
        return keep && !keep(value) ? undefined : value;
      };
      const range = { ...spec.range(ctx.tenant, ids), idPrefix };
      const owner = spec.owner?.(ctx.tenant, ids);
      if (!owner) return readPage(ctx, range, page, (row) => pick(row));
      // In one round trip: which rows belong to this incarnation of the owner is known only with its row.
      const [ownerRow, rows] = await Promise.all([ctx.table.get(owner.key), readPage(ctx, range, page, (row) => row)]);
      const parent = requireLive(ownerRow, owner.label, owner.id).uid;
      return { ...rows, items: rows.items.map((row) => pick(row, parent)).filter((value) => value !== undefined) };
    },

    async update(ctx, ids, update, ifMatch) {
      const id = spec.idOf(ids);
      const next = (live: ResourceRow | undefined) => {
        if (!live) throw notFound(label, id);
        if (ifMatch && !ifMatch.includes(live.change)) throw staleETag(label, id);
        const current = fromRow(live);
        const applied = applyUpdate(resource, current, update) as z.output<R["writable"]>;
        const settled = { ...current, ...(spec.afterUpdate?.(applied, current) ?? applied) };
        return isEqual(settled, current) ? undefined : toStored(resource, settled);
      };
      const target = { label, id, ...(await locate(ctx, ids)), next };
      const { outcome } = await writeRows(ctx, [target], (writes, [written]) =>
        ctx.writer.commit(writes, versioned((written as { row: ResourceRow }).row)),
      );
      return outcome.committed;
    },

    async remove(ctx, ids, ifMatch) {
      const id = spec.idOf(ids);
      const parent = await ownerUid(ctx, ids);
      const tombstone = {
        tombstone: spec.key(ctx.tenant, ids),
        stamp: tombstoneStamp(ctx),
        when: { is: "live", changes: ifMatch, parent } as const,
      };
      const outcome = await ctx.writer.commit([tombstone], {});
      if (outcome.done) return outcome.committed;
      throw isLive(blockingRow(outcome), parent) ? staleETag(label, id) : notFound(label, id);
    },
  };
}
