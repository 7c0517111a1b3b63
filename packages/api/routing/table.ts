/** The routes grouped by path, each path with its methods. */
import { paramNames } from "@skillmeat-deployments/core/model/paths.ts";
import type { Route } from "./route.ts";

/** The routes of one path, by method. */
export type RoutePath = {
  /** With `{name}` for parameters. */
  template: string;
  names: readonly string[];
  methods: ReadonlyMap<string, Route>;
  /** The `Allow` header. */
  allow: string;
};

/** A fixed segment goes before a parameter in its place. @throws where a route declares no access, or two are the same */
export function routePaths(routes: readonly Route[]): RoutePath[] {
  for (const route of routes) if (!route.access) throw new Error(`Route ${route.id} declares no scope`);
  const byPath = Map.groupBy(routes, (route) => route.path);
  const order = (template: string) => template.replaceAll("{", "~");
  return [...byPath]
    .map(([template, own]) => routePath(template, own))
    .sort((a, b) => (order(a.template) < order(b.template) ? -1 : 1));
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
