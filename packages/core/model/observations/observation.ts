/**
 * What was last observed of deployment records. It is a row of its own beside each record, bound to the record's uid, so
 * that it changes neither the record nor its ETag, and a record that is created again has none.
 */
import type { Ctx } from "../../context.ts";
import { createReader } from "../../resource/stored.ts";
import { isLive } from "../../resource/tombstone.ts";
import { keys, PREFIX } from "../../storage/keys.ts";
import { type PageRequest, readPage } from "../../storage/pages.ts";
import { readMany } from "../../storage/read-many.ts";
import type { ResourceRow, Row } from "../../storage/row.ts";
import { STORED } from "../stored-shapes.ts";
import type { DeploymentObservation, Observation, Untracked } from "./observation.schema.ts";

/** The row of an observation. `record`: the uid of the record. */
export type ObservationRow = ResourceRow & { readonly record: string };

const read = createReader<Observation>(STORED.Observation);
const idOf = (row: Row) => row.sk.slice(PREFIX.observed.length);

/** Whether a row is an observation that was made in a project. @param parent the uid of the project */
export const isObservation = (row: Row | undefined, parent: string | undefined): row is ObservationRow =>
  isLive(row, parent);

/** Returns the observation of a row. @throws 500 if the row cannot be parsed */
export const observationFromRow = (row: Row): Observation => read(row);

/** Returns the observation of a row as events have it. @throws 500 if the row cannot be parsed */
export const observedInEvent = (row: Row): DeploymentObservation => ({
  deployment_id: idOf(row),
  ...read(row),
});

/** Returns what was observed of a record. null: nothing, or it was observed of an earlier record with this id. */
export const observedOf = (record: ResourceRow, row: Row | undefined): Observation | null =>
  isObservation(row, record.parent) && row.record === record.uid ? read(row) : null;

/** Returns how many files of a project have no record. null: it was not observed. @param parent the uid of the project */
export const untrackedOf = (row: Row | undefined, parent: string): Untracked | null =>
  row?.parent === parent ? { count: row.count as number, observed_at: row.observed_at as string } : null;

/** The rows of observations by the ids of records, as far as they are read. */
type Observations = { readonly rows: ReadonlyMap<string, Row>; readonly end: string | undefined };

/** Whether an id comes after another in the order of the table: by bytes of UTF-8, not by UTF-16 units. */
export const isIdAfter = (id: string, other: string) => Buffer.compare(Buffer.from(id), Buffer.from(other)) > 0;

/** Reads what was observed of one record. Eventually consistent. */
export async function readObservation(ctx: Ctx, projectId: string, id: string): Promise<Observations> {
  const row = await ctx.table.get(keys.observed(ctx.tenant, projectId, id), false);
  return { rows: new Map(row ? [[id, row]] : []), end: undefined };
}

/**
 * Reads what was observed of the records of a page, while the page itself is read: it can have a record for each row.
 * Eventually consistent. `end`: the id up to which all are read. undefined: to the end of the list.
 */
export async function readObservations(
  ctx: Ctx,
  projectId: string,
  { limit, after }: PageRequest,
  idPrefix?: string,
): Promise<Observations> {
  const pk = keys.projectPartition(ctx.tenant, projectId);
  const range = { pk, prefix: PREFIX.observed, idPrefix, consistent: false };
  const { items, next } = await readPage(ctx, range, { limit, after }, (row) => row);
  return { rows: new Map(items.map((row) => [idOf(row), row])), end: next };
}

/**
 * Returns what was observed of each record. Those that were not read with the page are read by their keys: of a page with a
 * filter, or where observations of deleted records lie in between.
 */
export async function observedOfAll(
  ctx: Ctx,
  projectId: string,
  records: readonly { readonly id: string; readonly row: ResourceRow }[],
  { rows, end }: Observations,
): Promise<(Observation | null)[]> {
  const keyOf = (id: string) => keys.observed(ctx.tenant, projectId, id);
  const beyond = end === undefined ? [] : records.filter(({ id }) => isIdAfter(id, end));
  const rowOf = await readMany(
    ctx,
    beyond.map(({ id }) => keyOf(id)),
    false,
  );
  return records.map(({ id, row }) => observedOf(row, rows.get(id) ?? rowOf(keyOf(id))));
}
