/** Routes are data: one list registers them, writes openapi.json and drives the tests over all operations. */
import type { Ctx, Precondition } from "@skillmeat-deployments/core/context.ts";
import type { KeyMode } from "@skillmeat-deployments/core/model/api-key.ts";
import type { Caller } from "@skillmeat-deployments/core/model/authenticate-key.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.ts";
import type * as z from "zod";
import type { Assets } from "../docs/assets.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Who may call: a scope's holder, any caller with a good key, the operator alone, or everybody. */
export type Access = Scope | "authenticated" | "operator" | "public";

/** What a route answers with; the edge adds the representation, its ETag and the headers of a list. */
export type Answer = {
  status: 200 | 201 | 204 | 503;
  /** The JSON representation. */
  json?: unknown;
  /** The TOML representation, made only when it is asked for. */
  toml?: () => string | Promise<string>;
  /** The change id that the ETag is made of. */
  change?: string;
  /** The path of what was created, below the caller's prefix. */
  location?: string;
  /** The query of the next page. */
  next?: Record<string, string>;
  /** Anything that is not a representation: the reference page and its files. */
  raw?: { type: string; body: string | Uint8Array<ArrayBuffer> };
  headers?: Record<string, string>;
};

/** What a route is given: parsed, authenticated, within its limits. */
export type Call<Q = unknown, B = unknown> = {
  ctx: Ctx;
  params: Readonly<Record<string, string>>;
  query: Q;
  body: B;
  ifMatch: Precondition;
  /** undefined on public routes and for the operator. */
  caller: Caller | undefined;
  mode: KeyMode;
  assets: Assets;
  /** Which representation was asked for. */
  wants: "json" | "toml";
};

export type Media = "json" | "merge-patch" | "toml";

/** One answer as the OpenAPI document tells it. */
export type Documented = { description: string; schema?: z.ZodType; type?: string };

export type RouteSpec<Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> = {
  /** The OpenAPI operationId. */
  id: string;
  method: Method;
  /** With `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  query?: Q;
  body?: { schema: B; media: readonly Media[]; maxBytes?: number };
  /** Whether it reads and writes TOML beside JSON. */
  toml?: boolean;
  /** Whether it answers with a file, which is of one type, instead of a representation. */
  file?: boolean;
  /** Whether it may take longer than a request usually may. */
  long?: boolean;
  /** Whether `If-Match` (writes) or `If-None-Match` (reads) means something. */
  etag?: boolean;
  answers: Partial<Record<200 | 201 | 204 | 503, Documented>>;
  run(call: Call<z.output<Q>, z.output<B>>): Answer | Promise<Answer>;
};

/** A route of the list, its parameters' types forgotten. */
export type Route = Omit<RouteSpec, "run"> & {
  run(call: Call<never, never>): Answer | Promise<Answer>;
  /** Of a POST that writes: the answer to what its verb returned, now or the first time under its `Idempotency-Key`. */
  answer?: (result: never, params: Call["params"]) => Answer;
};

/** A POST that writes: what its verb returns is kept for an `Idempotency-Key`, and is answered the same each time. */
export function effect<Q extends z.ZodObject, B extends z.ZodType, R extends object>(
  spec: Omit<RouteSpec<Q, B>, "run" | "method"> & {
    verb(call: Call<z.output<Q>, z.output<B>>): Promise<R>;
    answer(result: R, params: Call["params"]): Answer;
  },
): Route {
  const { verb, ...rest } = spec;
  const run: RouteSpec<Q, B>["run"] = async (call) => spec.answer(await verb(call), call.params);
  return { ...rest, method: "POST", run } as unknown as Route;
}

export const route = <Q extends z.ZodObject, B extends z.ZodType>(spec: RouteSpec<Q, B>): Route =>
  spec as unknown as Route;

/** For answers that hold a secret. */
export const noStore = { "cache-control": "no-store" };

/** A path segment, with no more encoded than RFC 3986 asks for (section 3.3, pchar): ids stay readable. */
export const segment = (id: string) =>
  encodeURIComponent(id).replaceAll(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
