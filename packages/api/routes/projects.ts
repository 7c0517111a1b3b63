/** The routes of projects. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { createProject, listProjects, projects } from "@skillmeat-deployments/core/model/project.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const schemas = once(() => import("./projects.schema.ts"));

export const projectRoutes = [
  writes({
    id: "createProject",
    method: "POST",
    path: PATHS.projects,
    access: "projects:write",
    etag: true,
    body: { media: ["json"] },
    schema: async () => (await schemas()).createProject,
    verb: ({ ctx, body }) => createProject(ctx, body),
    answer: (project) => created(project, pathTo("project", project.value)),
  }),
  reads({
    id: "listProjects",
    method: "GET",
    path: PATHS.projects,
    access: "projects:read",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listProjects,
    run: async ({ ctx, query }) => pageAnswer(query, await listProjects(ctx, query, pageRequest(query))),
  }),
  ...resourceRoutes({
    name: "Project",
    collection: projects,
    path: PATHS.project,
    scope: "projects",
    toml: false,
    put: true,
    schemas: async () => (await schemas()).project,
  }),
];
