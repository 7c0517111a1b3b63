/** The routes' examples as requests, in an order in which each finds what it needs. */
import { MEDIA_TYPES } from "@skillmeat-deployments/api/http/body.ts";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import type { Route } from "@skillmeat-deployments/api/routing/route.ts";
import { fillPath } from "@skillmeat-deployments/core/model/api-paths.ts";

/** Ids of the examples, and what stands for each instead. */
export type Renames = Readonly<Record<string, string>>;

export type ExampleRequest = {
  method: string;
  path: string;
  /** undefined: the route takes no body. */
  text?: string;
  headers: Record<string, string>;
};

/** A route's example as a request, without a credential. */
export function exampleRequest(route: Route, renames: Renames = {}): ExampleRequest {
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

/** Whether a route writes: then it honours an `Idempotency-Key`. */
export const isWrite = (route: Route) => route.answer !== undefined;

/** Every operation that writes. */
export const WRITES: readonly Route[] = ROUTES.filter(isWrite);

const creates = WRITES.filter(({ method }) => method === "POST");
const deletes = WRITES.filter(({ method }) => method === "DELETE").reverse();

/** All routes: what creates comes first, what deletes comes last. */
export const WALK: readonly Route[] = [
  ...creates,
  ...ROUTES.filter((route) => !creates.includes(route) && !deletes.includes(route)),
  ...deletes,
];

/** What is to be sent before a route's example, so that it succeeds. */
export const prerequisites = (route: Route): readonly Route[] =>
  creates.includes(route) ? creates.slice(0, creates.indexOf(route)) : creates;

/** The statuses that an example of the route succeeds with. */
export const successes = (route: Route): number[] =>
  Object.keys(route.answers)
    .map(Number)
    .filter((status) => status < 300);

/** The id of the key in the examples: a key that is created has another. */
export const EXAMPLE_KEY_ID = String(ROUTES.find(({ id }) => id === "readKey")?.example.params?.key_id);
