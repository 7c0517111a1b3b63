/** OIDC access tokens: what a valid one grants, and which ones are refused. */
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
let issuerDown = false;
let sign: (
  claims: object,
  options?: { issuer?: string; audience?: string; exp?: string; key?: Key; alg?: string },
) => Promise<string>;
let foreignKey: Key;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  foreignKey = (await generateKeyPair("ES256")).privateKey;
  const key = { ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" };
  jwks = createServer((_, response) =>
    issuerDown ? response.writeHead(500).end() : response.end(JSON.stringify({ keys: [key] })),
  );
  env.OIDC_JWKS_URI = `${await listen(jwks)}/`;
  const config = oidcFromEnv(env);
  if (!config) throw new Error("not configured");
  service = await createService({ app: { verifyToken: createTokenVerifier(config, () => new Date()) } });
  sign = (claims, { issuer = env.OIDC_ISSUER, audience = "skillmeat", exp = "5m", key: signer = privateKey } = {}) =>
    new SignJWT({ sub: "user-1", ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(exp)
      .sign(signer);
});
afterAll(async () => {
  await service.close();
  await close(jwks);
});
const me = (key: string) => service.call("GET", "/me", { key });

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
    expect((await service.call("GET", "/events")).json).toMatchObject([{ data: { actor: "user-1" } }]);
  });

  it("A token that is expired, forged, without a tenant, or from another issuer or audience answers 401", async () => {
    const claims = { tenant_id: "acme", scope: "projects:read" };
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ ...claims, sub: "x", iss: env.OIDC_ISSUER, aud: "skillmeat", exp: 9e9 })).toString("base64url")}.`;
    for (const token of [
      await sign(claims, { issuer: "https://evil.test" }),
      await sign(claims, { audience: "other" }),
      await sign(claims, { exp: "-2m" }),
      await sign(claims, { key: foreignKey }),
      await sign({ scope: "projects:read" }),
      await sign({ ...claims, tenant_id: "Not A Tenant" }),
      unsigned,
      "nonsense",
    ]) {
      expect(problemOf(await me(token))).toMatchObject({ status: 401, code: "unauthenticated" });
    }
  });

  it("While the issuer's keys cannot be read, a token is answered as unavailable, not as unauthenticated", async () => {
    const fresh = createTokenVerifier(
      oidcFromEnv(env) as NonNullable<ReturnType<typeof oidcFromEnv>>,
      () => new Date(),
    );
    issuerDown = true;
    try {
      await expect(fresh(await sign({ tenant_id: "acme" }))).rejects.toMatchObject({ code: "unavailable" });
    } finally {
      issuerDown = false;
    }
  });

  it("OIDC is off without settings, and incomplete settings are refused", () => {
    expect(oidcFromEnv({})).toBeUndefined();
    expect(() => oidcFromEnv({ OIDC_ISSUER: "x" })).toThrow("OIDC_AUDIENCE");
  });
});
