/** The routes of deployment profiles. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, resourceRoutes } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const schemas = once(() => import("./profiles.schema.ts"));
const catalogue = once(() => import("../verbs/catalogue.ts"));

export const profileRoutes = [
  writes({
    id: "createProfile",
    method: "POST",
    path: PATHS.profiles,
    access: "profiles:write",
    etag: true,
    toml: true,
    body: { media: ["json", "toml"] },
    schema: async () => (await schemas()).createProfile,
    verb: async ({ ctx, params, body }) => {
      const { verbs } = await catalogue();
      return verbs.createProfile(ctx, params.project_id, body);
    },
    answer: (profile) => created(profile, pathTo("profile", profile.value)),
  }),
  reads({
    id: "listProfiles",
    method: "GET",
    path: PATHS.profiles,
    access: "profiles:read",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listProfiles,
    run: async ({ ctx, params, query }) => pageAnswer(query, await profiles.list(ctx, params, pageRequest(query))),
  }),
  reads({
    id: "readPresetDiff",
    method: "GET",
    path: PATHS.presetDiff,
    access: "profiles:read",
    schema: async () => (await schemas()).readPresetDiff,
    run: async ({ ctx, params }) => {
      const { presetDiff } = (await catalogue()).verbs;
      return { status: 200, json: await presetDiff(ctx, params.project_id, params.profile_id) };
    },
  }),
  ...resourceRoutes({
    name: "Profile",
    collection: profiles,
    path: PATHS.profile,
    scope: "profiles",
    toml: true,
    put: true,
    schemas: async () => (await schemas()).profile,
  }),
];
