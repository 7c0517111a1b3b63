/** The routes about the service: name and links, health checks, documentation, and information about the caller. */
import { type ApiPath, PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import { TenantId } from "@skillmeat-deployments/core/values/strings.schema.ts";
import * as z from "zod";
import { ASSETS, type AssetName } from "../docs/assets.ts";
import { docsPage } from "../docs/page.ts";
import { noStore } from "../http/answer.ts";
import { type Route, reads } from "../routing/route.ts";
import { SERVICE } from "../version.ts";

const tag = "Service";

const Service = z
  .object({ name: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
  .meta({ id: "Service" });

const Me = z
  .object({
    tenant_id: TenantId,
    key_id: z.string().nullable().meta({ description: "The id of the API key; null for an OIDC token." }),
    scopes: z.array(Scope),
    expires_at: z.string().nullable().meta({ description: "When the credential expires (RFC 3339); null: never." }),
  })
  .meta({ id: "Me" });

const Health = z.object({ status: z.enum(["ok", "unavailable"]) }).meta({ id: "Health" });

const fileRoute = (id: string, path: ApiPath, name: AssetName, summary: string): Route =>
  reads({
    id,
    method: "GET",
    path,
    tag,
    summary,
    access: "public",
    file: true,
    example: {},
    answers: { 200: { description: "The file.", type: ASSETS[name].split(";")[0] as string } },
    run: async ({ assets }) => ({
      status: 200,
      raw: { type: ASSETS[name], body: await assets(name) },
      headers: { "cache-control": "public, max-age=300" },
    }),
  });

/** The Content-Security-Policy of the reference page, which loads files of this service only. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:";

export const serviceRoutes = [
  reads({
    id: "readService",
    method: "GET",
    path: PATHS.service,
    tag,
    summary: "Read information about the service",
    access: "public",
    example: {},
    answers: { 200: { description: "The name, version and links of the service.", schema: Service } },
    run: () => ({ status: 200, json: SERVICE }),
  }),
  reads({
    id: "readMe",
    method: "GET",
    path: PATHS.me,
    tag,
    summary: "Read information about the credential",
    description: "Returns the tenant, key id, scopes and expiry of the credential that sends the request.",
    access: "authenticated",
    example: {},
    answers: { 200: { description: "The tenant, key id, scopes and expiry.", schema: Me } },
    run: ({ caller: { tenant, key_id, scopes, expires_at } }) => ({
      status: 200,
      json: { tenant_id: tenant, key_id, scopes, expires_at },
    }),
  }),
  reads({
    id: "readHealth",
    method: "GET",
    path: PATHS.health,
    tag,
    summary: "Check liveness",
    description: "Returns 200 while the process runs. It does not access storage.",
    access: "public",
    example: {},
    answers: { 200: { description: "The process runs.", schema: Health } },
    run: () => ({ status: 200, json: { status: "ok" }, headers: noStore }),
  }),
  reads({
    id: "readReadiness",
    method: "GET",
    path: PATHS.readiness,
    tag,
    summary: "Check readiness",
    description: "Makes one bounded read from storage.",
    access: "public",
    example: {},
    answers: {
      200: { description: "Storage is available.", schema: Health },
      503: { description: "Storage is not available.", schema: Health },
    },
    run: async ({ ctx }) =>
      (await ctx.isStorageReady())
        ? { status: 200, json: { status: "ok" }, headers: noStore }
        : { status: 503, json: { status: "unavailable" }, headers: { ...noStore, "retry-after": "1" } },
  }),
  fileRoute("readOpenApi", PATHS.openApi, "openapi.json", "Read this OpenAPI document"),
  reads({
    id: "readDocs",
    method: "GET",
    path: PATHS.docs,
    tag,
    summary: "Read the API reference page",
    access: "public",
    file: true,
    example: {},
    answers: { 200: { description: "An HTML page that loads files of this service only.", type: "text/html" } },
    run: () => ({
      status: 200,
      raw: { type: "text/html; charset=utf-8", body: docsPage },
      headers: { "content-security-policy": DOCS_POLICY },
    }),
  }),
  fileRoute("readDocsStyle", PATHS.docsStyle, "swagger-ui.css", "Read the style sheet of the reference page"),
  fileRoute("readDocsScript", PATHS.docsScript, "swagger-ui-bundle.js", "Read the script of the reference page"),
];
