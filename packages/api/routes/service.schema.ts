/** The API reference of service: texts, examples and schemas. */
import "../start.ts";
import { EffectiveLimits } from "@skillmeat-deployments/core/model/access/tenant.schema.ts";
import { type ApiPath, PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import { TenantId } from "@skillmeat-deployments/core/values/strings.schema.ts";
import { Timestamp } from "@skillmeat-deployments/core/values/timestamp.schema.ts";
import * as z from "zod";
import { operation } from "../routing/operation.ts";

const tag = "Service";

const Service = z
  .object({ name: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
  .meta({ id: "Service" });

const Me = z
  .object({
    tenant_id: TenantId,
    key_id: z.string().nullable().meta({ description: "The id of the API key; null for an OIDC token." }),
    scopes: z.array(Scope),
    expires_at: Timestamp.nullable().meta({ description: "When the credential expires (RFC 3339); null: never." }),
    limits: EffectiveLimits,
  })
  .meta({ id: "Me" });

const Health = z.object({ status: z.enum(["ok", "unavailable"]) }).meta({ id: "Health" });

export const readService = operation(PATHS.service, {
  tag,
  summary: "Read information about the service",
  example: {},
  answers: { 200: { description: "The name, version and links of the service.", schema: Service } },
});

export const readMe = operation(PATHS.me, {
  tag,
  summary: "Read information about the credential",
  description:
    "Returns the tenant, key id, scopes and expiry of the credential that sends the request, and the limits of its tenant.",
  example: {},
  answers: { 200: { description: "The tenant, key id, scopes, expiry and limits.", schema: Me } },
});

export const readHealth = operation(PATHS.health, {
  tag,
  summary: "Check liveness",
  description: "Returns 200 while the process runs. It does not access storage.",
  example: {},
  answers: { 200: { description: "The process runs.", schema: Health, headers: ["Cache-Control"] } },
});

export const readReadiness = operation(PATHS.readiness, {
  tag,
  summary: "Check readiness",
  description: "Makes one bounded read from storage, at most once a second for each instance.",
  example: {},
  answers: {
    200: { description: "Storage is available.", schema: Health, headers: ["Cache-Control"] },
    503: {
      description: "Storage is not available.",
      schema: Health,
      headers: ["Cache-Control", "Retry-After"],
    },
  },
});

export const readDocs = operation(PATHS.docs, {
  tag,
  summary: "Read the API reference page",
  example: {},
  answers: {
    200: {
      description: "An HTML page that loads files of this service only.",
      type: "text/html",
      headers: ["Cache-Control", "Content-Security-Policy"],
    },
  },
});

const file = (path: ApiPath, type: string, summary: string) =>
  operation(path, {
    tag,
    summary,
    example: {} as never,
    answers: { 200: { description: "The file.", type, headers: ["Cache-Control"] } },
  });

export const readOpenApi = file(PATHS.openApi, "application/json", "Read this OpenAPI document");
export const readAsyncApi = file(
  PATHS.asyncApi,
  "application/json",
  "Read the AsyncAPI document: the feeds, the bus and the webhooks",
);
export const readDocsStyle = file(PATHS.docsStyle, "text/css", "Read the style sheet of the reference page");
export const readDocsScript = file(PATHS.docsScript, "text/javascript", "Read the script of the reference page");
