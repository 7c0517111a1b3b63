/** The usual stack, as a peer: Express and zod over ElectroDB. It serves the profiles of a project. */
import { randomUUID } from "node:crypto";
import { ElectroError } from "electrodb";
import type { NextFunction, Request, Response } from "express";
import express from "express";
import * as z from "zod";
import { authenticate } from "./express-auth.ts";
import { Profiles, Projects, READ, readProfile } from "./express-storage.ts";
import { PRESETS } from "./presets.ts";

const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~+=@-]{0,127}$/);
const RelativePath = z
  .string()
  .min(1)
  .max(1024)
  .refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), "must be a relative path");
const Paths = z.array(RelativePath).max(64);
const ProjectParams = z.object({ project_id: Id });
const ProfileParams = z.object({ project_id: Id, profile_id: Id });
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional(),
});
const Mapping = z.union([
  RelativePath,
  z.strictObject({
    path: RelativePath,
    base: z.enum(["root", "project"]).optional(),
    kind: z.enum(["directory", "file", "merge"]).optional(),
    entry: z.enum(["by_name", "list", "by_event"]).optional(),
    key: z.string().nullable().optional(),
    format: z.string().nullable().optional(),
    filename: RelativePath.optional(),
  }),
]);
const ProfileCreate = z.strictObject({
  profile_id: Id,
  platform: z.enum(Object.keys(PRESETS) as (keyof typeof PRESETS)[]),
  root_dir: RelativePath.optional(),
  artifact_path_map: z.record(z.string(), Mapping).optional(),
  project_config_filenames: Paths.optional(),
  context_path_prefixes: Paths.optional(),
  supported_artifact_types: z.array(z.string()).max(64).optional(),
  description: z.string().max(500).nullable().optional(),
});

type Stored = Partial<Record<(typeof FIELDS)[number], unknown>>;
const FIELDS = [
  ...["id", "project_id", "profile_id", "platform", "root_dir", "artifact_path_map", "project_config_filenames"],
  ...["context_path_prefixes", "supported_artifact_types", "description", "created_at", "updated_at", "version"],
] as const;

/** The answer for a stored profile: every field, null where it has no value. */
const shown = (profile: Stored) => ({
  ...Object.fromEntries(FIELDS.map((field) => [field, profile[field] ?? null])),
  scope: "project",
  scope_dir: "",
});

async function liveProject(tenant: string, project_id: string) {
  const { data } = await Projects.get({ tenant, project_id }).go(READ);
  return data && !data.deleted ? data : undefined;
}

/** The Express app. */
export function createExpressApp(): express.Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json());

  app.get("/projects/:project_id/profiles/:profile_id", authenticate("profiles:read"), async (req, res) => {
    const { project_id, profile_id } = ProfileParams.parse(req.params);
    const { tenant } = res.locals.caller;
    const { project, profile } = await readProfile({ tenant, project_id, profile_id });
    if (!project || project.deleted || !profile || profile.deleted || profile.parent !== project.uid)
      return notFound(res);
    res.set("etag", `"${profile.change}"`).json(shown(profile));
  });

  app.get("/projects/:project_id/profiles", authenticate("profiles:read"), async (req, res) => {
    const { project_id } = ProjectParams.parse(req.params);
    const { limit, cursor = null } = ListQuery.parse(req.query);
    const { tenant } = res.locals.caller;
    const [project, page] = await Promise.all([
      liveProject(tenant, project_id),
      Profiles.query.byProject({ tenant, project_id }).go({ ...READ, limit, cursor, pages: 1 }),
    ]);
    if (!project) return notFound(res);
    if (page.cursor)
      res.links({ next: `${req.path}?${new URLSearchParams({ limit: `${limit}`, cursor: page.cursor })}` });
    res.json(page.data.filter((row) => !row.deleted && row.parent === project.uid).map(shown));
  });

  app.post("/projects/:project_id/profiles", authenticate("profiles:write"), async (req, res) => {
    const { project_id } = ProjectParams.parse(req.params);
    const input = ProfileCreate.parse(req.body);
    const { tenant, actor } = res.locals.caller;
    const project = await liveProject(tenant, project_id);
    if (!project) return notFound(res);
    const change = randomUUID();
    const at = new Date().toISOString();
    const { description, ...given } = { ...PRESETS[input.platform], ...input };
    const stamp = { uid: change, parent: project.uid, change, changes: [change], actor, request: randomUUID() };
    const profile = {
      ...{ id: `${project_id}:${input.profile_id}`, project_id, ...given },
      ...(description ? { description } : {}),
      ...{ ...stamp, version: 1, created_at: at, updated_at: at },
    };
    await Profiles.create({ tenant, ...profile }).go();
    res.status(201).location(`${req.path}/${input.profile_id}`).set("etag", `"${change}"`).json(shown(profile));
  });

  app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (error instanceof z.ZodError) return void res.status(422).json({ errors: error.issues });
    // 4001: the condition failed, because the row exists.
    if (error instanceof ElectroError && error.code === 4001) return void res.status(409).json({ error: "it exists" });
    next(error);
  });
  return app;
}

const notFound = (res: Response) => void res.status(404).json({ error: "not found" });
