/** Finds the route of a request, and passes both to the pipeline. */
import { PatternRouter } from "hono/router/pattern-router";
import { getPath, tryDecodeURIComponent } from "hono/utils/url";
import type { Handle } from "./http/message.ts";
import { withoutPrefix } from "./http/request.ts";
import { createPipeline } from "./pipeline.ts";
import type { PipelineDeps } from "./pipeline-deps.ts";
import { ROUTES } from "./routes/index.ts";
import type { Route } from "./routing/route.ts";
import { type RoutePath, routePaths } from "./routing/table.ts";

/**
 * Creates the function that answers every request.
 * @throws if a route declares no access, or if two routes have the same path and method
 */
export function createHandler(deps: PipelineDeps, routes: readonly Route[] = ROUTES): Handle {
  const serve = createPipeline(deps);
  const router = new PatternRouter<RoutePath>();
  for (const path of routePaths(routes)) router.add("ALL", path.template.replaceAll(/\{(\w+)\}/g, ":$1"), path);
  return (request) => {
    // `getPath` decodes the path of a URL as far as a path can be decoded before it is split.
    const path = withoutPrefix(getPath({ url: `http://-${request.path}` } as Request));
    const [[match]] = router.match("ALL", path);
    const [routePath, params] = match ?? [undefined, {}];
    return serve(request, routePath, (name) => tryDecodeURIComponent(String(params[name as never] ?? "")));
  };
}
