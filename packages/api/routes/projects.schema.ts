/** The API reference of projects: texts, examples and schemas. */
import "../start.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Project, ProjectCreate } from "@skillmeat-deployments/core/model/project.schema.ts";
import { Name, ProjectId } from "@skillmeat-deployments/core/values/strings.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";
import { resourceOperations } from "../routing/resource-operations.ts";

const tag = "Projects";

export const createProject = operation(PATHS.projects, {
  tag,
  summary: "Create a project",
  body: ProjectCreate,
  example: { body: { project_id: "web-shop", name: "Web shop" } },
  faults: ["already-exists", "limit-reached"],
  answers: { 201: { description: "The project.", schema: Project.read } },
});

export const listProjects = operation(PATHS.projects, {
  tag,
  summary: "List projects",
  query: z.object({
    ...listQuery,
    prefix: ProjectId.optional().meta({ description: "Return only projects whose id begins with this." }),
    name: Name.optional().meta({ description: "Return only projects of this name, with regard to case." }),
  }),
  example: {},
  answers: { 200: { description: "A page of projects, in byte order of their ids.", schema: z.array(Project.read) } },
});

export const project = resourceOperations(PATHS.project, {
  resource: Project,
  tag,
  example: { params: { project_id: "web-shop" }, change: { description: "The shop's front end" } },
});
