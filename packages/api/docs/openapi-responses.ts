/** The successful responses of an operation in the OpenAPI document, with every header that they have. */
import * as z from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { MEDIA_TYPES } from "../http/body.ts";
import type { AnswerSpec } from "../routing/operation.ts";
import type { DescribedRoute } from "./described-route.ts";
import { type HeaderName, headersOf } from "./openapi-headers.ts";

/** A representation as TOML. */
export const TOML_BODY = z
  .string()
  .meta({ description: "The same as JSON, as TOML. Fields that are null are left out." });

/** Files that an operation answers. The example is the part that the documents have in common. */
const JSON_FILE = {
  schema: z.record(z.string(), z.unknown()),
  example: { info: { title: "SkillMeat Deployments" } },
};
const TEXT_FILE = { schema: z.string() };

type Status = `${1 | 2 | 3 | 4 | 5}${string}`;

/** The successful responses of a route. @param answers the recorded bodies for the route's example, by status */
export function responsesOf(
  route: DescribedRoute,
  answers: Readonly<Record<string, unknown>>,
): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, answer] of Object.entries(route.answers) as [Status, AnswerSpec][]) {
    responses[status] = {
      description: answer.description,
      headers: headersOf(headerNames(route, status, answer)),
      ...contentOf(route, answer, answers[status]),
    };
  }
  if (route.etag && route.method === "GET") responses["304"] = notModified(route);
  return responses;
}

/** The headers that every success of a route has. */
function sharedNames({ access, query }: DescribedRoute): HeaderName[] {
  const parameters = query?.shape ?? {};
  return [
    "X-Request-Id",
    ...names(access !== "public" && access !== "operator", "RateLimit", "RateLimit-Policy"),
    ...names("cursor" in parameters, "Link"),
    ...names("after" in parameters, "FeedLink"),
  ];
}

const names = (condition: unknown, ...list: HeaderName[]) => (condition ? list : []);

function headerNames(route: DescribedRoute, status: Status, answer: AnswerSpec): HeaderName[] {
  return [
    ...sharedNames(route),
    ...names(status !== "204", "Vary"),
    ...names(route.etag && status !== "204", "ETag"),
    ...names(status === "201", "Location"),
    ...names(route.answer, "Idempotent-Replayed"),
    ...(answer.headers ?? []),
  ];
}

function notModified(route: DescribedRoute): ZodOpenApiResponseObject {
  return {
    description: "The current ETag is one of those in `If-None-Match`.",
    headers: headersOf([...sharedNames(route), "ETag", "Vary", ...(route.answers[200]?.headers ?? [])]),
  };
}

function contentOf(route: DescribedRoute, answer: AnswerSpec, example: unknown) {
  if (answer.type) return { content: { [answer.type]: answer.type === MEDIA_TYPES.json ? JSON_FILE : TEXT_FILE } };
  if (!answer.schema) return {};
  return {
    content: {
      "application/json": { schema: answer.schema, ...(example === undefined ? {} : { example }) },
      ...(route.toml ? { [MEDIA_TYPES.toml]: { schema: TOML_BODY } } : {}),
    },
  };
}
