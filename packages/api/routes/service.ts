/** The service itself: its name and links, its health, its documents, and who the caller is. */
import { PATHS } from "@skillmeat-deployments/core/model/paths.ts";
import { Scope } from "@skillmeat-deployments/core/values/scope.ts";
import { TenantId } from "@skillmeat-deployments/core/values/strings.ts";
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
    key_id: z.string().nullable().meta({ description: "null for an OIDC token." }),
    scopes: z.array(Scope),
    expires_at: z.string().nullable().meta({ description: "RFC 3339; null: never." }),
  })
  .meta({ id: "Me" });

const Health = z.object({ status: z.enum(["ok", "unavailable"]) }).meta({ id: "Health" });

const asset = (id: string, path: string, name: AssetName, summary: string): Route =>
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

/** The page loads its own files and nothing else. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:";

export const serviceRoutes = [
  reads({
    id: "readService",
    method: "GET",
    path: PATHS.service,
    tag,
    summary: "Read the service's name, version and links",
    access: "public",
    example: {},
    answers: { 200: { description: "Name, version and links.", schema: Service } },
    run: () => ({ status: 200, json: SERVICE }),
  }),
  reads({
    id: "readMe",
    method: "GET",
    path: PATHS.me,
    tag,
    summary: "Read who the credential is",
    access: "authenticated",
    example: {},
    answers: { 200: { description: "Tenant, key, scopes and expiry.", schema: Me } },
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
    summary: "Liveness: the process answers",
    access: "public",
    example: {},
    answers: { 200: { description: "The process is alive.", schema: Health } },
    run: () => ({ status: 200, json: { status: "ok" }, headers: noStore }),
  }),
  reads({
    id: "readReadiness",
    method: "GET",
    path: PATHS.readiness,
    tag,
    summary: "Readiness: makes one bounded read from storage",
    access: "public",
    example: {},
    answers: {
      200: { description: "Storage answers.", schema: Health },
      503: { description: "Storage does not answer.", schema: Health },
    },
    run: async ({ ctx }) =>
      (await ctx.isStorageReady())
        ? { status: 200, json: { status: "ok" }, headers: noStore }
        : { status: 503, json: { status: "unavailable" }, headers: { ...noStore, "retry-after": "1" } },
  }),
  asset("readOpenApi", PATHS.openApi, "openapi.json", "Read this document (OpenAPI 3.1)"),
  reads({
    id: "readDocs",
    method: "GET",
    path: PATHS.docs,
    tag,
    summary: "Read the reference as a page",
    access: "public",
    file: true,
    example: {},
    answers: { 200: { description: "A page that works offline.", type: "text/html" } },
    run: () => ({
      status: 200,
      raw: { type: "text/html; charset=utf-8", body: docsPage },
      headers: { "content-security-policy": DOCS_POLICY },
    }),
  }),
  asset("readDocsStyle", PATHS.docsStyle, "swagger-ui.css", "Read the page's style sheet"),
  asset("readDocsScript", PATHS.docsScript, "swagger-ui-bundle.js", "Read the page's script"),
];
