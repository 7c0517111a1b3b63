/** Projects: what profiles, deployments and a feed belong to. */
import * as z from "zod";
import type { Ctx, Versioned, WriteCtx } from "../context.ts";
import { requireLive } from "../resource/change.ts";
import { createCollection, type Owner } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import { Description, Name, ProjectId, Text } from "../values/strings.ts";

export const Project = defineResource("Project", "Project", {
  identity: {
    project_id: ProjectId.meta({ description: "Chosen by the client, or `prj_` and a ULID.", example: "web-shop" }),
  },
  writable: {
    name: Name.meta({ description: "Display name. Defaults to the id.", example: "Web shop" }),
    description: Description.nullable().meta({ description: "Free text.", example: "The shop's front end" }),
    path: Text.nullable().meta({
      description: "Where the project is on its users' disks. Free text that the service does not interpret.",
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

type ProjectIds = { readonly project_id: string };

export const projects = createCollection<typeof Project, Record<never, string>, ProjectIds>({
  resource: Project,
  key: (tenant, { project_id }) => keys.project(tenant, project_id),
  idOf: ({ project_id }) => project_id,
  range: (tenant) => ({ pk: keys.tenantPartition(tenant), prefix: PREFIX.project }),
  keepsIdUntilPurged: true,
});

/**
 * Deleting a project is one write, which makes it a tombstone. From then on everything below it is 404, and its id answers
 * 409 to a create until the recorder has removed what it owned.
 * @throws 409 where the id exists, or is still being deleted
 */
export function createProject(ctx: WriteCtx, input: ProjectCreate): Promise<Committed<Versioned<Project>>> {
  const project_id = input.project_id ?? `prj_${ctx.newId()}`;
  return projects.create(ctx, { project_id }, { ...input, project_id, name: input.name ?? project_id });
}

/** The project as the owner of what is below it. */
export const projectOwner = (tenant: string, { project_id }: ProjectIds): Owner => ({
  label: Project.label,
  id: project_id,
  key: keys.project(tenant, project_id),
});

/** The row of a live project. @throws 404 where it is absent, being deleted, or another tenant's */
export async function projectRow(ctx: Ctx, projectId: string): Promise<ResourceRow> {
  return liveProject(await ctx.table.get(keys.project(ctx.tenant, projectId)), projectId);
}

/** The same of a row that was read beside others. */
export const liveProject = (row: Row | undefined, projectId: string): ResourceRow =>
  requireLive(row, Project.label, projectId);
