/** Builds the routes that every resource has: read, PATCH, DELETE and, for some, PUT. */
import type { Ctx, Preconditions, Versioned, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import type { ApiPath, PathParams } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Update } from "@skillmeat-deployments/core/resource/update.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import type { Answer } from "../http/answer.ts";
import { loadToml } from "../http/body.ts";
import type { ResourceOperations } from "./resource-operations.ts";
import { type Route, reads, writes } from "./route.ts";

type Representation = Versioned<JsonObject>;

/** 200 with the representation and its ETag. */
export const ok = ({ value, change }: Representation): Answer => ({
  status: 200,
  json: value,
  toml: async () => (await loadToml()).writeToml(value),
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
  collection: {
    read(ctx: Ctx, ids: PathParams<Path>): Promise<Representation>;
    update(
      ctx: WriteCtx,
      ids: PathParams<Path>,
      update: Update,
      preconditions: Preconditions,
    ): Promise<Committed<Representation>>;
    remove(ctx: WriteCtx, ids: PathParams<Path>, preconditions: Preconditions): Promise<Committed<object>>;
  };
  path: Path;
  scope: "projects" | "profiles" | "artifacts" | "deployments";
  toml: boolean;
  /** Whether the resource has PUT in addition to PATCH. */
  put: boolean;
  schemas: () => Promise<ResourceOperations>;
};

/** The routes of one resource. */
export function resourceRoutes<const Path extends ApiPath>(spec: ResourceSpec<Path>): Route[] {
  const { name, collection, path, scope, toml, put, schemas } = spec;
  // The casts: the parameters of a generic path are known only to the caller of this function.
  const shared = { path: path as ApiPath, etag: true };
  const asIds = (params: unknown) => params as PathParams<Path>;

  const read = reads({
    ...shared,
    id: `read${name}`,
    method: "GET",
    access: `${scope}:read`,
    toml,
    schema: async () => (await schemas()).read,
    run: async ({ ctx, params }) => ok(await collection.read(ctx, asIds(params))),
  });
  const update = (mode: "put" | "patch") =>
    writes({
      ...shared,
      id: `${mode}${name}`,
      method: mode === "put" ? "PUT" : "PATCH",
      access: `${scope}:write`,
      toml,
      body: { media: mode === "patch" ? ["json", "merge-patch"] : toml ? ["json", "toml"] : ["json"] },
      schema: async () => (await schemas())[mode],
      async verb({ ctx, params, body, preconditions }) {
        const { resource } = await schemas();
        return collection.update(ctx, asIds(params), { resource, mode, fields: body }, preconditions);
      },
      answer: ok,
    });
  const remove = writes({
    ...shared,
    id: `delete${name}`,
    method: "DELETE",
    access: `${scope}:write`,
    produces: "nothing",
    schema: async () => (await schemas()).delete,
    verb: ({ ctx, params, preconditions }) => collection.remove(ctx, asIds(params), preconditions),
    answer: noContent,
  });
  return put ? [read, update("patch"), remove, update("put")] : [read, update("patch"), remove];
}
