/** The routes of tenants, which require the operator key. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Tenant, TenantCreate, TenantCreated } from "@skillmeat-deployments/core/model/tenant.schema.ts";
import { createTenant, listTenants, readTenant } from "@skillmeat-deployments/core/model/tenant.ts";
import * as z from "zod";
import { noStore } from "../http/answer.ts";
import { listQuery } from "../http/query.schema.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Tenants";

export const tenantRoutes = [
  writes({
    id: "createTenant",
    method: "POST",
    path: PATHS.tenants,
    tag,
    summary: "Create a tenant",
    description:
      "Also creates the tenant's first API key, with all scopes. Only this response contains the complete key; it cannot be read again.",
    access: "operator",
    body: { schema: TenantCreate, media: ["json"] },
    example: { body: { tenant_id: "globex", name: "Globex Inc." } },
    answers: { 201: { description: "The tenant, and its first API key including the secret.", schema: TenantCreated } },
    verb: ({ ctx, body, mode }) => createTenant(ctx, mode, body),
    answer: (json) => ({ status: 201, json, headers: noStore, location: pathTo("tenant", json) }),
  }),
  reads({
    id: "listTenants",
    method: "GET",
    path: PATHS.tenants,
    tag,
    summary: "List tenants",
    access: "operator",
    query: z.object(listQuery),
    example: { query: { limit: "1" } },
    answers: { 200: { description: "A page of tenants, in byte order of their ids.", schema: z.array(Tenant) } },
    run: async ({ ctx, query }) => pageAnswer(query, await listTenants(ctx, pageRequest(query))),
  }),
  reads({
    id: "readTenant",
    method: "GET",
    path: PATHS.tenant,
    tag,
    summary: "Read a tenant",
    access: "operator",
    example: { params: { tenant_id: "globex" } },
    answers: { 200: { description: "The tenant.", schema: Tenant } },
    run: async ({ ctx, params }) => ({ status: 200, json: await readTenant(ctx, params.tenant_id) }),
  }),
];
