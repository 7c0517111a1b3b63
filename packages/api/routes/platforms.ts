/** The catalogue of platforms: public and cacheable. */
import {
  catalogueVersion,
  listPlatforms,
  PlatformRead,
  readPlatform,
} from "@skillmeat-deployments/core/catalogue/platform.ts";
import { PATHS } from "@skillmeat-deployments/core/model/paths.ts";
import * as z from "zod";
import { cacheable } from "../routing/cacheable.ts";
import { reads } from "../routing/route.ts";

const tag = "Platforms";

/** The version of the whole catalogue: it changes with any byte of it. */
const versionHeader = () => ({ "catalogue-version": catalogueVersion() });

export const platformRoutes = [
  reads({
    id: "listPlatforms",
    method: "GET",
    path: PATHS.platforms,
    tag,
    summary: "List every platform of the catalogue, the primary one first",
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
    summary: "Read a platform: its preset, and the sources of each path",
    access: "public",
    etag: true,
    example: { params: { platform: "claude_code" } },
    answers: { 200: { description: "The platform's entry.", schema: PlatformRead } },
    run: ({ params }) => cacheable(readPlatform(params.platform), versionHeader()),
  }),
];
