/** The OpenAPI 3.1 document, made from the routes at build time; never bundled. */
import { FAULTS, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
import * as z from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { MEDIA } from "../http/body.ts";
import { Problem } from "../http/problem.ts";
import { PARAMETERS } from "../routing/parameters.ts";
import type { Documented, Route } from "../routing/route.ts";
import { SERVICE } from "../version.ts";

const TAGS: Record<string, string> = {
  Projects: "What profiles, deployments and a feed belong to.",
  Profiles: "For one project and platform, what goes where.",
  Artifacts: "What can be deployed, and to which platforms.",
  Deployments: "What was deployed where.",
  Events: "Every change once, in order, without a hole.",
  Platforms: "The catalogue of platforms, with their sources.",
  Keys: "API keys of the tenant.",
  Tenants: "The operator's alone.",
  Service: "The service itself.",
};

const ETAG = { etag: { description: "A strong tag of this representation.", schema: { type: "string" } } } as const;
const LOCATION = { location: { description: "The path of what was created.", schema: { type: "string" } } } as const;
const LINK = {
  link: { description: '`<…>; rel="next"` while there is more (RFC 8288).', schema: { type: "string" } },
} as const;
const REPLAYED = {
  "idempotent-replayed": { description: "`true` where this answers an earlier request.", schema: { type: "string" } },
} as const;
const REQUEST_ID = {
  "x-request-id": { description: "Yours, or one that was made.", schema: { type: "string" } },
} as const;

export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase() as "get"] = operation(route);
    paths[route.path] = item;
  }
  const document = createDocument({
    openapi: "3.1.0",
    info: {
      title: SERVICE.name,
      version: SERVICE.version,
      description:
        "The hosted control plane of SkillMeat: projects, their deployment profiles, artifacts, deployment records and an exact event feed. Every path also answers under `/api/v1`.",
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "SkillMeat Deployments" },
    },
    servers: [{ url: "/", description: "Where this document came from." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "`smk_<live|test>_…`, or an OIDC access token where one is configured.",
        },
        operatorKey: {
          type: "http",
          scheme: "bearer",
          description: "The operator's; it opens /tenants and nothing else.",
        },
      },
    },
  });
  return document as unknown as Record<string, unknown>;
}

function operation(route: Route): ZodOpenApiOperationObject {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string);
  const path = Object.fromEntries(
    names.map((name) => [name, z.string().meta({ description: PARAMETERS[name]?.description ?? name })]),
  );
  const header = route.etag || route.answer ? conditional(route) : {};
  const conditions: string =
    typeof route.access === "string" && route.access.includes(":") ? `Scope: \`${route.access}\`.` : "";
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, conditions].filter(Boolean).join("\n\n") || route.summary,
    security: route.access === "public" ? [] : [route.access === "operator" ? { operatorKey: [] } : { apiKey: [] }],
    ...(names.length + Object.keys(header).length > 0 || route.query
      ? {
          requestParams: {
            ...(names.length > 0 ? { path: z.object(path) } : {}),
            ...(route.query ? { query: route.query } : {}),
            ...(Object.keys(header).length > 0 ? { header: z.object(header) } : {}),
          },
        }
      : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              route.body.media.map((m) => [MEDIA[m], { schema: route.body?.schema as z.ZodType }]),
            ),
          },
        }
      : {}),
    responses: responses(route),
  };
}

function conditional(route: Route): Record<string, z.ZodType> {
  if (route.answer) {
    const description =
      "One effect for each key (1–255 printable ASCII characters) within 24 hours: the same request gets the same answer, another 422.";
    return { "Idempotency-Key": z.string().min(1).max(257).optional().meta({ description }) };
  }
  if (route.method === "GET") {
    return {
      "If-None-Match": z.string().optional().meta({ description: "Answers 304 where it holds the current ETag." }),
    };
  }
  if (route.method === "POST") return {};
  return {
    "If-Match": z.string().optional().meta({ description: "Writes only while the ETag is among these; else 412." }),
  };
}

function responses(route: Route): ZodOpenApiResponsesObject {
  const all: ZodOpenApiResponsesObject = {};
  for (const [status, answer] of Object.entries(route.answers) as [`${1 | 2 | 3 | 4 | 5}${string}`, Documented][]) {
    all[status] = {
      description: answer.description,
      headers: {
        ...REQUEST_ID,
        ...(route.etag && status !== "204" ? ETAG : {}),
        ...(status === "201" ? LOCATION : {}),
        ...(route.answer ? REPLAYED : {}),
        ...(route.query && "limit" in route.query.shape ? LINK : {}),
      },
      ...content(route, answer),
    };
  }
  if (route.etag && route.method === "GET") {
    all["304"] = { description: "It still is what `If-None-Match` names.", headers: { ...REQUEST_ID, ...ETAG } };
  }
  for (const [status, codes] of errorsOf(route)) {
    all[String(status) as `4${string}`] = {
      description: codes.map((code) => `\`${code}\`: ${FAULTS[code][1]}.`).join(" "),
      headers: REQUEST_ID,
      content: { "application/problem+json": { schema: Problem } },
    };
  }
  return all;
}

function content(route: Route, answer: Documented) {
  if (answer.type) return { content: { [answer.type]: { schema: z.string() } } };
  if (!answer.schema) return {};
  return {
    content: {
      "application/json": { schema: answer.schema },
      ...(route.toml ? { [MEDIA.toml]: { schema: z.string().meta({ description: "The same as TOML." }) } } : {}),
    },
  };
}

/** The errors an operation can answer with, by status: from what it declares, not by hand. */
function errorsOf(route: Route): [number, FaultCode[]][] {
  const writes = route.method !== "GET";
  const codes: FaultCode[] = ["validation-failed", "internal", "unavailable"];
  if (!route.answers[204] && !route.file) codes.push("not-acceptable");
  if (route.access !== "public") codes.push("unauthenticated", "missing-scope", "rate-limited");
  if (route.path.includes("{")) codes.push("not-found");
  if (route.body?.media.includes("json")) codes.push("malformed-json");
  if (route.body?.media.includes("toml")) codes.push("malformed-toml");
  if (route.body) codes.push("unsupported-media-type");
  if (writes) codes.push("too-large");
  if (route.query && "cursor" in route.query.shape) codes.push("invalid-cursor");
  if (route.query && "after" in route.query.shape) codes.push("beyond-head", "expired");
  if (route.answer) codes.push("already-exists");
  if (route.etag || route.answer) codes.push("malformed-header");
  if (route.answer) codes.push("idempotency-key-reused");
  if (writes && route.etag && route.method !== "POST") codes.push("precondition-failed");
  if (route.id === "recordDeployment") codes.push("unsupported-artifact-type", "platform-mismatch");
  const byStatus = Map.groupBy(codes, (code) => FAULTS[code][0] as number);
  return [...byStatus].filter(([status]) => !(status === 503 && route.answers[503])).sort(([a], [b]) => a - b);
}
