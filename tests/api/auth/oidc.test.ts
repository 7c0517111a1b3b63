/** OIDC access tokens: what a valid one grants, and which ones are refused. */
import { createServer, type Server } from "node:http";
import { createTokenVerifier } from "@skillmeat-deployments/api/auth/oidc.ts";
import { oidcFromEnv } from "@skillmeat-deployments/api/auth/oidc-config.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { CompactSign, exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

type Key = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
const env = { OIDC_ISSUER: "https://issuer.test", OIDC_AUDIENCE: "skillmeat", OIDC_JWKS_URI: "" };
let service: Service;
let jwks: Server;
/** The number of requests to the issuer's key server. */
let fetches = 0;
/** What the issuer's key server answers. Undefined: 500. */
let issued: string | undefined;
let issuerKey: Key;
let foreignKey: Key;
/** Reads of storage, by the operation. */
const reads: string[] = [];

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  issuerKey = privateKey;
  foreignKey = (await generateKeyPair("ES256")).privateKey;
  issued = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" }] });
  jwks = createServer((_, response) => {
    fetches++;
    issued === undefined ? response.writeHead(500).end() : response.end(issued);
  });
  env.OIDC_JWKS_URI = `${await listen(jwks)}/`;
  service = await createService({
    meter: ({ operation, read }) => read > 0 && reads.push(operation),
    app: { verifyToken: verifier() },
  });
});
afterAll(async () => {
  await service.close();
  await close(jwks);
});

/** A verifier of the issuer's tokens. @param more further settings */
function verifier(more: object = {}) {
  const config = oidcFromEnv({ ...env, ...more });
  if (!config) throw new Error("not configured");
  return createTokenVerifier(config, () => new Date());
}

const seconds = () => Math.floor(Date.now() / 1_000);
/** The claims of a good token. @param claims replace them; an undefined one is left out */
const claimsOf = (claims: object) => ({
  iss: env.OIDC_ISSUER,
  aud: env.OIDC_AUDIENCE,
  sub: "user-1",
  exp: seconds() + 300,
  tenant_id: "acme",
  ...claims,
});
/** Signs the bytes of a payload as they are. */
const signText = (payload: string, header: object = {}, key: Key = issuerKey) =>
  new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: "ES256", kid: "1", ...header })
    .sign(key, { crit: { x: true } });
const sign = (claims: object, header?: object, key?: Key) => signText(JSON.stringify(claimsOf(claims)), header, key);
const me = (key: string) => service.call("GET", "/me", { key });
const statusesOf = async (tokens: string[]) => (await Promise.all(tokens.map(me))).map(({ status }) => status);

describe("An OIDC access token", () => {
  it("A token grants its tenant, and those of its scopes that the service knows", async () => {
    const reply = await me(await sign({ tenant_id: "acme", scope: "openid projects:read email events:read" }));
    expect(reply.json).toMatchObject({ tenant_id: "acme", key_id: null, scopes: ["projects:read", "events:read"] });
    const list = await me(await sign({ tenant_id: "acme", scope: ["projects:write"] }));
    expect(list.json).toMatchObject({ scopes: ["projects:write"] });
    const none = await sign({ tenant_id: "acme" });
    expect(problemOf(await service.call("GET", "/projects", { key: none }))).toMatchObject({
      status: 403,
      code: "missing-scope",
    });
    await service.call("POST", "/projects", {
      key: await sign({ tenant_id: "acme", scope: "projects:write" }),
      body: { project_id: "by-token" },
    });
    await service.drain();
    expect((await service.call("GET", "/events")).json).toMatchObject([{ data: { actor: "oidc:user-1" } }]);
  });

  it("A token that is expired, forged, without a tenant, or from another issuer or audience answers 401", async () => {
    const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");
    const unsigned = `${part({ alg: "none" })}.${part(claimsOf({ exp: 9e9 }))}.`;
    const tokens = [
      await sign({ iss: "https://evil.test" }),
      await sign({ aud: "other" }),
      await sign({ exp: seconds() - 120 }),
      await sign({ nbf: seconds() + 120 }),
      await sign({}, {}, foreignKey),
      await sign({}, { kid: "2" }),
      await sign({}, { kid: 5 }),
      await sign({}, { kid: "__proto__" }),
      await sign({}, { crit: ["x"], x: 1 }),
      (await sign({})).replace(/\.[^.]*$/, ".AAAA"),
      (await sign({})).replace(/^[^.]*/, part({ alg: 5, kid: "1" })),
      (await sign({})).replace(/^[^.]*/, part({ alg: "HS256", kid: "1" })),
      await signText("[]"),
      await signText("null"),
      await signText("\ud800"),
      await signText(""),
      unsigned,
      "nonsense",
      "..",
      "a.b.c",
    ];
    expect(await statusesOf(tokens)).toEqual(tokens.map(() => 401));
  });

  it.each<[claim: string, good: unknown[], bad: unknown[]]>([
    [
      "sub",
      [
        "u",
        "auth0|5f7c",
        "ana maria@example.com",
        "Jürgen 漢字",
        "😀".repeat(255),
        "operator",
        "key:1",
        "x".repeat(255),
      ],
      [
        ...[undefined, null, 5, 0, true, [], ["user"], {}, "", "x".repeat(256)],
        ...["a\nb", "\u0000", "a\u007f", "\u0085", "\u200b", "\u202euser", "\u2028", "\ud800", "\ufeffuser"],
      ],
    ],
    [
      "exp",
      [seconds() + 3_600, seconds() + 3_600.5, 253_402_300_799],
      [undefined, null, 0, -1, 1e15, 1e308, 253_402_300_800, `${seconds() + 3_600}`, [], true, {}],
    ],
    ["nbf", [undefined, 0, 0.5, seconds()], [null, -1, 1e15, "0", [], true, {}]],
    ["iat", [undefined, 0, 0.5, seconds()], [null, -1, 1e15, "0", [], true, {}]],
    [
      "tenant_id",
      ["acme"],
      [undefined, null, 5, true, [], ["acme"], {}, "", "Acme", "acme ", "acme#P", "x".repeat(64), "acme\n"],
    ],
    [
      "scope",
      [undefined, "", "projects:read", " projects:read  x ", [], ["projects:read", "x"]],
      [null, 5, true, {}, [5], ["projects:read", null], [["projects:read"]], { 0: "projects:read" }],
    ],
    ["aud", ["skillmeat", ["x", "skillmeat"]], [undefined, null, 5, [], "", {}, ["x"]]],
    ["iss", [], [undefined, null, 5, "", ["https://issuer.test"], {}]],
  ])("The claim %s is accepted with a good value, and answers 401 with any other", async (claim, good, bad) => {
    const signed = (values: unknown[]) => Promise.all(values.map((value) => sign({ [claim]: value })));
    expect(await statusesOf(await signed(good))).toEqual(good.map(() => 200));
    expect(await statusesOf(await signed(bad))).toEqual(bad.map(() => 401));
  });

  it("The claims of tenant and scopes have the configured names, and are checked as well", async () => {
    const verify = verifier({ OIDC_TENANT_CLAIM: "org", OIDC_SCOPE_CLAIM: "scp" });
    const token = async (claims: object) => verify(await sign({ tenant_id: 5, scope: 5, org: "acme", ...claims }));
    expect(await token({ scp: ["events:read"] })).toMatchObject({ tenant: "acme", scopes: ["events:read"] });
    const wrong = [{ org: 5 }, { org: undefined }, { org: ["acme"] }, { scp: 5 }, { scp: { "events:read": true } }];
    for (const claims of wrong) expect(await token(claims)).toBeUndefined();
    // Names that every object has are no claims.
    for (const name of ["__proto__", "constructor", "toString"]) {
      expect(await verifier({ OIDC_TENANT_CLAIM: name })(await sign({}))).toBeUndefined();
      expect(await verifier({ OIDC_SCOPE_CLAIM: name })(await sign({}))).toBeUndefined();
    }
  });

  it("A token whose subject is a number or the word operator cannot pass for another actor", async () => {
    await service.call("POST", "/projects", {
      key: await sign({ sub: "operator", scope: "projects:write" }),
      body: { project_id: "by-operator" },
    });
    const created = await service.call("POST", "/keys", {
      key: await sign({ sub: "5", scope: "keys:write keys:read" }),
      body: { name: "k", scopes: ["keys:read"] },
    });
    expect(created.json).toMatchObject({ created_by: "oidc:5" });
    expect((await service.call("GET", "/keys")).status).toBe(200);
    await service.drain();
    expect((await service.call("GET", "/events?limit=100")).json).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          subject: "/projects/by-operator",
          data: expect.objectContaining({ actor: "oidc:operator" }),
        }),
      ]),
    );
  });

  it("A key and a token with the key's id as its subject share no Idempotency-Key", async () => {
    const headers = { "idempotency-key": "shared" };
    const keyId = service.key.split("_")[2] as string;
    const create = (key: string) =>
      service.call("POST", "/projects", { key, headers, body: { project_id: "by-both" } });
    expect((await create(service.key)).status).toBe(201);
    for (const sub of [keyId, `key:${keyId}`]) {
      expect((await create(await sign({ sub, scope: "projects:write" }))).status).toBe(409);
    }
    expect((await create(service.key)).headers.get("idempotent-replayed")).toBe("true");
  });

  it("A tenant that the operator did not make is refused, at one read in a few seconds, until it is made", async () => {
    service.clock.elapsed = 0;
    try {
      const tokens = await Promise.all(Array.from({ length: 20 }, (_, i) => sign({ sub: `u${i}`, tenant_id: "late" })));
      reads.length = 0;
      expect(await statusesOf(tokens)).toEqual(tokens.map(() => 401));
      service.clock.elapsed = 4_999;
      expect(await statusesOf(tokens)).toEqual(tokens.map(() => 401));
      expect(reads).toEqual(["GetItem"]);
      await service.newTenant("late");
      service.clock.elapsed = 5_000;
      reads.length = 0;
      expect(await statusesOf([...tokens, ...tokens])).toEqual([...tokens, ...tokens].map(() => 200));
      service.clock.elapsed = 29_999;
      expect(await statusesOf(tokens.slice(0, 1))).toEqual([200]);
      expect(reads).toEqual(["GetItem"]);
    } finally {
      service.clock.elapsed = undefined;
    }
  });

  it("A token that the instance knows expires when it would otherwise", async () => {
    const exp = seconds() + 600;
    const token = await sign({ exp });
    service.clock.elapsed = Date.now();
    try {
      expect(await statusesOf([token])).toEqual([200]);
      // The clock of the issuer may differ by a minute.
      service.clock.now = new Date((exp + 60) * 1_000 - 1);
      expect(await statusesOf([token])).toEqual([200]);
      service.clock.now = new Date((exp + 60) * 1_000);
      expect(await statusesOf([token])).toEqual([401]);
    } finally {
      Object.assign(service.clock, { now: undefined, elapsed: undefined });
    }
  });

  it("While the issuer's keys cannot be read, a token is answered as unavailable, not as unauthenticated", async () => {
    const good = issued;
    const token = await sign({});
    try {
      for (const answer of [
        undefined,
        "<html>",
        "{}",
        '{"keys":[{"kty":"EC","kid":"1","alg":"ES256","crv":"P-256"}]}',
      ]) {
        issued = answer;
        await expect(verifier()(token)).rejects.toMatchObject({ code: "unavailable" });
      }
    } finally {
      issued = good;
    }
  });

  it("A key server that fails is asked once a second, however many tokens come", async () => {
    const good = issued;
    const token = await sign({});
    let elapsed = 0;
    const config = oidcFromEnv(env) as NonNullable<ReturnType<typeof oidcFromEnv>>;
    const verify = createTokenVerifier(
      config,
      () => new Date(),
      () => elapsed,
    );
    const codes = async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => verify(token)));
      return outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "accepted"));
    };
    fetches = 0;
    issued = undefined;
    try {
      for (elapsed of [0, 500, 999]) expect(await codes()).toEqual(Array(20).fill("unavailable"));
      expect(fetches).toBe(1);
      issued = good;
      elapsed = 1_000;
      expect(await codes()).toEqual(Array(20).fill("accepted"));
      expect(fetches).toBe(2);
    } finally {
      issued = good;
    }
  });

  it("While the key server fails, tokens of known keys are accepted, whatever other tokens ask for", async () => {
    const good = issued;
    const config = oidcFromEnv(env) as NonNullable<ReturnType<typeof oidcFromEnv>>;
    const clock = { elapsed: 0 };
    const verify = createTokenVerifier(
      config,
      () => new Date(),
      () => clock.elapsed,
    );
    const token = await sign({});
    expect(await verify(token)).toMatchObject({ tenant: "acme" });
    issued = undefined;
    // jose asks for an unknown key at most once in 30 s.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    try {
      await expect(verify(await sign({}, { kid: "unknown" }))).rejects.toMatchObject({ code: "unavailable" });
      expect(await verify(token)).toMatchObject({ tenant: "acme" });
      await expect(verify(await sign({}, { kid: "unknown" }))).rejects.toMatchObject({ code: "unavailable" });
    } finally {
      vi.useRealTimers();
      issued = good;
    }
  });

  it("OIDC is off without settings, and incomplete settings are refused", () => {
    expect(oidcFromEnv({})).toBeUndefined();
    expect(() => oidcFromEnv({ OIDC_ISSUER: "x" })).toThrow("OIDC_AUDIENCE");
  });
});
