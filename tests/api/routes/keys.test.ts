/** What becomes of API keys: who may create, rename, rotate and revoke them, and that no tenant loses its last one. */
import { SCOPES } from "@skillmeat-deployments/core/values/scope.ts";
import { dump } from "@skillmeat-deployments/testing/dump.ts";
import {
  createService,
  OPERATOR,
  problemOf,
  type Reply,
  type Service,
} from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

type Created = { key: string; key_id: string; scopes: string[]; expires_at: string | null };
const created = (reply: Reply): Created => {
  if (reply.status !== 201) throw new Error(`No key was created: ${reply.text}`);
  return reply.json as Created;
};

describe("A key that the operator creates", () => {
  const create = (tenant: string, body: object = { name: "recovered" }, headers: Record<string, string> = {}) =>
    service.call("POST", `/tenants/${tenant}/keys`, { key: OPERATOR, body, headers });

  it("It is of that tenant, has all scopes and does not expire, also after the tenant's keys were lost", async () => {
    await service.newTenant("lost");
    const reply = await create("lost");
    const { key, ...shown } = created(reply);
    expect(reply.headers.get("location")).toBe(`/keys/${shown.key_id}`);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(shown).toMatchObject({ name: "recovered", scopes: SCOPES, expires_at: null, created_by: "operator" });
    expect((await service.call("GET", "/me", { key })).json).toMatchObject({ tenant_id: "lost", scopes: SCOPES });
    expect((await service.call("GET", `/keys/${shown.key_id}`, { key })).json).toEqual(shown);
  });

  it("A tenant that the operator never made gets none", async () => {
    expect(problemOf(await create("nobody"))).toEqual({ status: 404, code: "not-found", places: [] });
    expect((await service.table.query({ pk: "T#nobody", prefix: "Z#KEY#", limit: 1 })).rows).toEqual([]);
  });

  it("A repeated request creates one key, and its answer leaves the secret out", async () => {
    const key = await service.newTenant("repeated");
    const headers = { "idempotency-key": "one" };
    const { key: secret, ...shown } = created(await create("repeated", { name: "k" }, headers));
    expect((await create("repeated", { name: "k" }, headers)).json).toEqual({ ...shown, secret_shown: true });
    expect((await service.call("GET", "/keys", { key })).json).toHaveLength(2);
    expect(problemOf(await create("acme", { name: "k" }, headers)).code).toBe("idempotency-key-reused");
    expect(JSON.stringify(await dump(service.client, service.table.name, ""))).not.toContain(secret.slice(-36));
  });

  it("It has a name and nothing else to choose, and only the operator creates it", async () => {
    expect(problemOf(await create("acme", { name: " ", scopes: ["keys:read"] })).places).toEqual(["/name", "/scopes"]);
    const reply = await service.call("POST", "/tenants/acme/keys", { body: { name: "k" } });
    expect(problemOf(reply)).toMatchObject({ status: 403, code: "missing-scope" });
  });
});
