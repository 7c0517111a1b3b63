/** The HTTP API as a Hono app, for servers that speak fetch. The Lambda function calls the handler itself. */
import { Hono } from "hono/tiny";
import { createHandler } from "./handler.ts";
import { fromFetch, toFetch } from "./http/fetch.ts";
import type { PipelineDeps } from "./pipeline-deps.ts";
import { ROUTES } from "./routes/index.ts";
import type { Route } from "./routing/route.ts";

export type AppDeps = PipelineDeps;
/** What a server passes beside a request. `address`: the IP address of the client's connection. */
type Env = { Bindings: { address?: string } };

/** The app. @throws as `createHandler` */
export function createApp(deps: AppDeps, routes: readonly Route[] = ROUTES): Hono<Env> {
  const handle = createHandler(deps, routes);
  return new Hono<Env>().all("*", async (c) => toFetch(await handle(fromFetch(c.req.raw, c.env?.address))));
}
