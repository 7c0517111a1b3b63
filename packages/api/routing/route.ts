/** Routes are data: one list registers them, writes the OpenAPI document, and drives the tests of all operations. */
import type {
  Caller,
  Ctx,
  OperatorCtx,
  OperatorWriteCtx,
  Precondition,
  PublicCtx,
  WriteCtx,
} from "@skillmeat-deployments/core/context.ts";
import type { KeyMode } from "@skillmeat-deployments/core/model/api-key.ts";
import type { PathParams } from "@skillmeat-deployments/core/model/paths.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import type * as z from "zod";
import type { Access } from "../auth/access.ts";
import type { Assets } from "../docs/assets.ts";
import type { Answer, Format } from "../http/answer.ts";
import type { BodySpec } from "../http/body.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** The context of a route that reads: only tenants' routes have a tenant. */
type ReadContext<A extends Access> = A extends "public" ? PublicCtx : A extends "operator" ? OperatorCtx : Ctx;
type WriteContext<A extends Access> = A extends "operator" ? OperatorWriteCtx : WriteCtx;
type CallerOf<A extends Access> = A extends "public" | "operator" ? undefined : Caller;

/** What a route is given: authenticated, within its limits, and parsed. */
type Call<C, A extends Access, P extends string, Q, B> = {
  ctx: C;
  params: PathParams<P>;
  query: Q;
  body: B;
  ifMatch: Precondition;
  caller: CallerOf<A>;
  mode: KeyMode;
  assets: Assets;
  /** The representation that was asked for. */
  format: Format;
};

/** One answer as the OpenAPI document describes it. `type`: the media type of a file. */
export type AnswerSpec = { description: string; schema?: z.ZodType; type?: string };

/** A valid request: the reference is prefilled with it, and tests send it. */
type ExampleOf<P extends string, Q extends z.ZodObject, B extends z.ZodType> = {
  query?: z.input<Q>;
} & ([keyof PathParams<P>] extends [never] ? { params?: undefined } : { params: PathParams<P> }) &
  (B extends z.ZodNever ? { body?: undefined } : { body: z.input<B> });

type RouteSpec<A extends Access, P extends string, Q extends z.ZodObject, B extends z.ZodType> = {
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
  /** Whether it has a TOML representation beside JSON. */
  toml?: boolean;
  /** Whether it answers with a file, which has one media type, instead of a representation. */
  file?: boolean;
  /** Whether its storage calls may take as long as a gateway waits. */
  long?: boolean;
  /** Whether `If-Match` (writes) or `If-None-Match` (reads) is honoured. */
  etag?: boolean;
  answers: Partial<Record<Answer["status"], AnswerSpec>>;
};

/** A route of the list, its parameters' types forgotten. */
export type Route = Omit<RouteSpec<Access, string, z.ZodObject, z.ZodType>, "example"> & {
  method: Method;
  example: { params?: Readonly<Record<string, string>>; query?: object; body?: unknown };
  run(call: never): Promise<Answer>;
  /** Of a route that writes: the answer to what its verb returned, now or earlier under the same `Idempotency-Key`. */
  answer?: (result: never, params: never) => Answer;
};

/** A route that changes nothing. Its context cannot write. */
export function reads<
  const A extends Access,
  const P extends string,
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
 * A route that writes. What its verb commits is stored with the request's `Idempotency-Key`, and answered the same each
 * time: `answer` turns it into the answer.
 */
export function writes<
  const A extends Exclude<Access, "public" | "authenticated">,
  const P extends string,
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
  const { verb, ...rest } = spec;
  const run = async (call: Parameters<typeof verb>[0]) => spec.answer((await verb(call)).result, call.params);
  return { ...rest, run } as unknown as Route;
}
