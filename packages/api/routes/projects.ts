/** Projects. */
import {
  createProject,
  deleteProject,
  listProjects,
  Project,
  ProjectCreate,
  readProject,
  updateProject,
} from "@skillmeat-deployments/core/model/project.ts";
import * as z from "zod";
import { listQuery } from "../http/query.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { effect, route } from "../routing/route.ts";

const id = (params: Readonly<Record<string, string>>) => params.project_id as string;

export const projectRoutes = [
  effect({
    id: "createProject",
    path: "/projects",
    tag: "Projects",
    summary: "Create a project",
    access: "projects:write",
    etag: true,
    body: { schema: ProjectCreate, media: ["json"] },
    answers: { 201: { description: "The project.", schema: Project.read } },
    verb: ({ ctx, body }) => createProject(ctx, body),
    answer: (project) => created(project, "projects", project.value.project_id),
  }),
  route({
    id: "listProjects",
    method: "GET",
    path: "/projects",
    tag: "Projects",
    summary: "List the tenant's projects",
    access: "projects:read",
    query: z.object(listQuery),
    answers: { 200: { description: "A page, in byte order of id.", schema: z.array(Project.read) } },
    run: async ({ ctx, query }) => pageAnswer(query, await listProjects(ctx, pageRequest(query))),
  }),
  ...resourceRoutes({
    name: "Project",
    noun: Project,
    path: "/projects/{project_id}",
    tag: "Projects",
    scope: "projects",
    toml: false,
    put: true,
    read: (ctx, params) => readProject(ctx, id(params)),
    update: (ctx, params, update, ifMatch) => updateProject(ctx, id(params), update, ifMatch),
    remove: (ctx, params, ifMatch) => deleteProject(ctx, id(params), ifMatch),
  }),
];
