/** Clients of a service in this process, with faults between the two. */

import type { DescribedRoute } from "@skillmeat-deployments/api/docs/described-route.ts";
import { type ClientOptions, createClient, type Result } from "@skillmeat-deployments/client";
import type { Renames } from "@skillmeat-deployments/testing/examples.ts";
import { OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { validateResponse } from "@skillmeat-deployments/testing/validate.ts";

export type Fetch = typeof globalThis.fetch;

/** What goes wrong with an attempt. A number is a status that something before the service answers. */
export type Fault = "lost before" | "lost after" | "cut" | number;

/** A `fetch` that reaches the service in this process. Every answer is validated by openapi.json. */
export function fetchOf(service: Service): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method } = request;
    const response = await service.app.fetch(request, {});
    const text = await response.clone().text();
    await service.background.settled();
    validateResponse(method, new URL(request.url).pathname, {
      status: response.status,
      headers: response.headers,
      text,
    });
    return response;
  };
}

/** A `fetch` whose attempts fail with these faults, one after the other. What is left of them, is left in the list. */
export function faulty(fetch: Fetch, faults: Fault[]): Fetch {
  return async (input, init) => {
    const fault = faults.shift();
    if (fault === undefined) return fetch(input, init);
    if (fault === "lost before") throw new TypeError("fetch failed");
    if (typeof fault === "number")
      return new Response("<h1>Busy</h1>", { status: fault, headers: { "retry-after": "1" } });
    const { status, headers } = await fetch(input, init);
    if (fault === "lost after" || status === 204) throw new TypeError("fetch failed");
    // An answer whose body breaks off.
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"project_'));
        controller.error(new TypeError("terminated"));
      },
    });
    return new Response(body, { status, headers });
  };
}

/** A client of a service in this process, which does not really wait between attempts. */
export const clientOf = (service: Service, options: Partial<ClientOptions> = {}) =>
  createClient({
    baseUrl: "http://service",
    apiKey: service.key,
    fetch: fetchOf(service),
    sleep: async () => {},
    ...options,
  });

type AnyClient = Record<string, (args: object) => Promise<Result<unknown>>>;

/** Calls the operation of a route with the arguments of its example. */
export function callExample(
  service: Service,
  route: DescribedRoute,
  renames: Renames,
  options: Partial<ClientOptions> = {},
) {
  const apiKey = route.access === "operator" ? OPERATOR : route.access === "public" ? undefined : service.key;
  const { params, query, body } = route.example;
  const args = JSON.stringify({ ...params, ...query, body });
  const renamed = Object.entries(renames).reduce((text, [from, to]) => text.replaceAll(from, to), args);
  const api = clientOf(service, { apiKey, ...options }) as unknown as AnyClient;
  return (api[route.id] as AnyClient[string])(JSON.parse(renamed));
}
