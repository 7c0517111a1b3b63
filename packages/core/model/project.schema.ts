/** The schemas of projects. */
import * as z from "zod";
import { defineResource } from "../resource/define.schema.ts";
import { Description, Name, ProjectId, Text } from "../values/strings.schema.ts";
import { DEFAULTS } from "./defaults.ts";
import { LABELS } from "./labels.ts";

/** A project. Its identity is its id within the tenant. */
export const Project = defineResource(
  "Project",
  LABELS.project,
  {
    identity: {
      project_id: ProjectId.meta({
        description:
          "The id of the project. The client chooses it, or the server generates `prj_` and a ULID. Immutable.",
        example: "web-shop",
      }),
    },
    writable: {
      name: Name.meta({ description: "The display name. Defaults to the id.", example: "Web shop" }),
      description: Description.nullable().meta({
        description: "A description of the project.",
        example: "The shop's front end",
      }),
      path: Text.nullable().meta({
        description: "The location of the project on the users' disks. Free text that the service does not interpret.",
        example: "/home/ana/web-shop",
      }),
    },
    readOnly: {},
  },
  DEFAULTS.Project,
);
export type Project = z.infer<typeof Project.read>;

/** The body of a request that creates a project. Every field is optional. */
export const ProjectCreate = z
  .strictObject({
    project_id: Project.read.shape.project_id.optional(),
    ...Project.writable.partial().shape,
  })
  .meta({ id: "ProjectCreate", description: "A new project. Every field is optional." });
export type ProjectCreate = z.infer<typeof ProjectCreate>;
