/** Tenants: the operator's alone. */
import {
  createTenant,
  listTenants,
  readTenant,
  Tenant,
  TenantCreate,
  TenantCreated,
} from "@skillmeat-deployments/core/model/tenant.ts";
import * as z from "zod";
import { listQuery } from "../http/query.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { effect, noStore, route, segment } from "../routing/route.ts";

const tag = "Tenants";

export const tenantRoutes = [
  effect({
    id: "createTenant",
    path: "/tenants",
    tag,
    summary: "Make a tenant and its first API key",
    access: "operator",
    body: { schema: TenantCreate, media: ["json"] },
    answers: { 201: { description: "The tenant, with its first key, shown this once.", schema: TenantCreated } },
    verb: ({ ctx, body, mode }) => createTenant(ctx, mode, body),
    answer: (json) => ({ status: 201, json, headers: noStore, location: `/tenants/${segment(json.tenant_id)}` }),
  }),
  route({
    id: "listTenants",
    method: "GET",
    path: "/tenants",
    tag,
    summary: "List the tenants",
    access: "operator",
    query: z.object(listQuery),
    answers: { 200: { description: "A page, in byte order of id.", schema: z.array(Tenant) } },
    run: async ({ ctx, query }) => pageAnswer(query, await listTenants(ctx, pageRequest(query))),
  }),
  route({
    id: "readTenant",
    method: "GET",
    path: "/tenants/{tenant_id}",
    tag,
    summary: "Read a tenant",
    access: "operator",
    answers: { 200: { description: "The tenant.", schema: Tenant } },
    run: async ({ ctx, params }) => ({ status: 200, json: await readTenant(ctx, params.tenant_id as string) }),
  }),
];
