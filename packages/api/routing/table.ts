/** Groups the routes by path, for the router. */
import { paramNames } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Route } from "./route.ts";

/** The routes of one path, by method. */
export type RoutePath = {
  /** The path with its parameters as `{name}`. */
  template: string;
  /** The names of the parameters. */
  names: readonly string[];
  methods: ReadonlyMap<string, Route>;
  /** The value of the `Allow` header. */
  allow: string;
};

/**
 * The routes by path. Literal segments come before parameters, so that `/a/b` is matched before `/a/{id}`.
 * @throws if a route declares no access, or if two routes have the same path and method
 */
export function routePaths(routes: readonly Route[]): RoutePath[] {
  for (const route of routes) if (!route.access) throw new Error(`Route ${route.id} declares no scope`);
  const byPath = Map.groupBy(routes, (route) => route.path);
  const sortKey = (template: string) => template.replaceAll("{", "~");
  return [...byPath]
    .map(([template, routesOnPath]) => routePath(template, routesOnPath))
    .sort((a, b) => (sortKey(a.template) < sortKey(b.template) ? -1 : 1));
}

function routePath(template: string, routes: readonly Route[]): RoutePath {
  const methods = new Map<string, Route>();
  for (const route of routes) {
    if (methods.has(route.method)) throw new Error(`Two routes for ${route.method} ${template}`);
    methods.set(route.method, route);
  }
  const allowed = [...methods.keys(), ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"];
  return { template, names: paramNames(template), methods, allow: allowed.sort().join(", ") };
}
