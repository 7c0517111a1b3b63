/** API keys of the tenant. */
import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyCreated,
  createApiKey,
  deleteApiKey,
  listApiKeys,
  readApiKey,
} from "@skillmeat-deployments/core/model/api-key.ts";
import type { Caller } from "@skillmeat-deployments/core/model/authenticate-key.ts";
import * as z from "zod";
import { listQuery } from "../http/query.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { effect, noStore, route, segment } from "../routing/route.ts";

const tag = "Keys";

export const keyRoutes = [
  effect({
    id: "createKey",
    path: "/keys",
    tag,
    summary: "Make an API key",
    description: "A key cannot mint wider scopes than its own. The whole key is in this answer and nowhere else.",
    access: "keys:write",
    body: { schema: ApiKeyCreate, media: ["json"] },
    answers: { 201: { description: "The key, shown this once.", schema: ApiKeyCreated } },
    verb: ({ ctx, body, caller, mode }) => createApiKey(ctx, mode, caller as Caller, body),
    answer: (json) => ({ status: 201, json, headers: noStore, location: `/keys/${segment(json.key_id)}` }),
  }),
  route({
    id: "listKeys",
    method: "GET",
    path: "/keys",
    tag,
    summary: "List the tenant's API keys",
    access: "keys:read",
    query: z.object(listQuery),
    answers: { 200: { description: "A page, oldest first.", schema: z.array(ApiKey) } },
    run: async ({ ctx, query }) => pageAnswer(query, await listApiKeys(ctx, pageRequest(query))),
  }),
  route({
    id: "readKey",
    method: "GET",
    path: "/keys/{key_id}",
    tag,
    summary: "Read an API key's particulars",
    access: "keys:read",
    answers: { 200: { description: "All but the secret.", schema: ApiKey } },
    run: async ({ ctx, params }) => ({ status: 200, json: await readApiKey(ctx, params.key_id as string) }),
  }),
  route({
    id: "deleteKey",
    method: "DELETE",
    path: "/keys/{key_id}",
    tag,
    summary: "Revoke an API key",
    description: "Refused everywhere within 30 seconds.",
    access: "keys:write",
    answers: { 204: { description: "It is revoked." } },
    run: async ({ ctx, params }) => {
      await deleteApiKey(ctx, params.key_id as string);
      return { status: 204 };
    },
  }),
];
