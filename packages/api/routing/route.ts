/** Defines routes as data. The app, the OpenAPI document and the tests that cover every operation all read them. */
import type {
  Caller,
  Ctx,
  OperatorCtx,
  OperatorWriteCtx,
  Precondition,
  PublicCtx,
  WriteCtx,
} from "@skillmeat-deployments/core/context.ts";
import type { FaultCode } from "@skillmeat-deployments/core/fault.ts";
import type { KeyMode } from "@skillmeat-deployments/core/model/api-key.ts";
import type { ApiPath, PathParams } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import type * as z from "zod";
import type { Access } from "../auth/access.ts";
import type { Assets } from "../docs/assets.ts";
import type { Answer, Format } from "../http/answer.ts";
import type { BodySpec } from "../http/body.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
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
  ifMatch: Precondition;
  caller: CallerOf<A>;
  /** Whether new API keys are `live` or `test` keys. */
  mode: KeyMode;
  assets: Assets;
  /** The representation that the client accepts. */
  format: Format;
};

/** A successful response as the OpenAPI document describes it. `type` is the media type of a file. */
export type AnswerSpec = { description: string; schema?: z.ZodType; type?: string };

/** A valid request. The API reference shows it, and the tests send it. */
type ExampleOf<P extends ApiPath, Q extends z.ZodObject, B extends z.ZodType> = {
  query?: z.input<Q>;
} & ([keyof PathParams<P>] extends [never] ? { params?: undefined } : { params: PathParams<P> }) &
  (B extends z.ZodNever ? { body?: undefined } : { body: z.input<B> });

type RouteSpec<A extends Access, P extends ApiPath, Q extends z.ZodObject, B extends z.ZodType> = {
  /** The OpenAPI operationId. */
  id: string;
  /** One of `PATHS`. */
  path: P;
  tag: string;
  summary: string;
  description?: string;
  access: A;
  query?: Q;
  body?: BodySpec<B>;
  example: ExampleOf<P, Q, B>;
  /** Whether the response is available as TOML in addition to JSON. */
  toml?: boolean;
  /** Whether the response is a file with one media type. `Accept` is not evaluated. */
  file?: boolean;
  /** Whether the storage calls get the longer time limit, just below the 30 s of API Gateway. */
  long?: boolean;
  /** Whether the route evaluates `If-Match` (writes) or `If-None-Match` (reads). */
  etag?: boolean;
  /** Codes of refusals that only this route has. */
  faults?: readonly FaultCode[];
  /** The successful responses, by status. */
  answers: Partial<Record<Answer["status"], AnswerSpec>>;
};

/** A route without the types of its parameters, so that all routes fit in one list. */
export type Route = Omit<RouteSpec<Access, ApiPath, z.ZodObject, z.ZodType>, "example"> & {
  method: Method;
  example: { params?: Readonly<Record<string, string>>; query?: object; body?: unknown };
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
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
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
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
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
