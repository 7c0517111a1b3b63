/** Converts the examples of the routes to requests, and orders the routes so that each finds the resources it needs. */
import { type DescribedRoute, describeRoutes } from "@skillmeat-deployments/api/docs/described-route.ts";
import { MEDIA_TYPES, type Media } from "@skillmeat-deployments/api/http/body.ts";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import { fillPath } from "@skillmeat-deployments/core/model/api-paths.ts";

/** All routes, with their descriptions. */
export const DESCRIBED_ROUTES = await describeRoutes(ROUTES);

/** Replacements for the ids in the examples. */
export type Renames = Readonly<Record<string, string>>;

export type ExampleRequest = {
  method: string;
  path: string;
  /** Undefined: the route has no body. */
  text?: string;
  headers: Record<string, string>;
};

/** The example of a route as a request, without a credential. */
export function exampleRequest(route: DescribedRoute, renames: Renames = {}): ExampleRequest {
  const rename = (text: string) => Object.entries(renames).reduce((t, [from, to]) => t.replaceAll(from, to), text);
  const { params = {}, query = {}, body } = route.example;
  const renamed = Object.fromEntries(Object.entries(params).map(([name, id]) => [name, rename(id)]));
  const search = rename(new URLSearchParams(query as Record<string, string>).toString());
  const path = fillPath(route.path, renamed) + (search === "" ? "" : `?${search}`);
  if (body === undefined) return { method: route.method, path, headers: {} };
  const text = rename(typeof body === "string" ? body : JSON.stringify(body));
  const media = typeof body === "string" ? "toml" : "json";
  return { method: route.method, path, text, headers: { "content-type": MEDIA_TYPES[media] } };
}

/** The examples of a route's bodies in other media types, as requests, by media type. */
export function otherExamples(route: DescribedRoute, renames: Renames = {}): [Media, ExampleRequest][] {
  const first = exampleRequest(route, renames);
  const bodies = Object.entries(route.bodies ?? {}) as [Media, { example: unknown }][];
  return bodies
    .map(([media, { example }]): [Media, ExampleRequest] => {
      const text = typeof example === "string" ? example : JSON.stringify(example);
      return [media, { ...first, text, headers: { "content-type": MEDIA_TYPES[media] } }];
    })
    .filter(([, { text }]) => text !== first.text);
}

/** Whether a route writes, and so supports `Idempotency-Key`. */
export const isWrite = (route: DescribedRoute) => route.answer !== undefined;

/** All routes that write. */
export const WRITES: readonly DescribedRoute[] = DESCRIBED_ROUTES.filter(isWrite);

const creates = WRITES.filter(({ method }) => method === "POST");
const deletes = WRITES.filter(({ method }) => method === "DELETE").reverse();

/** All routes, in an order in which each example succeeds: creates first, deletes last. */
export const ROUTES_IN_ORDER: readonly DescribedRoute[] = [
  ...creates,
  ...DESCRIBED_ROUTES.filter((route) => !creates.includes(route) && !deletes.includes(route)),
  ...deletes,
];

/** Resources that need no others, by the first segment of their paths. */
const ALONE = ["webhooks", "keys", "tenants"];
const groupOf = ({ path }: DescribedRoute) => {
  const segment = path.split("/")[1] as string;
  return ALONE.includes(segment) ? segment : "projects and artifacts";
};

/** The routes whose examples must be sent before the example of this route. */
export const prerequisites = (route: DescribedRoute): readonly DescribedRoute[] =>
  creates
    .slice(0, creates.includes(route) ? creates.indexOf(route) : undefined)
    .filter((create) => groupOf(create) === groupOf(route));

/** The success statuses of a route. */
export const successes = (route: DescribedRoute): number[] =>
  Object.keys(route.answers)
    .map(Number)
    .filter((status) => status < 300);

/** The routes whose answers have an id that the service chose, and the names under which examples have such ids. */
const CHOSEN = { createKey: "key_id", createWebhook: "webhook_id", testWebhook: "delivery_id" } as const;

const exampleId = (name: string) =>
  DESCRIBED_ROUTES.map(({ example }) => example.params?.[name]).find((id): id is string => id !== undefined) as string;

/** The ids in the examples that the service chooses. What is really created has others. */
export const EXAMPLE_IDS: readonly string[] = Object.values(CHOSEN).map(exampleId);

/** What replaces ids in the examples after a route has answered. */
export function renamesAfter(route: DescribedRoute, json: unknown): Renames {
  const name = CHOSEN[route.id as keyof typeof CHOSEN];
  return name === undefined ? {} : { [exampleId(name)]: (json as Record<string, string>)[name] as string };
}

/** Replaces the ids that the service chooses by others that nothing has. */
export const NO_IDS: Renames = Object.fromEntries(EXAMPLE_IDS.map((id) => [id, "0".repeat(26)]));
