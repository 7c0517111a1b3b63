/** Every path of the API, in one spelling: for routes, `Location`, `Link`, and the references in events. */

export const PATHS = {
  service: "/",
  me: "/me",
  projects: "/projects",
  project: "/projects/{project_id}",
  profiles: "/projects/{project_id}/profiles",
  profile: "/projects/{project_id}/profiles/{profile_id}",
  presetDiff: "/projects/{project_id}/profiles/{profile_id}/preset-diff",
  deployments: "/projects/{project_id}/deployments",
  deployment: "/projects/{project_id}/deployments/{deployment_id}",
  importDeployments: "/projects/{project_id}/deployments/import",
  status: "/projects/{project_id}/status",
  plan: "/projects/{project_id}/plan",
  projectEvents: "/projects/{project_id}/events",
  artifacts: "/artifacts",
  artifact: "/artifacts/{artifact_id}",
  events: "/events",
  eventSchema: "/events/schemas/{type}",
  keys: "/keys",
  key: "/keys/{key_id}",
  tenants: "/tenants",
  tenant: "/tenants/{tenant_id}",
  platforms: "/platforms",
  platform: "/platforms/{platform}",
  health: "/healthz",
  readiness: "/readyz",
  openApi: "/openapi.json",
  docs: "/docs",
  docsStyle: "/docs/swagger-ui.css",
  docsScript: "/docs/swagger-ui-bundle.js",
} as const;

/** The parameters that a path's text names: `{project_id}` gives `{project_id: string}`. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [N in Name]: string } & PathParams<Rest>
  : unknown;

/** A path segment with no more encoded than RFC 3986 asks for (section 3.3, pchar), so that ids stay readable. */
const encodeSegment = (id: string) =>
  encodeURIComponent(id).replaceAll(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);

/** The names of a path's parameters, in order. */
export const paramNames = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

/** A path with its parameters filled in: a URI reference, below the service's own URL. */
export function pathTo<Name extends keyof typeof PATHS>(name: Name, params: PathParams<(typeof PATHS)[Name]>): string {
  return fillPath(PATHS[name], params as Readonly<Record<string, string>>);
}

/** The same of a path that is known only as text. */
export const fillPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSegment(params[name] as string));

/**
 * The one spelling of a path, however it came: a gateway may have decoded it, a client may have encoded more than it
 * must, and events of earlier releases hold it raw.
 */
export function canonicalPath(path: string): string {
  if (/^[\w.~!$&'()*+,;=:@/-]*$/.test(path)) return path;
  try {
    return path
      .split("/")
      .map((part) => encodeSegment(decodeURIComponent(part)))
      .join("/");
  } catch {
    // A stray `%`: it is no path of ours, and is answered as it was sent.
    return path;
  }
}

/** A path that was delivered decoded, encoded again: a `#` or `%` in a segment would otherwise end or change it. */
export const encodePath = (path: string) => path.split("/").map(encodeSegment).join("/");
