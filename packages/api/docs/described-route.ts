/** Routes with their descriptions, for the API reference and the tests. */
import type * as z from "zod";
import type { BodySpec } from "../http/body.ts";
import type { AnyOperation } from "../routing/operation.ts";
import type { Route } from "../routing/route.ts";

/** A route with the members of its description. `body` also has the schema. */
export type DescribedRoute = Omit<Route, "body"> &
  Omit<AnyOperation, "body"> & { body?: (BodySpec & { schema: z.ZodType }) | undefined };

/** Loads the descriptions of routes. */
export const describeRoutes = (routes: readonly Route[]): Promise<DescribedRoute[]> =>
  Promise.all(
    routes.map(async ({ body, ...route }) => {
      const { body: schema, ...operation } = await route.schema();
      return { ...route, ...operation, ...(body && schema ? { body: { ...body, schema } } : {}) };
    }),
  );
