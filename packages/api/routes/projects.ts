/** The routes of projects. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Project, ProjectCreate } from "@skillmeat-deployments/core/model/project.schema.ts";
import { createProject, projects } from "@skillmeat-deployments/core/model/project.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Projects";

export const projectRoutes = [
  writes({
    id: "createProject",
    method: "POST",
    path: PATHS.projects,
    tag,
    summary: "Create a project",
    access: "projects:write",
    etag: true,
    body: { schema: ProjectCreate, media: ["json"] },
    example: { body: { project_id: "web-shop", name: "Web shop" } },
    answers: { 201: { description: "The project.", schema: Project.read } },
    verb: ({ ctx, body }) => createProject(ctx, body),
    answer: (project) => created(project, pathTo("project", project.value)),
  }),
  reads({
    id: "listProjects",
    method: "GET",
    path: PATHS.projects,
    tag,
    summary: "List projects",
    access: "projects:read",
    query: z.object(listQuery),
    example: {},
    answers: { 200: { description: "A page of projects, in byte order of their ids.", schema: z.array(Project.read) } },
    run: async ({ ctx, query }) => pageAnswer(query, await projects.list(ctx, {}, pageRequest(query))),
  }),
  ...resourceRoutes({
    name: "Project",
    resource: Project,
    collection: projects,
    path: PATHS.project,
    tag,
    scope: "projects",
    toml: false,
    put: true,
    example: { params: { project_id: "web-shop" }, change: { description: "The shop's front end" } },
  }),
];
