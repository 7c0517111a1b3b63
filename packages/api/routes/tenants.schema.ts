/** The API reference of tenants: texts, examples and schemas. */
import "../start.ts";
import { ApiKeyCreated, TenantKeyCreate } from "@skillmeat-deployments/core/model/access/api-key.schema.ts";
import {
  Tenant,
  TenantCreate,
  TenantCreated,
  TenantPatch,
} from "@skillmeat-deployments/core/model/access/tenant.schema.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";

const tag = "Tenants";

export const createTenant = operation(PATHS.tenants, {
  tag,
  summary: "Create a tenant",
  description:
    "Also creates the tenant's first API key, with all scopes. Only this response contains the complete key; it cannot be read again.",
  body: TenantCreate,
  example: { body: { tenant_id: "globex", name: "Globex Inc." } },
  faults: ["already-exists"],
  answers: {
    201: {
      description: "The tenant, and its first API key including the secret.",
      schema: TenantCreated,
      headers: ["Cache-Control"],
    },
  },
});

export const listTenants = operation(PATHS.tenants, {
  tag,
  summary: "List tenants",
  query: z.object(listQuery),
  example: { query: { limit: "1" } },
  answers: { 200: { description: "A page of tenants, in byte order of their ids.", schema: z.array(Tenant) } },
});

export const updateTenant = operation(PATHS.tenant, {
  tag,
  summary: "Change a tenant",
  description: "Changes the name, the limits or the suspension of a tenant. Takes effect within 30 seconds.",
  body: TenantPatch,
  example: { params: { tenant_id: "globex" }, body: { limits: { projects: 5_000 } } },
  answers: { 200: { description: "The tenant after the change.", schema: Tenant } },
});

export const readTenant = operation(PATHS.tenant, {
  tag,
  summary: "Read a tenant",
  example: { params: { tenant_id: "globex" } },
  answers: { 200: { description: "The tenant.", schema: Tenant } },
});

export const createTenantKey = operation(PATHS.tenantKeys, {
  tag,
  summary: "Create an API key of a tenant",
  description:
    "The key has all scopes and does not expire. For a tenant whose keys are lost. Only this response contains the complete key; it cannot be read again.",
  body: TenantKeyCreate,
  example: { params: { tenant_id: "globex" }, body: { name: "recovered" } },
  answers: {
    201: { description: "The new key, including its secret.", schema: ApiKeyCreated, headers: ["Cache-Control"] },
  },
});
