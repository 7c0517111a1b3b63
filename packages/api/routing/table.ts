/** The routes grouped by path. */
import type { Route } from "./route.ts";

/** The routes of one path, by method. */
export type Path = { template: string; names: string[]; methods: Map<string, Route>; allow: string };

/** Groups the list by path; a fixed segment goes before a parameter in its place. @throws where a route declares no access */
export function pathsOf(routes: readonly Route[]): Path[] {
  const paths = new Map<string, Path>();
  for (const route of routes) {
    if (!route.access) throw new Error(`Route ${route.id} declares no scope`);
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string);
    const path = paths.get(route.path) ?? { template: route.path, names, methods: new Map<string, Route>(), allow: "" };
    if (path.methods.has(route.method)) throw new Error(`Two routes for ${route.method} ${route.path}`);
    path.methods.set(route.method, route);
    path.allow = [...path.methods.keys(), ...(path.methods.has("GET") ? ["HEAD"] : []), "OPTIONS"].sort().join(", ");
    paths.set(route.path, path);
  }
  return [...paths.values()].sort((a, b) =>
    a.template.replaceAll("{", "~") < b.template.replaceAll("{", "~") ? -1 : 1,
  );
}
