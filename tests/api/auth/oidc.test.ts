import { createServer, type Server } from "node:http";
import { createTokenVerifier } from "@skillmeat-deployments/api/auth/oidc.ts";
import { oidcFromEnv } from "@skillmeat-deployments/api/auth/oidc-config.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Key = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
const env = { OIDC_ISSUER: "https://issuer.test", OIDC_AUDIENCE: "skillmeat", OIDC_JWKS_URI: "" };
let service: Service;
let jwks: Server;
let away = false;
let sign: (
  claims: object,
  options?: { issuer?: string; audience?: string; exp?: string; key?: Key; alg?: string },
) => Promise<string>;
let foreign: Key;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  foreign = (await generateKeyPair("ES256")).privateKey;
  const key = { ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" };
  jwks = createServer((_, response) =>
    away ? response.writeHead(500).end() : response.end(JSON.stringify({ keys: [key] })),
  );
  env.OIDC_JWKS_URI = `${await listen(jwks)}/`;
  const config = oidcFromEnv(env);
  if (!config) throw new Error("not configured");
  service = await createService({ app: { verifyToken: createTokenVerifier(config, () => new Date()) } });
  sign = (claims, { issuer = env.OIDC_ISSUER, audience = "skillmeat", exp = "5m", key: by = privateKey } = {}) =>
    new SignJWT({ sub: "user-1", ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(exp)
      .sign(by);
});
afterAll(async () => {
  await service.close();
  await close(jwks);
});
const me = (key: string) => service.call("GET", "/me", { key });

describe("an OIDC access token", () => {
  it("brings its tenant and those of its scopes that are ours", async () => {
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
    expect((await service.call("GET", "/events")).json).toMatchObject([{ data: { actor: "user-1" } }]);
  });

  it("is refused from another issuer, for another audience, expired, forged, or without a tenant", async () => {
    const good = { tenant_id: "acme", scope: "projects:read" };
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ ...good, sub: "x", iss: env.OIDC_ISSUER, aud: "skillmeat", exp: 9e9 })).toString("base64url")}.`;
    for (const token of [
      await sign(good, { issuer: "https://evil.test" }),
      await sign(good, { audience: "other" }),
      await sign(good, { exp: "-2m" }),
      await sign(good, { key: foreign }),
      await sign({ scope: "projects:read" }),
      await sign({ ...good, tenant_id: "Not A Tenant" }),
      unsigned,
      "nonsense",
    ]) {
      expect(problemOf(await me(token))).toMatchObject({ status: 401, code: "unauthenticated" });
    }
  });

  it("cannot be judged while the issuer is away: 503, not 401", async () => {
    const fresh = createTokenVerifier(
      oidcFromEnv(env) as NonNullable<ReturnType<typeof oidcFromEnv>>,
      () => new Date(),
    );
    away = true;
    try {
      await expect(fresh(await sign({ tenant_id: "acme" }))).rejects.toMatchObject({ code: "unavailable" });
    } finally {
      away = false;
    }
  });

  it("is configured whole or not at all", () => {
    expect(oidcFromEnv({})).toBeUndefined();
    expect(() => oidcFromEnv({ OIDC_ISSUER: "x" })).toThrow("OIDC_AUDIENCE");
  });
});
