/** Projects. A project owns its deployment profiles, deployment records and event feed. */
import type { Ctx, Versioned, WriteCtx } from "../context.ts";
import { alreadyExists, isLimitReached } from "../fault.ts";
import { createCollection, type Owner } from "../resource/collection.ts";
import { type ParameterTests, passesAll } from "../resource/list-filter.ts";
import { isLive, requireLive } from "../resource/tombstone.ts";
import { keys, PREFIX, TENANT_FEED } from "../storage/keys.ts";
import type { Page, PageRequest } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import { isSameName } from "../values/strings.ts";
import { LABELS } from "./labels.ts";
import type { Project, ProjectCreate } from "./project.schema.ts";
import { STORED } from "./stored-shapes.ts";

type ProjectIds = { readonly project_id: string };

/** The projects of a tenant. */
export const projects = createCollection<typeof Project, Record<never, string>, ProjectIds>({
  label: LABELS.project,
  stored: STORED.Project,
  key: (tenant, { project_id }) => keys.project(tenant, project_id),
  idOf: ({ project_id }) => project_id,
  range: (tenant) => ({ pk: keys.tenantPartition(tenant), prefix: PREFIX.project }),
  keepsIdUntilPurged: true,
});

/**
 * Creates a project. A deleted project becomes a tombstone, and everything below it answers 404. Its id can be used
 * again when the recorder has removed everything that the project owned.
 * @throws 409 if the id exists, also at the tenant's limit, or if the project with this id is still being deleted; 422 at the tenant's limit
 */
export async function createProject(ctx: WriteCtx, input: ProjectCreate): Promise<Committed<Versioned<Project>>> {
  const project_id = input.project_id ?? `prj_${ctx.newId()}`;
  const value = { ...input, project_id, name: input.name ?? project_id };
  try {
    return await ctx.quota.admit("projects", TENANT_FEED, 1, () => projects.create(ctx, { project_id }, value));
  } catch (error) {
    if (!isLimitReached(error) || !isLive(await ctx.table.get(keys.project(ctx.tenant, project_id)))) throw error;
    throw alreadyExists(LABELS.project, project_id);
  }
}

/** Filters of the list of projects: by what the ids begin with, and by name. */
type ProjectFilter = { prefix?: string | undefined; name?: string | undefined };

const PROJECT_TESTS: ParameterTests<Project, ProjectFilter> = {
  name: (project, name) => isSameName(project.name, name),
};

/** Lists projects in byte order of id. @throws 400 if the cursor is invalid */
export const listProjects = (ctx: Ctx, filter: ProjectFilter, page: PageRequest): Promise<Page<Project>> =>
  projects.list(ctx, {}, page, { idPrefix: filter.prefix, passes: passesAll(PROJECT_TESTS, filter) });

/** Returns the project as the owner of the resources below it. */
export const projectOwner = (tenant: string, { project_id }: ProjectIds): Owner => ({
  label: LABELS.project,
  id: project_id,
  key: keys.project(tenant, project_id),
});

/** Reads the row of a live project. @throws 404 if it does not exist, is deleted, or belongs to another tenant */
export async function projectRow(ctx: Ctx, projectId: string): Promise<ResourceRow> {
  return liveProject(await ctx.table.get(keys.project(ctx.tenant, projectId)), projectId);
}

/** Returns the row of a live project that was read together with other rows. @throws 404 */
export const liveProject = (row: Row | undefined, projectId: string): ResourceRow =>
  requireLive(row, LABELS.project, projectId);
