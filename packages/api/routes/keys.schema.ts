/** The API reference of keys: texts, examples and schemas. */
import "../start.ts";
import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyCreated,
  ApiKeyPatch,
  ApiKeyRotate,
} from "@skillmeat-deployments/core/model/access/api-key.schema.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import { listQuery } from "../http/query.schema.ts";
import { operation } from "../routing/operation.ts";

const tag = "Keys";
const params = { key_id: "01KKBFV8Q0ZX3M0S2K1N7R9T4W" };

export const createKey = operation(PATHS.keys, {
  tag,
  summary: "Create an API key",
  description:
    "A key cannot have scopes that its creator lacks. Only this response contains the complete key; it cannot be read again.",
  body: ApiKeyCreate,
  example: { body: { name: "ci", scopes: ["deployments:write", "deployments:read"] } },
  faults: ["limit-reached"],
  answers: {
    201: { description: "The new key, including its secret.", schema: ApiKeyCreated, headers: ["Cache-Control"] },
  },
});

export const listKeys = operation(PATHS.keys, {
  tag,
  summary: "List API keys",
  query: z.object(listQuery),
  example: {},
  answers: { 200: { description: "A page of keys without their secrets, oldest first.", schema: z.array(ApiKey) } },
});

export const readKey = operation(PATHS.key, {
  tag,
  summary: "Read an API key",
  example: { params },
  answers: { 200: { description: "The key, without its secret.", schema: ApiKey } },
});

export const patchKey = operation(PATHS.key, {
  tag,
  summary: "Rename an API key",
  description: "Only the name can be changed.",
  body: ApiKeyPatch,
  example: { params, body: { name: "ci of the shop" } },
  answers: { 200: { description: "The key, without its secret.", schema: ApiKey } },
});

export const rotateKey = operation(PATHS.keyRotation, {
  tag,
  summary: "Rotate an API key",
  description:
    "Creates a key with the same name, scopes and expiry, and lets the old one expire after `grace_seconds`. The credential must have all scopes of the key, and not expire earlier. Running instances notice the new expiry of the old key within 30 seconds. Only this response contains the complete new key; it cannot be read again.",
  body: ApiKeyRotate,
  example: { params, body: { grace_seconds: 3_600 } },
  faults: ["key-expired", "limit-reached"],
  answers: {
    201: { description: "The new key, including its secret.", schema: ApiKeyCreated, headers: ["Cache-Control"] },
  },
});

export const deleteKey = operation(PATHS.key, {
  tag,
  summary: "Revoke an API key",
  description:
    "The credential must have all scopes of the key. All running instances refuse the key within 30 seconds. The tenant's last key with `keys:write` that has not expired cannot be revoked, unless access tokens (OIDC) are accepted as well.",
  example: { params },
  faults: ["last-key"],
  answers: { 204: { description: "The key was revoked." } },
});
