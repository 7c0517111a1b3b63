/** The routes of tenants, which require the operator key. */
import {
  createTenant,
  listTenants,
  readTenant,
  updateTenant,
} from "@skillmeat-deployments/core/model/access/tenant.ts";
import { createTenantKey } from "@skillmeat-deployments/core/model/access/tenant-key.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { noStore } from "../http/answer.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { reads, writes } from "../routing/route.ts";
import { keyCreated } from "./keys.ts";

const schemas = once(() => import("./tenants.schema.ts"));

export const tenantRoutes = [
  writes({
    id: "createTenant",
    method: "POST",
    path: PATHS.tenants,
    access: "operator",
    body: { media: ["json"] },
    schema: async () => (await schemas()).createTenant,
    verb: ({ ctx, body, mode }) => createTenant(ctx, mode, body),
    answer: (json) => ({ status: 201, json, headers: noStore, location: pathTo("tenant", json) }),
  }),
  reads({
    id: "listTenants",
    method: "GET",
    path: PATHS.tenants,
    access: "operator",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listTenants,
    run: async ({ ctx, query }) => pageAnswer(query, await listTenants(ctx, pageRequest(query))),
  }),
  reads({
    id: "readTenant",
    method: "GET",
    path: PATHS.tenant,
    access: "operator",
    schema: async () => (await schemas()).readTenant,
    run: async ({ ctx, params }) => ({ status: 200, json: await readTenant(ctx, params.tenant_id) }),
  }),
  writes({
    id: "updateTenant",
    method: "PATCH",
    path: PATHS.tenant,
    access: "operator",
    body: { media: ["json", "merge-patch"] },
    schema: async () => (await schemas()).updateTenant,
    verb: ({ ctx, params, body }) => updateTenant(ctx, params.tenant_id, body),
    answer: (json) => ({ status: 200, json }),
  }),
  writes({
    id: "createTenantKey",
    method: "POST",
    path: PATHS.tenantKeys,
    access: "operator",
    body: { media: ["json"] },
    schema: async () => (await schemas()).createTenantKey,
    verb: ({ ctx, params, body, mode }) => createTenantKey(ctx, mode, params.tenant_id, body),
    answer: keyCreated,
  }),
];
