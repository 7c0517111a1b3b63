/**
 * Defines routes as data: what the pipeline needs for every request. What only some requests need, is loaded on demand:
 * schemas by `schema`, verbs with large dependencies by an import in `run` or `verb`.
 */
import type {
  Caller,
  Ctx,
  OperatorCtx,
  OperatorWriteCtx,
  Preconditions,
  PublicCtx,
  WriteCtx,
} from "@skillmeat-deployments/core/context.ts";
import type { KeyMode } from "@skillmeat-deployments/core/model/access/api-key.ts";
import type { ApiPath, PathParams } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import type { WebhookServices } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import type * as z from "zod";
import type { Access } from "../auth/access.ts";
import type { Assets } from "../docs/assets.ts";
import type { Answer, Format } from "../http/answer.ts";
import type { BodySpec, Media } from "../http/body.ts";
import type { PagingParameter } from "../http/query.ts";
import type { AnyOperation, NoQuery, Operation } from "./operation.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** What webhooks need besides storage: loaded on demand, because most requests are not about them. */
export type WebhookDeps = () => Promise<WebhookServices & { wake(wakes: readonly Wake[]): Promise<void> }>;

/** The context of a route that reads. Only a tenant's route has a tenant. */
type ReadContext<A extends Access> = A extends "public" ? PublicCtx : A extends "operator" ? OperatorCtx : Ctx;
type WriteContext<A extends Access> = A extends "operator" ? OperatorWriteCtx : WriteCtx;
type CallerOf<A extends Access> = A extends "public" | "operator" ? undefined : Caller;

/** The authenticated and parsed request that a route receives. */
type Call<C, A extends Access, P extends ApiPath, Q, B> = {
  ctx: C;
  params: PathParams<P>;
  query: Q;
  body: B;
  /** The media type of the body. Undefined: the route has none. */
  media: Media | undefined;
  preconditions: Preconditions;
  caller: CallerOf<A>;
  /** Whether new API keys are `live` or `test` keys. */
  mode: KeyMode;
  /** Whether OIDC access tokens are accepted. */
  hasOidc: boolean;
  assets: Assets;
  /** What webhooks need besides storage. Loaded on demand. */
  webhooks: WebhookDeps;
  /** What comes before the paths of the API in the request: `/api/v1` or nothing. */
  prefix: string;
  /** The representation that the client accepts. */
  format: Format;
};

type RouteSpec<A extends Access, P extends ApiPath, Q extends z.ZodObject, B extends z.ZodType> = {
  /** The OpenAPI operationId. */
  id: string;
  /** One of `PATHS`. */
  path: P;
  access: A;
  /** Whether the response is available as TOML in addition to JSON. */
  toml?: boolean;
  /** A response that is no representation: no body, or a file with one media type. `Accept` is not evaluated. */
  produces?: "nothing" | "file";
  /**
   * The kind of heavy work that the route does. Only a few of a kind run at once in a process, and their storage calls get
   * the longer time limit, just below the 30 s of API Gateway.
   */
  heavy?: "import" | "report";
  /** The query parameters of pages that the route has. A query of no others needs no schema. */
  paging?: readonly PagingParameter[];
  /** Whether the route evaluates `If-None-Match` and, if it writes, `If-Match`. */
  etag?: boolean;
  /** Loads the description of the route with the schemas of its query and body. */
  schema: () => Promise<Operation<P, Q, B>>;
} & ([B] extends [z.ZodNever] ? { body?: undefined } : { body: BodySpec });

/** A route without the types of its parameters, so that all routes fit in one list. */
export type Route = Omit<RouteSpec<Access, ApiPath, z.ZodObject, z.ZodNever>, "schema" | "body"> & {
  method: Method;
  body?: BodySpec | undefined;
  schema: () => Promise<AnyOperation>;
  run(call: never): Promise<Answer>;
  /**
   * Only on routes that write: turns the verb's result, new or stored under the `Idempotency-Key`, into the response.
   */
  answer?: (result: never, params: never) => Answer;
};

/** Defines a route that only reads. Its context cannot write. */
export function reads<
  const A extends Access,
  const P extends ApiPath,
  Q extends z.ZodObject = NoQuery,
  B extends z.ZodType = z.ZodNever,
>(
  spec: RouteSpec<A, P, Q, B> & {
    method: "GET" | "POST";
    run(call: Call<ReadContext<A>, A, P, z.output<Q>, z.output<B>>): Answer | Promise<Answer>;
  },
): Route {
  return spec as unknown as Route;
}

/**
 * Defines a route that writes. The result that `verb` commits is stored under the request's `Idempotency-Key`.
 * `answer` must depend on the result and the path parameters only, so that a replay returns the same response.
 */
export function writes<
  const A extends Exclude<Access, "public" | "authenticated">,
  const P extends ApiPath,
  R extends object,
  Q extends z.ZodObject = NoQuery,
  B extends z.ZodType = z.ZodNever,
>(
  spec: RouteSpec<A, P, Q, B> & {
    method: Exclude<Method, "GET">;
    verb(call: Call<WriteContext<A>, A, P, z.output<Q>, z.output<B>>): Promise<Committed<R>>;
    answer(result: R, params: PathParams<P>): Answer;
  },
): Route {
  const { verb, ...route } = spec;
  const run = async (call: Parameters<typeof verb>[0]) => spec.answer((await verb(call)).result, call.params);
  return { ...route, run } as unknown as Route;
}
