/** Projects: what profiles, deployments and a feed belong to. */
import * as z from "zod";
import type { Ctx, Page, Precondition, Versioned } from "../context.ts";
import { Fault } from "../fault.ts";
import { assertDeleted, assertItemSize, firstStamp, isLive, requireLive, tombstoneStamp } from "../resource/change.ts";
import { defineResource } from "../resource/define.ts";
import { readStored } from "../resource/stored.ts";
import { applyUpdate, type Update } from "../resource/update.ts";
import { edit } from "../resource/write.ts";
import { blockingRow, commit } from "../storage/idempotency.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { type KeyRange, readPage } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import { isEqual, withoutNulls } from "../values/json.ts";
import { Description, Name, ProjectId, Text } from "../values/strings.ts";

export const Project = defineResource("Project", "Project", {
  identity: {
    project_id: ProjectId.meta({ description: "Chosen by the client, or `prj_` + a ULID.", example: "web-shop" }),
  },
  writable: {
    name: Name.meta({ description: "What people call it; the id unless given.", example: "Web shop" }),
    description: Description.nullable().meta({ description: "Free text." }),
    path: Text.nullable().meta({
      description: "Where it lies, for its users; never interpreted.",
      example: "/home/ana/web-shop",
    }),
  },
  readOnly: {},
});
export type Project = z.infer<typeof Project.read>;

export const ProjectCreate = z
  .strictObject({
    project_id: Project.read.shape.project_id.optional(),
    ...Project.writable.partial().shape,
  })
  .meta({ id: "ProjectCreate" });
export type ProjectCreate = z.infer<typeof ProjectCreate>;

export const projectFromRow = (row: ResourceRow): Project => readStored(Project.read, row);

/** The row of a live project. @throws 404 where it is absent, being deleted, or another tenant's */
export async function projectRow(ctx: Ctx, projectId: string): Promise<ResourceRow> {
  return liveProject(await ctx.table.get(keys.project(ctx.tenant, projectId)), projectId);
}

/** The same of a row that was read beside others. */
export const liveProject = (row: Row | undefined, projectId: string): ResourceRow =>
  requireLive(row, Project.label, projectId);

/** A page of what a project owns, read beside the project in one round trip; rows of a former project are skipped. */
export async function pageOfChildren<T>(
  ctx: Ctx,
  projectId: string,
  span: KeyRange,
  pick: (row: ResourceRow) => T | undefined,
): Promise<Page<T>> {
  const project = ctx.table.get(keys.project(ctx.tenant, projectId));
  const rows = readPage(ctx, span, (row) => row);
  const [found, page] = await Promise.all([project, rows]);
  const parent = liveProject(found, projectId).uid;
  const items = page.items.flatMap((row) => {
    const item = isLive(row, parent) ? pick(row) : undefined;
    return item === undefined ? [] : [item];
  });
  return page.next === undefined ? { items } : { items, next: page.next };
}

/** @throws 409 where the id exists, or still is being deleted */
export async function createProject(ctx: Ctx, input: ProjectCreate): Promise<Versioned<Project>> {
  const project_id = input.project_id ?? `prj_${ctx.newId()}`;
  const fields = withoutNulls({ ...input, project_id, name: input.name ?? project_id });
  const row: ResourceRow = { ...fields, ...keys.project(ctx.tenant, project_id), ...firstStamp(ctx) };
  assertItemSize(row);
  const created = { value: projectFromRow(row), change: row.change };
  const committed = await commit(ctx, [{ put: row, when: { is: "absent" } }], created);
  if (!committed.done) {
    const still = blockingRow(committed)?.deleted ? " and is being deleted; try again shortly" : "";
    throw new Fault("already-exists", `Project '${project_id}' already exists${still}`);
  }
  return created;
}

export async function readProject(ctx: Ctx, projectId: string): Promise<Versioned<Project>> {
  const row = await projectRow(ctx, projectId);
  return { value: projectFromRow(row), change: row.change };
}

export async function listProjects(
  ctx: Ctx,
  page: { limit: number; after: string | undefined },
): Promise<Page<Project>> {
  return readPage(ctx, { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.project, ...page }, (row) =>
    isLive(row) ? projectFromRow(row) : undefined,
  );
}

export async function updateProject(
  ctx: Ctx,
  projectId: string,
  update: Update,
  ifMatch: Precondition,
): Promise<Versioned<Project>> {
  const key = keys.project(ctx.tenant, projectId);
  return edit(ctx, {
    label: Project.label,
    id: projectId,
    key,
    row: await ctx.table.get(key),
    ifMatch,
    read: projectFromRow,
    change: ({ project_id, name, description, path }) => {
      const current = { name, description, path };
      const next = applyUpdate(Project, current, { project_id }, update);
      return isEqual(next, current) ? undefined : withoutNulls({ project_id, ...next });
    },
  });
}

/**
 * Marks the project as deleted, in one write. From then on everything below it is 404, and its id answers 409 to a
 * create until the stream handler has removed what it owned.
 */
export async function deleteProject(ctx: Ctx, projectId: string, ifMatch: Precondition): Promise<void> {
  const result = await ctx.table.tombstone(keys.project(ctx.tenant, projectId), tombstoneStamp(ctx), {
    is: "live",
    changes: ifMatch,
  });
  assertDeleted(result, Project.label, projectId);
}
