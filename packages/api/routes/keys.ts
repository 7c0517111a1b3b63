/** The routes of API keys. */
import { ApiKey, ApiKeyCreate, ApiKeyCreated } from "@skillmeat-deployments/core/model/api-key.schema.ts";
import { createApiKey, deleteApiKey, listApiKeys, readApiKey } from "@skillmeat-deployments/core/model/api-key.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import { noStore } from "../http/answer.ts";
import { listQuery } from "../http/query.schema.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { noContent } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const tag = "Keys";
const params = { key_id: "01KKBFV8Q0ZX3M0S2K1N7R9T4W" };

export const keyRoutes = [
  writes({
    id: "createKey",
    method: "POST",
    path: PATHS.keys,
    tag,
    summary: "Create an API key",
    description:
      "A key cannot have scopes that its creator lacks. Only this response contains the complete key; it cannot be read again.",
    access: "keys:write",
    body: { schema: ApiKeyCreate, media: ["json"] },
    example: { body: { name: "ci", scopes: ["deployments:write", "deployments:read"] } },
    answers: { 201: { description: "The new key, including its secret.", schema: ApiKeyCreated } },
    verb: ({ ctx, body, caller, mode }) => createApiKey(ctx, mode, caller, body),
    answer: (json) => ({ status: 201, json, headers: noStore, location: pathTo("key", json) }),
  }),
  reads({
    id: "listKeys",
    method: "GET",
    path: PATHS.keys,
    tag,
    summary: "List API keys",
    access: "keys:read",
    query: z.object(listQuery),
    example: {},
    answers: { 200: { description: "A page of keys without their secrets, oldest first.", schema: z.array(ApiKey) } },
    run: async ({ ctx, query }) => pageAnswer(query, await listApiKeys(ctx, pageRequest(query))),
  }),
  reads({
    id: "readKey",
    method: "GET",
    path: PATHS.key,
    tag,
    summary: "Read an API key",
    access: "keys:read",
    example: { params },
    answers: { 200: { description: "The key, without its secret.", schema: ApiKey } },
    run: async ({ ctx, params }) => ({ status: 200, json: await readApiKey(ctx, params.key_id) }),
  }),
  writes({
    id: "deleteKey",
    method: "DELETE",
    path: PATHS.key,
    tag,
    summary: "Revoke an API key",
    description: "All running instances refuse the key within 30 seconds.",
    access: "keys:write",
    example: { params },
    answers: { 204: { description: "The key was revoked." } },
    verb: ({ ctx, params }) => deleteApiKey(ctx, params.key_id),
    answer: noContent,
  }),
];
