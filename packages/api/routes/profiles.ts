/** Deployment profiles of a project. */
import {
  createProfile,
  deleteProfile,
  listProfiles,
  Profile,
  ProfileCreate,
  readProfile,
  updateProfile,
} from "@skillmeat-deployments/core/model/profile.ts";
import { PresetDiff, presetDiff } from "@skillmeat-deployments/core/reports/preset-diff.ts";
import * as z from "zod";
import { listQuery } from "../http/query.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { effect, route } from "../routing/route.ts";

const ids = (params: Readonly<Record<string, string>>) =>
  [params.project_id as string, params.profile_id as string] as const;

export const profileRoutes = [
  effect({
    id: "createProfile",
    path: "/projects/{project_id}/profiles",
    tag: "Profiles",
    summary: "Create a deployment profile",
    description: "`profile_id` and `platform` suffice: what is left out comes from the platform's catalogue entry.",
    access: "profiles:write",
    etag: true,
    toml: true,
    body: { schema: ProfileCreate, media: ["json", "toml"] },
    answers: { 201: { description: "The profile.", schema: Profile.read } },
    verb: ({ ctx, params, body }) => createProfile(ctx, params.project_id as string, body),
    answer: (profile) => created(profile, "projects", profile.value.project_id, "profiles", profile.value.profile_id),
  }),
  route({
    id: "listProfiles",
    method: "GET",
    path: "/projects/{project_id}/profiles",
    tag: "Profiles",
    summary: "List a project's profiles",
    access: "profiles:read",
    query: z.object(listQuery),
    answers: { 200: { description: "A page, in byte order of id.", schema: z.array(Profile.read) } },
    run: async ({ ctx, params, query }) =>
      pageAnswer(query, await listProfiles(ctx, params.project_id as string, pageRequest(query))),
  }),
  route({
    id: "readPresetDiff",
    method: "GET",
    path: "/projects/{project_id}/profiles/{profile_id}/preset-diff",
    tag: "Profiles",
    summary: "What today's catalogue would change in a profile",
    description: "As a merge patch that PATCH on the profile takes as it is, and path by path.",
    access: "profiles:read",
    answers: { 200: { description: "The difference; empty where there is none.", schema: PresetDiff } },
    run: async ({ ctx, params }) => ({ status: 200, json: await presetDiff(ctx, ...ids(params)) }),
  }),
  ...resourceRoutes({
    name: "Profile",
    noun: Profile,
    path: "/projects/{project_id}/profiles/{profile_id}",
    tag: "Profiles",
    scope: "profiles",
    toml: true,
    put: true,
    read: (ctx, params) => readProfile(ctx, ...ids(params)),
    update: (ctx, params, update, ifMatch) => updateProfile(ctx, ...ids(params), update, ifMatch),
    remove: (ctx, params, ifMatch) => deleteProfile(ctx, ...ids(params), ifMatch),
  }),
];
