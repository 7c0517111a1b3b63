/** The service itself: what it is, whether it is well, its documents, and who the caller is. */
import { probe } from "@skillmeat-deployments/core/storage/directory.ts";
import { Scope } from "@skillmeat-deployments/core/values/scope.ts";
import { TenantId } from "@skillmeat-deployments/core/values/strings.ts";
import * as z from "zod";
import { ASSETS, type AssetName } from "../docs/assets.ts";
import { docsPage } from "../docs/page.ts";
import { route } from "../routing/route.ts";
import { SERVICE } from "../version.ts";

const Index = z
  .object({ name: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
  .meta({ id: "Service" });

const Me = z
  .object({
    tenant_id: TenantId,
    key_id: z.string().nullable().meta({ description: "null for an OIDC token." }),
    scopes: z.array(Scope),
    expires_at: z.string().nullable(),
  })
  .meta({ id: "Me" });

const Health = z.object({ status: z.enum(["ok", "unavailable"]) }).meta({ id: "Health" });

const asset = (id: string, path: string, name: AssetName, summary: string) =>
  route({
    id,
    method: "GET",
    path,
    tag: "Service",
    summary,
    access: "public",
    file: true,
    answers: { 200: { description: "The file.", type: ASSETS[name].split(";")[0] as string } },
    run: async ({ assets }) => ({
      status: 200,
      raw: { type: ASSETS[name], body: await assets(name) },
      headers: { "cache-control": "public, max-age=300" },
    }),
  });

export const serviceRoutes = [
  route({
    id: "readService",
    method: "GET",
    path: "/",
    tag: "Service",
    summary: "What this is",
    access: "public",
    answers: { 200: { description: "Name, version and where things are.", schema: Index } },
    run: () => ({ status: 200, json: SERVICE }),
  }),
  route({
    id: "readMe",
    method: "GET",
    path: "/me",
    tag: "Service",
    summary: "Who the credential is",
    access: "authenticated",
    answers: { 200: { description: "Tenant, key, scopes and expiry.", schema: Me } },
    run: ({ caller }) => ({
      status: 200,
      json: caller && {
        tenant_id: caller.tenant,
        key_id: caller.key_id,
        scopes: caller.scopes,
        expires_at: caller.expires_at,
      },
    }),
  }),
  route({
    id: "readHealth",
    method: "GET",
    path: "/healthz",
    tag: "Service",
    summary: "Is the process alive",
    access: "public",
    answers: { 200: { description: "It is.", schema: Health } },
    run: () => ({ status: 200, json: { status: "ok" }, headers: { "cache-control": "no-store" } }),
  }),
  route({
    id: "readReadiness",
    method: "GET",
    path: "/readyz",
    tag: "Service",
    summary: "Can it serve: one bounded read of its storage",
    access: "public",
    answers: {
      200: { description: "It can.", schema: Health },
      503: { description: "Storage does not answer.", schema: Health },
    },
    run: async ({ ctx }) => {
      const ready = await probe(ctx.table).then(
        () => true,
        () => false,
      );
      const headers = { "cache-control": "no-store" };
      return ready
        ? { status: 200, json: { status: "ok" }, headers }
        : { status: 503, json: { status: "unavailable" }, headers: { ...headers, "retry-after": "1" } };
    },
  }),
  asset("readOpenApi", "/openapi.json", "openapi.json", "This document (OpenAPI 3.1)"),
  route({
    id: "readDocs",
    method: "GET",
    path: "/docs",
    tag: "Service",
    summary: "The reference as a page",
    access: "public",
    file: true,
    answers: { 200: { description: "A page that works offline.", type: "text/html" } },
    run: () => ({
      status: 200,
      raw: { type: "text/html; charset=utf-8", body: docsPage },
      headers: {
        "content-security-policy":
          "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:",
      },
    }),
  }),
  asset("readDocsStyle", "/docs/swagger-ui.css", "swagger-ui.css", "The page's style"),
  asset("readDocsScript", "/docs/swagger-ui-bundle.js", "swagger-ui-bundle.js", "The page's script"),
];
