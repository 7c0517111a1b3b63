/** The catalogue: public and cacheable. */

import { listPlatforms, PlatformRead, readPlatform } from "@skillmeat-deployments/core/platform.ts";
import { sha256 } from "@skillmeat-deployments/core/secret.ts";
import * as z from "zod";
import { route } from "../route.ts";

const cacheable = { "cache-control": "public, max-age=3600" };
/** The tag changes with any byte of what is served. */
const tagged = (json: unknown) => ({
  status: 200 as const,
  json,
  change: sha256(JSON.stringify(json)).slice(0, 26),
  headers: cacheable,
});

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
    run: () => tagged(listPlatforms()),
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
    run: ({ params }) => tagged(readPlatform(params.platform as string)),
  }),
];
