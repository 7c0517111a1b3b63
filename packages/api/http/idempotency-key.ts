/** The `Idempotency-Key` header: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
import { createHash } from "node:crypto";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { idempotencyRowKey } from "@skillmeat-deployments/core/storage/directory.ts";
import type { IdempotentRequest } from "@skillmeat-deployments/core/storage/idempotency.ts";
import { type Actor, idempotencyScope } from "@skillmeat-deployments/core/values/actor.ts";
import { sha256 } from "@skillmeat-deployments/core/values/secret.ts";

const NAME = "Idempotency-Key";

/**
 * The key, as a structured-field string or without quotes.
 * @throws 400 unless it is 1–255 printable ASCII characters
 */
export function parseIdempotencyKey(header: string | null): string | undefined {
  if (header === null) return undefined;
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1]?.replaceAll(/\\(.)/g, "$1");
  const key = quoted ?? header;
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key;
  const detail = `${NAME} must be 1 to 255 printable ASCII characters, quoted or bare`;
  throw new Fault("malformed-header", detail, { errors: [{ parameter: NAME, detail }] });
}

/**
 * Where the result of a request is stored, and the hash that identifies the request. Keys of different callers never
 * collide. The hash covers method, path and body.
 * @param caller its tenant is undefined for the operator
 */
export function idempotentRequest(
  key: string,
  caller: { tenant: string | undefined; actor: Actor },
  request: { method: string; path: string; body: Uint8Array },
): IdempotentRequest {
  const hash = createHash("sha256").update(`${request.method} ${request.path}\n`).update(request.body).digest("hex");
  return { rowKey: idempotencyRowKey(caller.tenant, sha256(`${idempotencyScope(caller.actor)}\n${key}`)), hash };
}
