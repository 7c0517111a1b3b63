/** Every path of the API, and their encoding: for routes, `Location`, `Link` and the references in events. */

/** The path of each route, by name. */
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
  recordBatch: "/projects/{project_id}/deployments/batch",
  observations: "/projects/{project_id}/observations",
  status: "/projects/{project_id}/status",
  plan: "/projects/{project_id}/plan",
  projectEvents: "/projects/{project_id}/events",
  artifacts: "/artifacts",
  artifact: "/artifacts/{artifact_id}",
  events: "/events",
  eventSchema: "/events/schemas/{type}",
  webhooks: "/webhooks",
  webhook: "/webhooks/{webhook_id}",
  webhookTest: "/webhooks/{webhook_id}/test",
  webhookRotation: "/webhooks/{webhook_id}/rotate",
  webhookReplay: "/webhooks/{webhook_id}/replay",
  deliveries: "/webhooks/{webhook_id}/deliveries",
  delivery: "/webhooks/{webhook_id}/deliveries/{delivery_id}",
  redelivery: "/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
  keys: "/keys",
  key: "/keys/{key_id}",
  keyRotation: "/keys/{key_id}/rotate",
  tenants: "/tenants",
  tenant: "/tenants/{tenant_id}",
  tenantKeys: "/tenants/{tenant_id}/keys",
  platforms: "/platforms",
  platform: "/platforms/{platform}",
  detectPlatforms: "/platforms/detect",
  health: "/healthz",
  readiness: "/readyz",
  openApi: "/openapi.json",
  asyncApi: "/asyncapi.json",
  docs: "/docs",
  docsStyle: "/docs/swagger-ui.css",
  docsScript: "/docs/swagger-ui-bundle.js",
} as const;

/** A path of the API, with `{name}` for its parameters. */
export type ApiPath = (typeof PATHS)[keyof typeof PATHS];

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The name of a parameter of any path. */
export type ParameterName = NamesIn<ApiPath>;

/** The type of a path's parameters: `{project_id}` in the path gives `{project_id: string}`. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [N in Name]: string } & PathParams<Rest>
  : unknown;

/** Encodes a path segment. Encodes only what RFC 3986 (section 3.3, pchar) requires, so that ids stay readable. */
const encodeSegment = (id: string) =>
  encodeURIComponent(id).replaceAll(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);

/** Returns the names of a path's parameters, in order. */
export const paramNames = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

/** Returns a path with its parameters filled in: a URI reference, relative to the base URL of the service. */
export function pathTo<Name extends keyof typeof PATHS>(name: Name, params: PathParams<(typeof PATHS)[Name]>): string {
  return fillPath(PATHS[name], params as Readonly<Record<string, string>>);
}

/** Like `pathTo`, for a path that is not known at compile time. */
export const fillPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSegment(params[name] as string));

/**
 * Returns the canonical encoding of a path. A gateway may have decoded it, a client may have encoded more than
 * necessary, and events of the first release contain it unencoded.
 */
export function canonicalPath(path: string): string {
  if (/^[\w.~!$&'()*+,;=:@/-]*$/.test(path)) return path;
  try {
    return path
      .split("/")
      .map((part) => encodeSegment(decodeURIComponent(part)))
      .join("/");
  } catch {
    // A `%` without two hex digits: this is no path of the API, so it is returned unchanged.
    return path;
  }
}

/** Encodes a path that API Gateway delivered decoded. Otherwise a `#` or `%` in a segment would change its meaning. */
export const encodePath = (path: string) => path.split("/").map(encodeSegment).join("/");
