/** The five operations on one resource that differ between nouns in names alone: read, PUT, PATCH, DELETE. */
import type { Ctx, Precondition, Versioned } from "@skillmeat-deployments/core/context.ts";
import type { Resource } from "@skillmeat-deployments/core/resource/define.ts";
import type { Update } from "@skillmeat-deployments/core/resource/update.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.ts";
import { toToml } from "@skillmeat-deployments/core/values/toml.ts";
import type * as z from "zod";
import { type Answer, type Route, route, segment } from "./route.ts";

type Params = Readonly<Record<string, string>>;
type Current = Versioned<JsonObject>;

/** 200 with the representation and its ETag. */
export const ok = ({ value, change }: Current): Answer => ({
  status: 200,
  json: value,
  toml: () => toToml(value),
  change,
});

/** 201 with `Location`. */
export const created = (resource: Current, ...path: string[]): Answer => ({
  ...ok(resource),
  status: 201,
  location: path.map((part) => `/${segment(part)}`).join(""),
});

export type ResourceSpec = {
  /** As in operation ids, `Profile`, and in prose, `profile`. */
  name: string;
  noun: Resource<z.ZodRawShape, z.ZodRawShape, z.ZodRawShape>;
  path: string;
  tag: string;
  scope: "projects" | "profiles" | "artifacts" | "deployments";
  toml: boolean;
  /** Whether it takes a PUT beside PATCH. */
  put: boolean;
  read(ctx: Ctx, params: Params): Promise<Current>;
  update(ctx: Ctx, params: Params, update: Update, ifMatch: Precondition): Promise<Current>;
  remove(ctx: Ctx, params: Params, ifMatch: Precondition): Promise<void>;
};

export function resourceRoutes(spec: ResourceSpec): Route[] {
  const { name, noun, path, tag, toml } = spec;
  const label = noun.label.toLowerCase();
  const one = `${/^[aeiou]/.test(label) ? "an" : "a"} ${label}`;
  const scope = (kind: "read" | "write"): Scope => `${spec.scope}:${kind}`;
  const shared = { path, tag, etag: true, toml };
  const success = { description: `The ${label}.`, schema: noun.read };
  const update =
    (mode: "put" | "patch") => async (call: { ctx: Ctx; params: Params; body: unknown; ifMatch: Precondition }) =>
      ok(await spec.update(call.ctx, call.params, { mode, body: call.body as JsonObject }, call.ifMatch));
  const routes = [
    route({
      ...shared,
      id: `read${name}`,
      method: "GET",
      summary: `Read ${one}`,
      access: scope("read"),
      answers: { 200: success },
      run: async ({ ctx, params }) => ok(await spec.read(ctx, params)),
    }),
    route({
      ...shared,
      id: `patch${name}`,
      method: "PATCH",
      summary: `Change ${one} by a merge patch`,
      description: "RFC 7396: null clears a nullable field. A change to nothing makes no version and no event.",
      access: scope("write"),
      body: { schema: noun.patch, media: ["json", "merge-patch"] },
      answers: { 200: success },
      run: update("patch"),
    }),
    route({
      ...shared,
      toml: false,
      id: `delete${name}`,
      method: "DELETE",
      summary: `Delete ${one}`,
      access: scope("write"),
      answers: { 204: { description: "It is gone." } },
      run: async ({ ctx, params, ifMatch }) => {
        await spec.remove(ctx, params, ifMatch);
        return { status: 204 };
      },
    }),
  ];
  if (!spec.put) return routes;
  return [
    ...routes,
    route({
      ...shared,
      id: `put${name}`,
      method: "PUT",
      summary: `Change ${one}`,
      description:
        "Every field is optional: omitted or null keeps the value. A change to nothing makes no version and no event.",
      access: scope("write"),
      body: { schema: noun.put, media: toml ? ["json", "toml"] : ["json"] },
      answers: { 200: success },
      run: update("put"),
    }),
  ];
}
