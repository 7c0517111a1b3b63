/** The routes about the service: name and links, health checks, documentation, and information about the caller. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { ASSETS, type AssetName, type Assets } from "../docs/assets.ts";
import { type Answer, noStore } from "../http/answer.ts";
import { contentHash } from "../http/etag.ts";
import { reads } from "../routing/route.ts";
import { SERVICE } from "../version.ts";

const schemas = once(() => import("./service.schema.ts"));
const page = once(() => import("../docs/page.ts"));

/** Files change with a deployment only. */
const CACHED = { "cache-control": "public, max-age=300" };

const file =
  (name: AssetName) =>
  async ({ assets }: { assets: Assets }): Promise<Answer> => {
    const body = await assets(name);
    return { status: 200, raw: { type: ASSETS[name], body }, change: contentHash(body), headers: CACHED };
  };

/** What the routes of files have in common. */
const FILE = { method: "GET", access: "public", produces: "file", etag: true } as const;

export const serviceRoutes = [
  reads({
    id: "readService",
    method: "GET",
    path: PATHS.service,
    access: "public",
    schema: async () => (await schemas()).readService,
    run: ({ prefix }) => {
      const links = Object.entries(SERVICE.links).map(([name, path]) => [name, prefix + path]);
      return { status: 200, json: { ...SERVICE, links: Object.fromEntries(links) } };
    },
  }),
  reads({
    id: "readMe",
    method: "GET",
    path: PATHS.me,
    access: "authenticated",
    schema: async () => (await schemas()).readMe,
    run: ({ ctx, caller: { tenant, key_id, scopes, expires_at } }) => ({
      status: 200,
      json: { tenant_id: tenant, key_id, scopes, expires_at, limits: ctx.quota.limits },
    }),
  }),
  reads({
    id: "readHealth",
    method: "GET",
    path: PATHS.health,
    access: "public",
    schema: async () => (await schemas()).readHealth,
    run: () => ({ status: 200, json: { status: "ok" }, headers: noStore }),
  }),
  reads({
    id: "readReadiness",
    method: "GET",
    path: PATHS.readiness,
    access: "public",
    schema: async () => (await schemas()).readReadiness,
    run: async ({ ctx }) =>
      (await ctx.isStorageReady())
        ? { status: 200, json: { status: "ok" }, headers: noStore }
        : { status: 503, json: { status: "unavailable" }, headers: { ...noStore, "retry-after": "1" } },
  }),
  reads({
    ...FILE,
    id: "readOpenApi",
    path: PATHS.openApi,
    schema: async () => (await schemas()).readOpenApi,
    run: file("openapi.json"),
  }),
  reads({
    ...FILE,
    id: "readAsyncApi",
    path: PATHS.asyncApi,
    schema: async () => (await schemas()).readAsyncApi,
    run: file("asyncapi.json"),
  }),
  reads({
    ...FILE,
    id: "readDocs",
    path: PATHS.docs,
    schema: async () => (await schemas()).readDocs,
    run: async () => {
      const { docsPage, docsPolicy } = await page();
      return {
        status: 200,
        raw: { type: "text/html; charset=utf-8", body: docsPage },
        change: contentHash(docsPage),
        headers: { ...CACHED, "content-security-policy": docsPolicy },
      };
    },
  }),
  reads({
    ...FILE,
    id: "readDocsStyle",
    path: PATHS.docsStyle,
    schema: async () => (await schemas()).readDocsStyle,
    run: file("swagger-ui.css"),
  }),
  reads({
    ...FILE,
    id: "readDocsScript",
    path: PATHS.docsScript,
    schema: async () => (await schemas()).readDocsScript,
    run: file("swagger-ui-bundle.js"),
  }),
];
