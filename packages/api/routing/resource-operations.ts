/** Describes the routes that every resource has: read, PATCH, DELETE and PUT. */
import type { ApiPath, PathParams } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { ParsedUpdate, Resource } from "@skillmeat-deployments/core/resource/define.schema.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import type * as z from "zod";
import type { NoQuery, Operation } from "./operation.ts";

type ResourceOperation<B extends z.ZodType> = Operation<ApiPath, NoQuery, B>;

/** The descriptions of the routes, and the resource whose schemas they name. */
export type ResourceOperations = {
  resource: Resource;
  read: ResourceOperation<z.ZodNever>;
  patch: ResourceOperation<z.ZodType<ParsedUpdate>>;
  put: ResourceOperation<z.ZodType<ParsedUpdate>>;
  delete: ResourceOperation<z.ZodNever>;
};

/**
 * Describes the routes of one resource.
 * @param example `change` is the body of an update
 * @param shown what a read answers, if it is more than the resource
 */
export function resourceOperations<const Path extends ApiPath>(
  _path: Path,
  {
    resource,
    shown = resource.read,
    tag,
    example,
  }: {
    resource: Resource;
    shown?: z.ZodType;
    tag: string;
    example: { params: PathParams<Path>; change: JsonObject };
  },
): ResourceOperations {
  const label = resource.label.toLowerCase();
  const aLabel = `${/^[aeiou]/.test(label) ? "an" : "a"} ${label}`;
  // The casts: the parameters of a generic path are known only to the caller of this function.
  const shared = { tag, example: { params: example.params } as never };
  const withBody = { tag, example: { params: example.params, body: example.change } as never };
  const answerOf = (schema: z.ZodType) => ({ 200: { description: `The ${label}.`, schema } });
  const answers = answerOf(resource.read);
  const unchanged = "If no value changes, no new version and no event are created.";
  return {
    resource,
    read: { ...shared, summary: `Read ${aLabel}`, answers: answerOf(shown) },
    patch: {
      ...withBody,
      summary: `Update ${aLabel} with a merge patch`,
      description: `The body is a JSON merge patch (RFC 7396): null clears a nullable field. ${unchanged}`,
      body: resource.patch,
      answers,
    },
    put: {
      ...withBody,
      summary: `Update ${aLabel}`,
      description: `All fields are optional. A field that is omitted or null keeps its value. ${unchanged}`,
      body: resource.put,
      answers,
    },
    delete: {
      ...shared,
      summary: `Delete ${aLabel}`,
      answers: { 204: { description: `The ${label} was deleted.` } },
    },
  };
}
