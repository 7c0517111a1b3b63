/** Builds the routes that every resource has: read, PATCH, DELETE and, for some, PUT. */
import type { Ctx, Precondition, Versioned, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import type { ApiPath, PathParams } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Resource } from "@skillmeat-deployments/core/resource/define.schema.ts";
import type { Update } from "@skillmeat-deployments/core/resource/update.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import { loadToml } from "@skillmeat-deployments/core/values/toml.ts";
import type { Answer } from "../http/answer.ts";
import { type Route, reads, writes } from "./route.ts";

type Representation = Versioned<JsonObject>;

/** 200 with the representation and its ETag. */
export const ok = ({ value, change }: Representation): Answer => ({
  status: 200,
  json: value,
  toml: async () => (await loadToml()).write(value),
  change,
});

/** 201 with the representation, its ETag and `Location`. */
export const created = (resource: Representation, location: string): Answer => ({
  ...ok(resource),
  status: 201,
  location,
});

/** 204 without a body. */
export const noContent = (): Answer => ({ status: 204 });

/** What `resourceRoutes` needs to know about a resource. */
export type ResourceSpec<Path extends ApiPath> = {
  /** The name in operation ids, for example `Profile`. */
  name: string;
  resource: Pick<Resource, "label" | "read" | "put" | "patch">;
  collection: {
    read(ctx: Ctx, ids: PathParams<Path>): Promise<Representation>;
    update(
      ctx: WriteCtx,
      ids: PathParams<Path>,
      update: Update,
      ifMatch: Precondition,
    ): Promise<Committed<Representation>>;
    remove(ctx: WriteCtx, ids: PathParams<Path>, ifMatch: Precondition): Promise<Committed<object>>;
  };
  path: Path;
  tag: string;
  scope: "projects" | "profiles" | "artifacts" | "deployments";
  toml: boolean;
  /** Whether the resource has PUT in addition to PATCH. */
  put: boolean;
  /** `change` is the body of an update. */
  example: { params: PathParams<Path>; change: JsonObject };
};

/** The routes of one resource. */
export function resourceRoutes<const Path extends ApiPath>(spec: ResourceSpec<Path>): Route[] {
  const { name, resource, collection, path, tag, scope, toml, put, example } = spec;
  const label = resource.label.toLowerCase();
  const aLabel = `${/^[aeiou]/.test(label) ? "an" : "a"} ${label}`;
  // The casts: the parameters of a generic path are known only to the caller of this function.
  const shared = { path: path as ApiPath, tag, etag: true, example: { params: example.params } as never };
  const asIds = (params: unknown) => params as PathParams<Path>;
  const success = { 200: { description: `The ${label}.`, schema: resource.read } };

  const read = reads({
    ...shared,
    id: `read${name}`,
    method: "GET",
    summary: `Read ${aLabel}`,
    access: `${scope}:read`,
    toml,
    answers: success,
    run: async ({ ctx, params }) => ok(await collection.read(ctx, asIds(params))),
  });
  const update = (mode: "put" | "patch", text: { summary: string; description: string }) =>
    writes({
      ...shared,
      ...text,
      id: `${mode}${name}`,
      method: mode === "put" ? "PUT" : "PATCH",
      access: `${scope}:write`,
      toml,
      body: {
        schema: resource[mode],
        media: mode === "patch" ? ["json", "merge-patch"] : toml ? ["json", "toml"] : ["json"],
      },
      example: { params: example.params, body: example.change } as never,
      answers: success,
      verb: ({ ctx, params, body, ifMatch }) => collection.update(ctx, asIds(params), { mode, fields: body }, ifMatch),
      answer: ok,
    });
  const remove = writes({
    ...shared,
    id: `delete${name}`,
    method: "DELETE",
    summary: `Delete ${aLabel}`,
    access: `${scope}:write`,
    answers: { 204: { description: `The ${label} was deleted.` } },
    verb: ({ ctx, params, ifMatch }) => collection.remove(ctx, asIds(params), ifMatch),
    answer: noContent,
  });
  const unchanged = "If no value changes, no new version and no event are created.";
  const patchRoute = update("patch", {
    summary: `Update ${aLabel} with a merge patch`,
    description: `The body is a JSON merge patch (RFC 7396): null clears a nullable field. ${unchanged}`,
  });
  const putRoute = update("put", {
    summary: `Update ${aLabel}`,
    description: `All fields are optional. A field that is omitted or null keeps its value. ${unchanged}`,
  });
  return put ? [read, patchRoute, remove, putRoute] : [read, patchRoute, remove];
}
