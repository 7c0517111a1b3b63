/** What becomes of API keys: who may create, rename, rotate and revoke them, and that no tenant loses its last one. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { SCOPES } from "@skillmeat-deployments/core/values/scope.ts";
import { dump } from "@skillmeat-deployments/testing/dump.ts";
import {
  createService,
  OPERATOR,
  problemOf,
  type Reply,
  type Service,
} from "@skillmeat-deployments/testing/service.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

let service: Service;
/** Runs between the reads of a request and its transaction. */
let beforeCommit = async () => {};
beforeAll(async () => {
  service = await createService({
    wrap: (table) => ({
      ...table,
      transact: async (writes) => {
        await beforeCommit();
        return table.transact(writes);
      },
    }),
  });
});
afterEach(() => {
  beforeCommit = async () => {};
});
afterAll(() => service.close());

type Created = {
  key: string;
  key_id: string;
  scopes: string[];
  expires_at: string | null;
  last_used_at: string | null;
};
const created = (reply: Reply): Created => {
  if (reply.status !== 201) throw new Error(`No key was created: ${reply.text}`);
  return reply.json as Created;
};
const statusOf = async (key: string) => (await service.call("GET", "/me", { key })).status;
/** Creates a key with the tenant's first key, or with another. */
const mint = async (scopes: readonly string[], more: object = {}, key: string = service.key) =>
  created(await service.call("POST", "/keys", { key, body: { name: "k", scopes, ...more } }));
const read = async (id: string, key: string = service.key) =>
  (await service.call("GET", `/keys/${id}`, { key })).json as Record<string, unknown>;
const detailOf = (reply: Reply) => (reply.json as { detail: string }).detail;

/** The two rows of a key: the one for authentication and the tenant's. */
const rowsOf = (id: string, tenant = service.tenant) =>
  service.table.getMany([
    { pk: `SYS#KEY#${id}`, sk: "Z#KEY" },
    { pk: `T#${tenant}`, sk: `Z#KEY#${id}` },
  ]);

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
    const { last_used_at, ...read } = (await service.call("GET", `/keys/${shown.key_id}`, { key }))
      .json as typeof shown;
    expect({ ...read, last_used_at: null }).toEqual(shown);
    expect(last_used_at).not.toBeNull();
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

describe("The name of a key", () => {
  const rename = (id: string, body: object, more: object = {}) =>
    service.call("PATCH", `/keys/${id}`, { body, ...more });

  it("A PATCH changes it in both rows, and nothing else", async () => {
    const { key: _, ...key } = await mint(["projects:read"], { expires_at: "2099-01-01T00:00:00+02:00" });
    const before = await rowsOf(key.key_id);
    const headers = { "content-type": "application/merge-patch+json" };
    const reply = await rename(key.key_id, { name: "renamed" }, { headers });
    expect([reply.status, reply.json]).toEqual([200, { ...key, name: "renamed" }]);
    expect(await read(key.key_id)).toEqual(reply.json);
    expect(await rowsOf(key.key_id)).toEqual(before.map((row) => ({ ...row, name: "renamed" })));
  });

  it("What was read can be sent back: fields that cannot be set are ignored, another id and unknown fields are refused", async () => {
    const { key_id } = await mint(["projects:read"]);
    const shown = await read(key_id);
    const edited = {
      ...shown,
      name: "edited",
      scopes: SCOPES,
      expires_at: null,
      created_by: "operator",
      last4: "0000",
    };
    expect((await rename(key_id, edited)).json).toEqual({ ...shown, name: "edited" });
    expect((await rename(key_id, {})).json).toEqual({ ...shown, name: "edited" });
    const other = await rename(key_id, { name: "x", key_id: "0".repeat(26) });
    expect(problemOf(other)).toEqual({ status: 422, code: "validation-failed", places: ["/key_id"] });
    expect(problemOf(await rename(key_id, { name: null, hash: "h" })).places).toEqual(["/name", "/hash"]);
    expect(problemOf(await rename("0".repeat(26), { name: "x" }))).toMatchObject({ status: 404 });
    expect(await read(key_id)).toMatchObject({ name: "edited" });
  });

  it("A key that is revoked in the meantime is not found, and has no row", async () => {
    const { key_id } = await mint(["projects:read"]);
    beforeCommit = async () => {
      beforeCommit = async () => {};
      expect((await service.call("DELETE", `/keys/${key_id}`)).status).toBe(204);
    };
    expect((await rename(key_id, { name: "x" })).status).toBe(404);
    expect(await rowsOf(key_id)).toEqual([undefined, undefined]);
  });

  it("It needs keys:write, and no scope of the key", async () => {
    const { key_id } = await mint(["projects:write"]);
    expect((await rename(key_id, { name: "x" }, { key: (await mint(["keys:read"])).key })).status).toBe(403);
    expect((await rename(key_id, { name: "x" }, { key: (await mint(["keys:write"])).key })).status).toBe(200);
  });
});

describe("Who may revoke a key", () => {
  const revoke = (id: string, key: string = service.key) => service.call("DELETE", `/keys/${id}`, { key });

  it("A key that has all its scopes may; keys:write alone revokes no administrator's key", async () => {
    const [first] = (await service.call("GET", "/keys?limit=1")).json as { key_id: string }[];
    const manager = await mint(["keys:write", "projects:read"]);
    const refused = await revoke(String(first?.key_id), manager.key);
    expect(problemOf(refused)).toEqual({ status: 403, code: "missing-scope", places: [] });
    const missing = SCOPES.filter((scope) => !manager.scopes.includes(scope));
    expect(detailOf(refused)).toContain(`it lacks ${missing.join(", ")}`);
    expect(await statusOf(service.key)).toBe(200);
    const writer = await mint(["projects:write"]);
    expect(detailOf(await revoke(writer.key_id, manager.key))).toContain("it lacks projects:write");
    expect((await rowsOf(writer.key_id)).filter(Boolean)).toHaveLength(2);
    const reader = await mint(["projects:read"]);
    expect((await revoke(reader.key_id, manager.key)).status).toBe(204);
    expect(await rowsOf(reader.key_id)).toEqual([undefined, undefined]);
  });

  it("A key may revoke itself", async () => {
    const own = await mint(["keys:write"]);
    expect((await revoke(own.key_id, own.key)).status).toBe(204);
  });
});

describe("A key that was revoked", () => {
  it("creates, renames, rotates and revokes no key, although the instance still knows it", async () => {
    const leaked = await mint(SCOPES);
    const other = await mint(SCOPES);
    expect(await statusOf(leaked.key)).toBe(200);
    expect((await service.call("DELETE", `/keys/${leaked.key_id}`)).status).toBe(204);
    // It is still cached.
    expect(await statusOf(leaked.key)).toBe(200);
    for (const [method, path, body] of [
      ["POST", "/keys", { name: "successor", scopes: SCOPES }],
      ["PATCH", `/keys/${other.key_id}`, { name: "renamed" }],
      ["POST", `/keys/${other.key_id}/rotate`, {}],
      ["DELETE", `/keys/${other.key_id}`, undefined],
    ] as const) {
      const reply = await service.call(method, path, { key: leaked.key, ...(body ? { body } : {}) });
      expect([method, path, problemOf(reply).code]).toEqual([method, path, "unauthenticated"]);
    }
    expect(await statusOf(other.key)).toBe(200);
  });

  it("by a rotation creates no key after its grace", async () => {
    const old = await mint(SCOPES);
    expect(await statusOf(old.key)).toBe(200);
    const rotation = await service.call("POST", `/keys/${old.key_id}/rotate`, { body: { grace_seconds: 0 } });
    expect(rotation.status).toBe(201);
    const reply = await service.call("POST", "/keys", { key: old.key, body: { name: "k", scopes: SCOPES } });
    expect(problemOf(reply).code).toBe("unauthenticated");
  });
});

describe("The last key that can create keys", () => {
  /** A tenant's first key, with further ones. */
  const tenantWith = async (tenant: string, ...others: { scopes?: string[]; expires_at?: string }[]) => {
    const key = await service.newTenant(tenant);
    const [first] = (await service.call("GET", "/keys", { key })).json as { key_id: string }[];
    const ids: string[] = [String(first?.key_id)];
    for (const { scopes = SCOPES, ...more } of others) ids.push((await mint(scopes, more, key)).key_id);
    const revoke = (id = "", options: object = {}) => service.call("DELETE", `/keys/${id}`, { key, ...options });
    const remaining = async () => {
      const { rows } = await service.table.query({ pk: `T#${tenant}`, prefix: "Z#KEY#", limit: 100 });
      return rows.map(({ key_id }) => key_id as string);
    };
    return { key, ids, revoke, remaining };
  };
  const LAST = { status: 409, code: "last-key", places: [] };

  it("It cannot be revoked while no other one with keys:write is there, and can then", async () => {
    const { key, ids, revoke, remaining } = await tenantWith("last", { scopes: ["keys:read", "projects:write"] });
    expect(problemOf(await revoke(ids[0]))).toEqual(LAST);
    expect(await remaining()).toHaveLength(2);
    const other = await mint(SCOPES, {}, key);
    expect((await revoke(ids[0])).status).toBe(204);
    expect(await remaining()).toHaveLength(2);
    expect((await revoke(ids[1], { key: other.key })).status).toBe(204);
    expect(problemOf(await revoke(other.key_id, { key: other.key }))).toEqual(LAST);
  });

  it("A key that has expired does not count, and can be revoked", async () => {
    const at = Date.now();
    const expires_at = new Date(at + 3_600_000).toISOString();
    const { ids, revoke } = await tenantWith("brief", { expires_at });
    service.clock.now = new Date(at + 3_600_000);
    try {
      expect(problemOf(await revoke(ids[0]))).toEqual(LAST);
      expect((await revoke(ids[1])).status).toBe(204);
    } finally {
      service.clock.now = undefined;
    }
  });

  it("Where OIDC is configured it can be revoked, by a token that has its scopes", async () => {
    const caller = (token: string): Caller => ({
      tenant: "acme",
      actor: "oidc:user",
      key_id: null,
      scopes: token === "wide" ? SCOPES : ["keys:write"],
      expires_at: null,
    });
    const withOidc = await createService({ app: { verifyToken: async (token) => caller(token) } });
    try {
      const { key_id } = (await withOidc.call("GET", "/me")).json as { key_id: string };
      const refused = await withOidc.call("DELETE", `/keys/${key_id}`, { key: "narrow" });
      expect(problemOf(refused)).toEqual({ status: 403, code: "missing-scope", places: [] });
      expect((await withOidc.call("DELETE", `/keys/${key_id}`, { key: "wide" })).status).toBe(204);
    } finally {
      await withOidc.close();
    }
  });

  /** Holds the transactions of `count` requests back until each of them has read what it needs. */
  const holdUntil = (count: number) => {
    let waiting = 0;
    let release = () => {};
    const all = new Promise<void>((done) => {
      release = done;
    });
    beforeCommit = async () => {
      if (++waiting === count) release();
      await all;
    };
  };

  it("Two concurrent revocations of the last two leave one", async () => {
    const { ids, revoke, remaining } = await tenantWith("pair", {});
    holdUntil(2);
    const replies = await Promise.all(ids.map((id) => revoke(id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await remaining()).toHaveLength(1);
  });

  it("Concurrent revocations of all keys leave one, whether they expire or not", async () => {
    const expiries = [1, 2, 3].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    const { ids, revoke, remaining } = await tenantWith("many", {}, ...expiries.map((expires_at) => ({ expires_at })));
    holdUntil(ids.length);
    const replies = await Promise.all(ids.map((id) => revoke(id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 409]);
    expect(await remaining()).toHaveLength(1);
  });

  it("A revocation whose other key is revoked in the meantime counts on the next one", async () => {
    const { ids, revoke, remaining } = await tenantWith("next", {}, {});
    const [first, second, third] = ids.toSorted();
    beforeCommit = async () => {
      beforeCommit = async () => {};
      // The first key that does not expire is the one that the held revocation counts on.
      expect((await revoke(first)).status).toBe(204);
    };
    expect((await revoke(third)).status).toBe(204);
    expect(await remaining()).toEqual([second]);
  });
});

describe("The rotation of a key", () => {
  const rotate = (id: string, body: object = {}, more: object = {}) =>
    service.call("POST", `/keys/${id}/rotate`, { body, ...more });
  const HOUR = 3_600_000;
  /** Runs `work` while the clock stands still. @param work `move` sets it, in milliseconds after the start */
  const withClock = async (work: (now: number, move: (ms: number) => void) => Promise<void>) => {
    const now = Date.now();
    const move = (ms: number) => {
      service.clock.now = new Date(now + ms);
    };
    move(0);
    await work(now, move).finally(() => {
      service.clock.now = undefined;
    });
  };
  const iso = (ms: number) => new Date(ms).toISOString();

  it("The new key has the name, scopes and expiry of the old one, which is accepted until the grace ends", () =>
    withClock(async (now, move) => {
      const expires_at = iso(now + 48 * HOUR);
      const old = await mint(["projects:read", "keys:read"], { name: "ci", expires_at });
      const reply = await rotate(old.key_id, { grace_seconds: 3_600 });
      const { key, ...shown } = created(reply);
      expect(shown).toMatchObject({ name: "ci", scopes: old.scopes, expires_at });
      expect(shown.key_id).not.toBe(old.key_id);
      expect(reply.headers.get("location")).toBe(`/keys/${shown.key_id}`);
      expect(reply.headers.get("cache-control")).toBe("no-store");
      expect(await read(shown.key_id)).toEqual(shown);
      expect((await rowsOf(old.key_id)).map((row) => row?.expires_at)).toEqual(Array(2).fill(iso(now + HOUR)));
      move(HOUR - 1);
      expect([await statusOf(old.key), await statusOf(key)]).toEqual([200, 200]);
      move(HOUR);
      expect([await statusOf(old.key), await statusOf(key)]).toEqual([401, 200]);
    }));

  it("The grace is a day unless the request says otherwise, at most a week, and never makes the old key live longer", () =>
    withClock(async (now) => {
      const endOf = async (more: object, body: object) => {
        const { key_id } = await mint(["projects:read"], more);
        created(await rotate(key_id, body));
        return (await read(key_id)).expires_at;
      };
      expect(await endOf({}, {})).toBe(iso(now + 24 * HOUR));
      expect(await endOf({}, { grace_seconds: 604_800 })).toBe(iso(now + 7 * 24 * HOUR));
      const soon = iso(now + HOUR);
      expect(await endOf({ expires_at: soon }, {})).toBe(soon);
      const { key_id } = await mint(["projects:read"]);
      for (const grace_seconds of [-1, 604_801, 1.5, "1", null]) {
        expect(problemOf(await rotate(key_id, { grace_seconds })).places).toEqual(["/grace_seconds"]);
      }
    }));

  it("An instance that has the old key in its cache refuses it 30 seconds after a rotation without grace", () =>
    withClock(async (_, move) => {
      const old = await mint(["projects:read"]);
      expect(await statusOf(old.key)).toBe(200);
      created(await rotate(old.key_id, { grace_seconds: 0 }));
      move(30_000);
      expect(await statusOf(old.key)).toBe(401);
    }));

  it("A tenant's last key can rotate itself, and then be revoked by the new one", async () => {
    const key = await service.newTenant("rotating");
    const { key_id } = (await service.call("GET", "/me", { key })).json as { key_id: string };
    const next = created(await rotate(key_id, {}, { key }));
    expect(next).toMatchObject({ scopes: SCOPES, expires_at: null });
    expect((await service.call("DELETE", `/keys/${key_id}`, { key: next.key })).status).toBe(204);
    const last = await service.call("DELETE", `/keys/${next.key_id}`, { key: next.key });
    expect(problemOf(last)).toMatchObject({ status: 409, code: "last-key" });
  });

  it("It gives nobody more than it has: neither scopes nor time", () =>
    withClock(async (now) => {
      const target = await mint(["projects:write"]);
      const narrow = await mint(["keys:write"]);
      const refused = await rotate(target.key_id, {}, { key: narrow.key });
      expect(problemOf(refused)).toEqual({ status: 403, code: "missing-scope", places: [] });
      expect(detailOf(refused)).toContain("it lacks projects:write");
      const brief = await mint(["keys:write", "projects:write"], { expires_at: iso(now + HOUR) });
      expect(problemOf(await rotate(target.key_id, {}, { key: brief.key }))).toEqual({
        status: 422,
        code: "validation-failed",
        places: [""],
      });
      expect(await read(target.key_id)).toMatchObject({ expires_at: null });
      expect(created(await rotate(brief.key_id, {}, { key: brief.key })).expires_at).toBe(brief.expires_at);
    }));

  it("A key that is unknown, revoked or expired has no successor", () =>
    withClock(async (now, move) => {
      expect(problemOf(await rotate("0".repeat(26)))).toMatchObject({ status: 404, code: "not-found" });
      const brief = await mint(["projects:read"], { expires_at: iso(now + HOUR) });
      move(HOUR);
      expect(problemOf(await rotate(brief.key_id))).toEqual({ status: 409, code: "key-expired", places: [] });
      const { key_id } = await mint(["projects:read"]);
      const count = async () => (await service.table.query({ pk: "T#acme", prefix: "Z#KEY#", limit: 100 })).rows.length;
      const before = await count();
      beforeCommit = async () => {
        beforeCommit = async () => {};
        expect((await service.call("DELETE", `/keys/${key_id}`)).status).toBe(204);
      };
      expect((await rotate(key_id)).status).toBe(404);
      expect([await count(), await rowsOf(key_id)]).toEqual([before - 1, [undefined, undefined]]);
    }));

  it("A repeated request makes one new key, and its answer leaves the secret out", async () => {
    const { key_id } = await mint(["projects:read"]);
    const more = { headers: { "idempotency-key": "rotated" } };
    const first = await rotate(key_id, {}, more);
    const { key, ...shown } = created(first);
    const again = await rotate(key_id, {}, more);
    expect([again.status, again.json]).toEqual([201, { ...shown, secret_shown: true }]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(JSON.stringify(await dump(service.client, service.table.name, ""))).not.toContain(key.slice(-36));
  });

  it("A revocation does not count on a key whose expiry a rotation has shortened in the meantime", async () => {
    const key = await service.newTenant("shortened");
    const { key_id: first } = (await service.call("GET", "/me", { key })).json as { key_id: string };
    const second = await mint(SCOPES, {}, key);
    const revoke = (id: string) => service.call("DELETE", `/keys/${id}`, { key });
    beforeCommit = async () => {
      beforeCommit = async () => {};
      // The held revocation counts on the second key. Its successor counts on the first one, and goes.
      const third = created(await rotate(second.key_id, { grace_seconds: 0 }, { key }));
      expect((await revoke(third.key_id)).status).toBe(204);
    };
    expect(problemOf(await revoke(first))).toMatchObject({ status: 409, code: "last-key" });
    expect((await rowsOf(first, "shortened")).filter(Boolean)).toHaveLength(2);
  });
});
