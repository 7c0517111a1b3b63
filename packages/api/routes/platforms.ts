/** The catalogue: public and cacheable. */
import {
  catalogueVersion,
  listPlatforms,
  PlatformRead,
  readPlatform,
} from "@skillmeat-deployments/core/catalogue/platform.ts";
import * as z from "zod";
import { cacheable } from "../routing/public.ts";
import { route } from "../routing/route.ts";

/** Which catalogue this is, of one entry as of all: it changes with any byte of it. */
const versioned = () => ({ "catalogue-version": catalogueVersion() });

export const platformRoutes = [
  route({
    id: "listPlatforms",
    method: "GET",
    path: "/platforms",
    tag: "Platforms",
    summary: "Every platform of the catalogue, the primary one first",
    access: "public",
    etag: true,
    answers: { 200: { description: "The catalogue.", schema: z.array(PlatformRead) } },
    run: () => cacheable(listPlatforms(), versioned()),
  }),
  route({
    id: "readPlatform",
    method: "GET",
    path: "/platforms/{platform}",
    tag: "Platforms",
    summary: "One platform: its preset, and the sources of each path",
    access: "public",
    etag: true,
    answers: { 200: { description: "The entry.", schema: PlatformRead } },
    run: ({ params }) => cacheable(readPlatform(params.platform as string), versioned()),
  }),
];
