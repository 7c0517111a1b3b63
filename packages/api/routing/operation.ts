/**
 * The description of a route: its texts, its schemas and an example. The API reference and the tests read it, and the
 * pipeline parses a request's query and body with its schemas. It is loaded on demand, because most requests need none.
 */
import type { FaultCode } from "@skillmeat-deployments/core/fault.ts";
import type { ApiPath, PathParams } from "@skillmeat-deployments/core/model/api-paths.ts";
import type * as z from "zod";
import type { Answer } from "../http/answer.ts";
import type { Media } from "../http/body.ts";

/**
 * A successful response. `type` is the media type of a file. `headers`: those of this response that do not follow from what
 * the route declares.
 */
export type AnswerSpec = {
  description: string;
  schema?: z.ZodType;
  type?: string;
  headers?: readonly ("Cache-Control" | "Catalogue-Version" | "Content-Security-Policy" | "Retry-After")[];
};

/** A valid request. The API reference shows it, and the tests send it. */
type ExampleOf<P extends ApiPath, Q extends z.ZodObject, B extends z.ZodType> = {
  query?: z.input<Q>;
} & ([keyof PathParams<P>] extends [never] ? { params?: undefined } : { params: PathParams<P> }) &
  (B extends z.ZodNever ? { body?: undefined } : { body: z.input<B> });

/** A query without parameters. */
export type NoQuery = z.ZodObject<Record<never, never>>;

export type Operation<P extends ApiPath, Q extends z.ZodObject, B extends z.ZodType> = {
  tag: string;
  summary: string;
  description?: string;
  /** The schema of the query. Every parameter is optional: a request without a query is not parsed. */
  query?: Q;
  /** The schema of the body. */
  body?: B;
  /**
   * How the reference describes bodies of each media type, if they differ in more than their notation. The tests send their
   * examples.
   */
  bodies?: Partial<Record<Media, { schema: z.ZodType; example: unknown }>>;
  example: ExampleOf<P, Q, B>;
  /** Codes of refusals that only this route has. */
  faults?: readonly FaultCode[];
  /** The successful responses, by status. */
  answers: Partial<Record<Answer["status"], AnswerSpec>>;
};

/** An operation without the types of its parameters. */
export type AnyOperation = Omit<Operation<ApiPath, z.ZodObject, z.ZodType>, "example"> & {
  example: { params?: Readonly<Record<string, string>>; query?: object; body?: unknown };
};

/** Describes the route of a path. @param _path the compiler checks the example's parameters by it */
export const operation = <const P extends ApiPath, Q extends z.ZodObject = NoQuery, B extends z.ZodType = z.ZodNever>(
  _path: P,
  spec: Operation<P, Q, B>,
): Operation<P, Q, B> => spec;
