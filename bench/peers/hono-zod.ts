/** The smallest handler on Hono and zod: one route, one schema, no authentication. It makes one storage call. */
import { handle } from "hono/aws-lambda";
import { Hono } from "hono/tiny";
import * as z from "zod";
import { readProfile } from "./read-profile.ts";

const Paths = z.array(z.string());
const Profile = z.object({
  id: z.string(),
  project_id: z.string(),
  profile_id: z.string(),
  platform: z.string(),
  root_dir: z.string(),
  artifact_path_map: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())])),
  project_config_filenames: Paths,
  context_path_prefixes: Paths,
  supported_artifact_types: Paths,
  description: z.string().nullable().default(null),
  created_at: z.string(),
  updated_at: z.string(),
  version: z.number(),
  scope: z.string().default("project"),
  scope_dir: z.string().default(""),
});

const app = new Hono();
app.get("/projects/:project/profiles/:profile", async (c) => {
  const { project, profile } = c.req.param();
  const row = await readProfile(project, profile);
  return row ? c.json(Profile.parse(row)) : c.json({}, 404);
});

export const handler = handle(app);
