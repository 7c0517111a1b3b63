/** The routes of deployment profiles. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { createProfile } from "@skillmeat-deployments/core/model/create-profile.ts";
import { Profile, ProfileCreate } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { PresetDiff } from "@skillmeat-deployments/core/reports/preset-diff.schema.ts";
import { presetDiff } from "@skillmeat-deployments/core/reports/preset-diff.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Profiles";
const ids = { project_id: "web-shop", profile_id: "claude" };

export const profileRoutes = [
  writes({
    id: "createProfile",
    method: "POST",
    path: PATHS.profiles,
    tag,
    summary: "Create a deployment profile",
    description:
      "Only `profile_id` and `platform` are required. Omitted fields get their values from the platform's catalogue entry.",
    access: "profiles:write",
    etag: true,
    toml: true,
    body: { schema: ProfileCreate, media: ["json", "toml"] },
    example: { params: { project_id: "web-shop" }, body: { profile_id: "claude", platform: "claude_code" } },
    answers: { 201: { description: "The deployment profile.", schema: Profile.read } },
    verb: ({ ctx, params, body }) => createProfile(ctx, params.project_id, body),
    answer: (profile) => created(profile, pathTo("profile", profile.value)),
  }),
  reads({
    id: "listProfiles",
    method: "GET",
    path: PATHS.profiles,
    tag,
    summary: "List deployment profiles",
    access: "profiles:read",
    query: z.object(listQuery),
    example: { params: { project_id: "web-shop" } },
    answers: {
      200: { description: "A page of deployment profiles, in byte order of their ids.", schema: z.array(Profile.read) },
    },
    run: async ({ ctx, params, query }) => pageAnswer(query, await profiles.list(ctx, params, pageRequest(query))),
  }),
  reads({
    id: "readPresetDiff",
    method: "GET",
    path: PATHS.presetDiff,
    tag,
    summary: "Compare a deployment profile with the current catalogue",
    description:
      "Returns the differences between the profile and its platform's current preset: as a merge patch, which can be sent to the profile by PATCH, and as a list of changes.",
    access: "profiles:read",
    example: { params: ids },
    answers: {
      200: { description: "The differences. The patch and the list are empty if there are none.", schema: PresetDiff },
    },
    run: async ({ ctx, params }) => ({
      status: 200,
      json: await presetDiff(ctx, params.project_id, params.profile_id),
    }),
  }),
  ...resourceRoutes({
    name: "Profile",
    resource: Profile,
    collection: profiles,
    path: PATHS.profile,
    tag,
    scope: "profiles",
    toml: true,
    put: true,
    example: { params: ids, change: { description: "The team's defaults" } },
  }),
];
