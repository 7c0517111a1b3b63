/** The signing secrets of webhooks. */
import { createPublicKey, sign, verify } from "node:crypto";
import { newSigningSecret, publicKeyOf, signingKeyOf } from "@skillmeat-deployments/core/values/webhook-secret.ts";
import { expect, it } from "vitest";

/** The key pair that Svix and other implementations of Standard Webhooks use in their documentation and tests. */
const PAIR = {
  secret: "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==",
  publicKey: "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
};

const bytesOf = (text: string) => Buffer.from(text.slice(text.indexOf("_") + 1), "base64");

it("A v1 secret is whsec_ and 32 random bytes in base64, and has no public key", () => {
  const secrets = Array.from({ length: 100 }, () => newSigningSecret("v1"));
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(signingKeyOf(secret)).toMatchObject({ scheme: "v1" });
    expect(signingKeyOf(secret).key.export()).toEqual(bytesOf(secret));
    expect(publicKeyOf(secret)).toBeNull();
  }
});

it("A v1a secret is whsk_, an Ed25519 private key and its public key, and whpk_ is that public key", () => {
  const secrets = Array.from({ length: 100 }, () => newSigningSecret("v1a"));
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsk_[A-Za-z0-9+/]{86}==$/);
    const publicKey = publicKeyOf(secret) as string;
    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(bytesOf(publicKey)).toEqual(bytesOf(secret).subarray(32));
    const jwk = { kty: "OKP", crv: "Ed25519", x: bytesOf(publicKey).toString("base64url") };
    const { scheme, key } = signingKeyOf(secret);
    expect(scheme).toBe("v1a");
    const content = Buffer.from("content");
    expect(verify(null, content, createPublicKey({ key: jwk, format: "jwk" }), sign(null, content, key))).toBe(true);
  }
});

it("A key pair that another implementation made has the public key that it says", () => {
  expect(publicKeyOf(PAIR.secret)).toBe(PAIR.publicKey);
});

it("A secret of 24 to 64 bytes is accepted, every other one is refused by an error that does not contain it", () => {
  const whsec = (bytes: number) => `whsec_${Buffer.alloc(bytes, 0xab).toString("base64")}`;
  for (const bytes of [24, 32, 64]) expect(signingKeyOf(whsec(bytes)).scheme).toBe("v1");
  const wrong = [whsec(0), whsec(23), whsec(65), PAIR.publicKey, PAIR.secret.slice(0, 50), "", "secret", "whsec_"];
  const renamed = [PAIR.secret.replace("whsk_", "whpk_"), whsec(32).replace("whsec_", "whsk_"), whsec(32).slice(1)];
  for (const secret of [...wrong, ...renamed])
    for (const use of [signingKeyOf, publicKeyOf])
      expect(() => use(secret)).toThrow(/^A signing secret does not have the form of a whsec_ or whsk_ secret$/);
});
