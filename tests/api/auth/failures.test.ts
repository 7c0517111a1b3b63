/** The limit of failed authentications by address. */
import { networkOf } from "@skillmeat-deployments/api/auth/network.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { checksum } from "@skillmeat-deployments/core/values/secret.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { createService, OPERATOR, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const START = Date.now();
const BURST = 30;
let service: Service;
let proxy: FaultProxy;
/** The operations that reached the engine. */
const calls: string[] = [];
/** The tokens that were verified. */
const verified: string[] = [];
/** Whether storage answers 503 instead. */
let down = false;
/** An address that no test has used before. */
let address = "";
let addresses = 0;

beforeAll(async () => {
  service = await createService({
    through: async (engine) => {
      proxy = await createProxy(engine);
      proxy.plan = (operation) => void calls.push(operation);
      return proxy.endpoint;
    },
    wrap: (table) => ({
      ...table,
      get: (...read) => (down ? Promise.reject(new Fault("unavailable", "down")) : table.get(...read)),
    }),
    app: {
      // Tokens are good when their text says so.
      verifyToken: async (token) => {
        verified.push(token);
        return token.startsWith("good")
          ? { tenant: "acme", actor: "oidc:user-1", key_id: null, scopes: [], expires_at: "2999-01-01T00:00:00Z" }
          : undefined;
      },
    },
  });
});
afterAll(async () => {
  await service.close();
  await proxy.close();
});
beforeEach(() => {
  address = `192.0.2.${++addresses}`;
  // Nothing that an earlier test left in a cache is still valid.
  service.clock.elapsed = START + addresses * 3_600_000;
  calls.length = 0;
  verified.length = 0;
});
afterEach(() => {
  service.clock.elapsed = undefined;
});

const pass = (ms: number) => {
  service.clock.elapsed = (service.clock.elapsed ?? 0) + ms;
};
const send = (key: string | null, from = address, headers: Record<string, string> = {}) =>
  service.call("GET", "/me", { key, address: from, headers });
const status = async (...request: Parameters<typeof send>) => (await send(...request)).status;
/** A well-formed key that is stored nowhere. */
const unknownKey = () => {
  const key = `smk_test_${newId()}_${"0".repeat(30)}`;
  return key + checksum(key);
};
const statusesOf = (count: number, request: () => Promise<number>) =>
  Promise.all(Array.from({ length: count }, request));
/** Uses up the failures of an address. */
async function exhaust(from = address) {
  expect(await statusesOf(BURST, () => status("malformed", from))).toEqual(Array(BURST).fill(401));
  expect(await status("malformed", from)).toBe(429);
}
const newKey = async () => {
  const reply = await service.call("POST", "/keys", { body: { name: "k", scopes: ["projects:read"] } });
  return (reply.json as { key: string }).key;
};

const REPEATED = unknownKey();
/** A stored key with another secret and a good checksum. */
const forged = (key: string) => {
  const other = key.slice(0, -36) + "0".repeat(30);
  return other + checksum(other);
};

describe("Failed authentications", () => {
  it("A flood of different unknown keys from one address reads 30 times, and then once a second", async () => {
    const statuses = await statusesOf(200, () => status(unknownKey()));
    expect(statuses.toSorted()).toEqual([...Array(BURST).fill(401), ...Array(200 - BURST).fill(429)]);
    expect(calls).toEqual(Array(BURST).fill("GetItem"));
    pass(1_000);
    expect([await status(unknownKey()), await status(unknownKey())]).toEqual([401, 429]);
    expect(calls).toHaveLength(BURST + 1);
    pass(3_600_000);
    await exhaust();
  });

  it("An answer over the limit is a 429 with Retry-After", async () => {
    await exhaust();
    const reply = await send(unknownKey());
    expect(problemOf(reply)).toEqual({ status: 429, code: "rate-limited", places: [] });
    expect(reply.headers.get("retry-after")).toBe("1");
    pass(400);
    expect((await send(unknownKey())).headers.get("retry-after")).toBe("1");
    expect(await status(unknownKey(), "192.0.2.250")).toBe(401);
  });

  it.each([
    ["malformed keys", () => "smk_test_x"],
    ["keys with a wrong checksum", () => `${unknownKey().slice(0, -6)}000000`],
    ["wrong secrets of a stored key", () => forged(service.key)],
    ["one unknown key, again and again", () => REPEATED],
    ["tokens", () => `bad-${newId()}`],
    ["wrong operator keys", () => `smo_test_${newId()}`],
  ])("The limit counts %s", async (_what, credential) => {
    const statuses: number[] = [];
    for (let i = 0; i <= BURST; i++) statuses.push(await status(credential()));
    expect(statuses).toEqual([...Array(BURST).fill(401), 429]);
  });
  it("No header tells the address", async () => {
    for (let i = 0; i <= BURST; i++) {
      const other = `198.51.100.${i}`;
      const headers = {
        "x-forwarded-for": other,
        "x-real-ip": other,
        forwarded: `for=${other}`,
        "true-client-ip": other,
      };
      expect(await status("malformed", address, headers)).toBe(i < BURST ? 401 : 429);
    }
  });

  it("A request without a credential, one with a good key and one of the operator count as no failure", async () => {
    const key = await newKey();
    for (let i = 0; i <= BURST; i++) {
      expect(await status(null)).toBe(401);
      expect(await status(key)).toBe(200);
      expect(await status(OPERATOR)).toBe(403);
    }
    await exhaust();
    expect(await status(null)).toBe(401);
    expect(await status(OPERATOR)).toBe(403);
    expect((await service.call("GET", "/healthz", { key: null, address })).status).toBe(200);
  });

  it("An IPv6 address is limited with its whole /64, and an IPv4 address that is written as IPv6 as itself", async () => {
    await exhaust("2001:db8:1:2::1");
    expect(await status("malformed", "2001:db8:1:2:ffff:ffff:ffff:ffff")).toBe(429);
    expect(await status("malformed", "2001:db8:1:3::1")).toBe(401);
    await exhaust();
    expect(await status("malformed", `::ffff:${address}`)).toBe(429);
  });

  it("While storage is unavailable, an attempt is no failure", async () => {
    down = true;
    const statuses = await statusesOf(BURST + 1, async () => status(unknownKey())).finally(() => {
      down = false;
    });
    // What is under way holds a token until it ends, and whoever finds none waits for it.
    expect(statuses).toEqual(Array(BURST + 1).fill(503));
    await exhaust();
  });
});

describe("A good credential at an address that fails too often", () => {
  it.each([
    // Its row, and its tenant's.
    ["key", newKey, ["GetItem", "GetItem"]],
    // Its tenant's row.
    ["token", async () => `good-${newId()}`, ["GetItem"]],
  ])(
    "A %s that the instance knows is accepted, also when its time in the cache has ended",
    async (_kind, make, reads) => {
      const good = await make();
      expect(await status(good)).toBe(200);
      await exhaust();
      expect(await status(good)).toBe(200);
      pass(25_000);
      expect(await statusesOf(25, () => status("malformed"))).toEqual(Array(25).fill(401));
      expect(await status("malformed")).toBe(429);
      calls.length = 0;
      expect([await status(good), await status(good)]).toEqual([200, 200]);
      expect(calls).toEqual(reads);
    },
  );

  it("Many good keys that come from one address at once for the first time are all accepted", async () => {
    const keys = await Promise.all(Array.from({ length: 3 * BURST }, newKey));
    expect(await Promise.all(keys.map((key) => status(key)))).toEqual(keys.map(() => 200));
    await exhaust();
  });

  it("A wrong secret of a key that the instance knows is not accepted for it, and costs no read", async () => {
    const good = await newKey();
    expect(await status(good)).toBe(200);
    pass(25_000);
    await exhaust();
    calls.length = 0;
    expect(await status(forged(good))).toBe(429);
    expect(calls).toEqual([]);
  });

  it("A token that the instance does not know is not verified there", async () => {
    await exhaust();
    verified.length = 0;
    expect(await statusesOf(10, () => status(`good-${newId()}`))).toEqual(Array(10).fill(429));
    expect(verified).toEqual([]);
    pass(1_000);
    expect(await status("good-again")).toBe(200);
    expect(verified).toEqual(["good-again"]);
  });

  it("A key that the instance does not know yet is refused there, and accepted from elsewhere and a second later", async () => {
    const key = await newKey();
    await exhaust();
    calls.length = 0;
    expect(await status(key)).toBe(429);
    expect(calls).toEqual([]);
    pass(1_000);
    expect([await status(key), await status(key)]).toEqual([200, 200]);
    const other = await newKey();
    expect([await status(other, "192.0.2.251"), await status(other)]).toEqual([200, 200]);
  });

  it("50 concurrent first uses of one key are all accepted, and use up no failure", async () => {
    for (const good of [await newKey(), `good-${newId()}`]) {
      expect(await statusesOf(50, () => status(good))).toEqual(Array(50).fill(200));
    }
    await exhaust();
  });
});

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:192.0.2.1", "192.0.2.1"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0DB8:0:0:1:2:3:4", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1::", "2001:db8:1:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
  ["unknown", "unknown"],
])("The network of %s is %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
