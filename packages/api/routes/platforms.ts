/** The routes of the platform catalogue. They are public and cacheable. */
import { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";
import { catalogueVersion, listPlatforms, readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import { cacheable } from "../routing/cacheable.ts";
import { reads } from "../routing/route.ts";

const tag = "Platforms";

/** The version of the whole catalogue. It changes with its content. */
const versionHeader = () => ({ "catalogue-version": catalogueVersion() });

export const platformRoutes = [
  reads({
    id: "listPlatforms",
    method: "GET",
    path: PATHS.platforms,
    tag,
    summary: "List platforms",
    description: "Returns the whole catalogue, with the primary platform first.",
    access: "public",
    etag: true,
    example: {},
    answers: { 200: { description: "The catalogue.", schema: z.array(PlatformRead) } },
    run: () => cacheable(listPlatforms(), versionHeader()),
  }),
  reads({
    id: "readPlatform",
    method: "GET",
    path: PATHS.platform,
    tag,
    summary: "Read a platform",
    description: "Returns the platform's preset, with the sources for each path.",
    access: "public",
    etag: true,
    example: { params: { platform: "claude_code" } },
    answers: { 200: { description: "The catalogue entry of the platform.", schema: PlatformRead } },
    run: ({ params }) => cacheable(readPlatform(params.platform), versionHeader()),
  }),
];
