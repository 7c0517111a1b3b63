/** The API reference of platforms: texts, examples and schemas. */
import "../start.ts";
import { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import { operation } from "../routing/operation.ts";

const tag = "Platforms";
const headers = ["Cache-Control", "Catalogue-Version"] as const;

export const listPlatforms = operation(PATHS.platforms, {
  tag,
  summary: "List platforms",
  description: "Returns the whole catalogue, with the primary platform first.",
  example: {},
  answers: { 200: { description: "The catalogue.", schema: z.array(PlatformRead), headers } },
});

export const readPlatform = operation(PATHS.platform, {
  tag,
  summary: "Read a platform",
  description: "Returns the platform's preset, with the sources for each path.",
  example: { params: { platform: "claude_code" } },
  answers: { 200: { description: "The catalogue entry of the platform.", schema: PlatformRead, headers } },
});
