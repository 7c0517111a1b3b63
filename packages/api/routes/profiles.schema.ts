/** The API reference of profiles: texts, examples and schemas. */
import "../start.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Profile, ProfileCreate } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { PresetDiff } from "@skillmeat-deployments/core/reports/preset-diff.schema.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";
import { resourceOperations } from "../routing/resource-operations.ts";

const tag = "Profiles";
const ids = { project_id: "web-shop", profile_id: "claude" };

export const createProfile = operation(PATHS.profiles, {
  tag,
  summary: "Create a deployment profile",
  description:
    "Only `profile_id` and `platform` are required. Omitted fields get their values from the platform's catalogue entry.",
  body: ProfileCreate,
  example: { params: { project_id: "web-shop" }, body: { profile_id: "claude", platform: "claude_code" } },
  faults: ["already-exists"],
  answers: { 201: { description: "The deployment profile.", schema: Profile.read } },
});

export const listProfiles = operation(PATHS.profiles, {
  tag,
  summary: "List deployment profiles",
  query: z.object(listQuery),
  example: { params: { project_id: "web-shop" } },
  answers: {
    200: { description: "A page of deployment profiles, in byte order of their ids.", schema: z.array(Profile.read) },
  },
});

export const readPresetDiff = operation(PATHS.presetDiff, {
  tag,
  summary: "Compare a deployment profile with the current catalogue",
  description:
    "Returns the differences between the profile and its platform's current preset: as a merge patch, which can be sent to the profile by PATCH, and as a list of changes.",
  example: { params: ids },
  answers: {
    200: { description: "The differences. The patch and the list are empty if there are none.", schema: PresetDiff },
  },
});

export const profile = resourceOperations(PATHS.profile, {
  resource: Profile,
  tag,
  example: { params: ids, change: { description: "The team's defaults" } },
});
