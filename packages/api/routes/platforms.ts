/** The routes of the platform catalogue. They are public and cacheable. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { MAX_LISTING_BYTES } from "@skillmeat-deployments/core/model/limits.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { cacheable } from "../routing/cacheable.ts";
import { reads } from "../routing/route.ts";

const schemas = once(() => import("./platforms.schema.ts"));
const catalogue = once(() => import("../verbs/catalogue.ts"));

/** A cacheable response with the version of the whole catalogue, which changes with its content. */
const versioned = (json: object, version: string) => cacheable(json, { "catalogue-version": version });

export const platformRoutes = [
  reads({
    id: "detectPlatforms",
    method: "POST",
    path: PATHS.detectPlatforms,
    access: "public",
    body: { media: ["json"], maxBytes: MAX_LISTING_BYTES },
    schema: async () => (await schemas()).detectPlatforms,
    run: async ({ body }) => {
      const { detectPlatforms } = (await catalogue()).verbs;
      return { status: 200, json: detectPlatforms(body.paths) };
    },
  }),
  reads({
    id: "listPlatforms",
    method: "GET",
    path: PATHS.platforms,
    access: "public",
    etag: true,
    schema: async () => (await schemas()).listPlatforms,
    run: async ({ query }) => {
      const { catalogueVersion, selectPlatforms } = (await catalogue()).verbs;
      return versioned(selectPlatforms(query), catalogueVersion());
    },
  }),
  reads({
    id: "readPlatform",
    method: "GET",
    path: PATHS.platform,
    access: "public",
    etag: true,
    schema: async () => (await schemas()).readPlatform,
    run: async ({ params }) => {
      const { catalogueVersion, readPlatform } = (await catalogue()).verbs;
      return versioned(readPlatform(params.platform), catalogueVersion());
    },
  }),
];
