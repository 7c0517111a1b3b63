/** The routes of the platform catalogue. They are public and cacheable. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { cacheable } from "../routing/cacheable.ts";
import { reads } from "../routing/route.ts";

const schemas = once(() => import("./platforms.schema.ts"));
const catalogue = once(() => import("../verbs/catalogue.ts"));

/** A cacheable response with the version of the whole catalogue, which changes with its content. */
const versioned = (json: object, version: string) => cacheable(json, { "catalogue-version": version });

export const platformRoutes = [
  reads({
    id: "listPlatforms",
    method: "GET",
    path: PATHS.platforms,
    access: "public",
    etag: true,
    schema: async () => (await schemas()).listPlatforms,
    run: async () => {
      const { catalogueVersion, listPlatforms } = (await catalogue()).verbs;
      return versioned(listPlatforms(), catalogueVersion());
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
