/** The operations on one resource that every resource has: read, PUT, PATCH and DELETE. */
import type { Ctx, Precondition, Versioned, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import type { PathParams } from "@skillmeat-deployments/core/model/paths.ts";
import type { ParsedUpdate, Resource } from "@skillmeat-deployments/core/resource/define.ts";
import type { Update } from "@skillmeat-deployments/core/resource/update.ts";
import type { Committed } from "@skillmeat-deployments/core/storage/writer.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import { toToml } from "@skillmeat-deployments/core/values/toml.ts";
import type { Answer } from "../http/answer.ts";
import { type Route, reads, writes } from "./route.ts";

type Representation = Versioned<JsonObject>;

/** 200 with the representation and its ETag. */
export const ok = ({ value, change }: Representation): Answer => ({
  status: 200,
  json: value,
  toml: () => toToml(value),
  change,
});

/** 201 with `Location`. */
export const created = (resource: Representation, location: string): Answer => ({
  ...ok(resource),
  status: 201,
  location,
});

export const noContent = (): Answer => ({ status: 204 });

export type ResourceSpec<Path extends string> = {
  /** As in operation ids: `Profile`. */
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
  /** Whether it takes a PUT beside PATCH. */
  put: boolean;
  /** `change`: the body of an update. */
  example: { params: PathParams<Path>; change: JsonObject };
};

export function resourceRoutes<const Path extends string>(spec: ResourceSpec<Path>): Route[] {
  const { name, resource, collection, path, tag, scope, toml, put, example } = spec;
  const label = resource.label.toLowerCase();
  const one = `${/^[aeiou]/.test(label) ? "an" : "a"} ${label}`;
  // In this function the path is any; what its parameters are is known where it is called.
  const shared = { path: path as string, tag, etag: true, example: { params: example.params } as never };
  const idsOf = (params: unknown) => params as PathParams<Path>;
  const success = { 200: { description: `The ${label}.`, schema: resource.read } };

  const read = reads({
    ...shared,
    id: `read${name}`,
    method: "GET",
    summary: `Read ${one}`,
    access: `${scope}:read`,
    toml,
    answers: success,
    run: async ({ ctx, params }) => ok(await collection.read(ctx, idsOf(params))),
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
      verb: ({ ctx, params, body, ifMatch }) =>
        collection.update(ctx, idsOf(params), { mode, fields: body as ParsedUpdate }, ifMatch),
      answer: ok,
    });
  const remove = writes({
    ...shared,
    id: `delete${name}`,
    method: "DELETE",
    summary: `Delete ${one}`,
    access: `${scope}:write`,
    answers: { 204: { description: `The ${label} is deleted.` } },
    verb: ({ ctx, params, ifMatch }) => collection.remove(ctx, idsOf(params), ifMatch),
    answer: noContent,
  });
  const noChange = "An update that changes nothing makes no new version and no event.";
  const patchRoute = update("patch", {
    summary: `Update ${one} with a merge patch`,
    description: `RFC 7396: null clears a nullable field. ${noChange}`,
  });
  const putRoute = update("put", {
    summary: `Update ${one}`,
    description: `Every field is optional: a field that is omitted or null keeps its value. ${noChange}`,
  });
  return put ? [read, patchRoute, remove, putRoute] : [read, patchRoute, remove];
}
