/** The routes of API keys. */
import { listApiKeys, readApiKey, renameApiKey } from "@skillmeat-deployments/core/model/access/api-key.ts";
import { createApiKey } from "@skillmeat-deployments/core/model/access/create-key.ts";
import { revokeApiKey } from "@skillmeat-deployments/core/model/access/revoke-key.ts";
import { rotateApiKey } from "@skillmeat-deployments/core/model/access/rotate-key.ts";
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { type Answer, noStore } from "../http/answer.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { noContent } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

/** 201 with a new key, which no cache may keep. */
export const keyCreated = (json: { key_id: string }): Answer => ({
  status: 201,
  json,
  headers: noStore,
  location: pathTo("key", json),
});

const schemas = once(() => import("./keys.schema.ts"));

export const keyRoutes = [
  writes({
    id: "createKey",
    method: "POST",
    path: PATHS.keys,
    access: "keys:write",
    body: { media: ["json"] },
    schema: async () => (await schemas()).createKey,
    verb: ({ ctx, body, caller, mode }) => createApiKey(ctx, mode, caller, body),
    answer: keyCreated,
  }),
  reads({
    id: "listKeys",
    method: "GET",
    path: PATHS.keys,
    access: "keys:read",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listKeys,
    run: async ({ ctx, query }) => pageAnswer(query, await listApiKeys(ctx, pageRequest(query))),
  }),
  reads({
    id: "readKey",
    method: "GET",
    path: PATHS.key,
    access: "keys:read",
    schema: async () => (await schemas()).readKey,
    run: async ({ ctx, params }) => ({ status: 200, json: await readApiKey(ctx, params.key_id) }),
  }),
  writes({
    id: "patchKey",
    method: "PATCH",
    path: PATHS.key,
    access: "keys:write",
    body: { media: ["json", "merge-patch"] },
    schema: async () => (await schemas()).patchKey,
    verb: ({ ctx, params, body }) => renameApiKey(ctx, params.key_id, body),
    answer: (json) => ({ status: 200, json }),
  }),
  writes({
    id: "rotateKey",
    method: "POST",
    path: PATHS.keyRotation,
    access: "keys:write",
    body: { media: ["json"] },
    schema: async () => (await schemas()).rotateKey,
    verb: ({ ctx, params, body, caller, mode }) => rotateApiKey(ctx, mode, caller, params.key_id, body),
    answer: keyCreated,
  }),
  writes({
    id: "deleteKey",
    method: "DELETE",
    path: PATHS.key,
    access: "keys:write",
    produces: "nothing",
    schema: async () => (await schemas()).deleteKey,
    verb: ({ ctx, params, caller, hasOidc }) => revokeApiKey(ctx, caller, hasOidc, params.key_id),
    answer: noContent,
  }),
];
