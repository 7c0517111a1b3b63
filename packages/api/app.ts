/** Creates the HTTP API: registers every route in the router, which passes requests to the pipeline. */
import { Hono } from "hono/tiny";
import { getPath } from "hono/utils/url";
import { withoutPrefix } from "./http/request.ts";
import { createPipeline, type PipelineDeps } from "./pipeline.ts";
import { ROUTES } from "./routes/index.ts";
import type { Route } from "./routing/route.ts";
import { routePaths } from "./routing/table.ts";

export type AppDeps = PipelineDeps;
type Env = { Bindings: object };

/** The app. @throws if a route declares no access, or if two routes have the same path and method */
export function createApp(deps: AppDeps, routes: readonly Route[] = ROUTES): Hono<Env> {
  const serve = createPipeline(deps);
  const app = new Hono<Env>({ getPath: (request) => withoutPrefix(getPath(request)) });
  for (const path of routePaths(routes)) {
    app.all(path.template.replaceAll(/\{(\w+)\}/g, ":$1"), (c) =>
      serve(c.req.raw, path, (name) => c.req.param(name) ?? ""),
    );
  }
  app.notFound((c) => serve(c.req.raw, undefined, () => ""));
  return app;
}
