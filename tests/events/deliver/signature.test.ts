/** The signatures of webhook requests, as receivers verify them. */
import { createPublicKey, verify } from "node:crypto";
import { newSigningSecret, publicKeyOf } from "@skillmeat-deployments/core/values/webhook-secret.ts";
import { type SignatureHeaders, signatureHeaders } from "@skillmeat-deployments/events/deliver/signature.ts";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** The request of the test vectors that implementations of Standard Webhooks share. */
const REQUEST = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };

beforeAll(() => {
  // The library accepts only a timestamp of the last five minutes.
  vi.useFakeTimers({ toFake: ["Date"], now: REQUEST.timestamp * 1_000 });
});
afterAll(() => {
  vi.useRealTimers();
});

/** Whether a receiver accepts a request. @param key a `whsec_` secret, or a `whpk_` key */
type Accepts = (key: string, body: string, headers: SignatureHeaders) => boolean;

/** A receiver that uses the public library. */
const acceptsHmac: Accepts = (secret, body, headers) => {
  try {
    new Webhook(secret).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
};

/** A receiver that verifies by Node's Ed25519, as the standard says: any of the signatures suffices. */
const acceptsEd25519: Accepts = (publicKey, body, headers) => {
  const x = Buffer.from(publicKey.replace(/^whpk_/, ""), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const content = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  return headers["webhook-signature"]
    .split(" ")
    .map((signature) => signature.split(","))
    .some(([scheme, text = ""]) => scheme === "v1a" && verify(null, content, key, Buffer.from(text, "base64")));
};

const SCHEMES = [
  { scheme: "v1", accepts: acceptsHmac, keyOf: (secret: string) => secret },
  { scheme: "v1a", accepts: acceptsEd25519, keyOf: (secret: string) => publicKeyOf(secret) as string },
] as const;

describe.each(SCHEMES)("A $scheme signature", ({ scheme, accepts, keyOf }) => {
  const secret = newSigningSecret(scheme);

  it(`A request with a ${scheme} signature is accepted, whatever its body holds`, () => {
    for (const body of [REQUEST.body, "", "a.b.c", '{"name":"é € 😀"}', "x".repeat(64 * 1024)]) {
      const headers = signatureHeaders({ ...REQUEST, body, secrets: [secret] });
      expect(headers["webhook-id"]).toBe(REQUEST.id);
      expect(headers["webhook-timestamp"]).toBe("1614265330");
      expect(headers["webhook-signature"]).toMatch(/^v1a?,[A-Za-z0-9+/]+=*$/);
      // The library parses the body as JSON after it has verified it.
      const parses = scheme === "v1a" || body.startsWith("{");
      if (parses) expect(accepts(keyOf(secret), body, headers)).toBe(true);
    }
  });

  it(`A request with a ${scheme} signature is refused if a byte of its body, its id or its timestamp was changed`, () => {
    const headers = signatureHeaders({ ...REQUEST, secrets: [secret] });
    const key = keyOf(secret);
    expect(accepts(key, REQUEST.body, headers)).toBe(true);
    expect(accepts(key, REQUEST.body.replace("4", "5"), headers)).toBe(false);
    expect(accepts(key, REQUEST.body, { ...headers, "webhook-id": `${REQUEST.id}x` })).toBe(false);
    expect(accepts(key, REQUEST.body, { ...headers, "webhook-timestamp": "1614265331" })).toBe(false);
    expect(accepts(keyOf(newSigningSecret(scheme)), REQUEST.body, headers)).toBe(false);
  });

  it(`During a rotation of ${scheme} secrets, a receiver with either secret accepts, and one with another does not`, () => {
    const next = newSigningSecret(scheme);
    const headers = signatureHeaders({ ...REQUEST, secrets: [next, secret] });
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    for (const each of [next, secret]) expect(accepts(keyOf(each), REQUEST.body, headers)).toBe(true);
    expect(accepts(keyOf(newSigningSecret(scheme)), REQUEST.body, headers)).toBe(false);
  });
});

it("The signatures are those of the test vectors that other implementations use", () => {
  const pair = "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
  expect(signatureHeaders({ ...REQUEST, secrets: [pair] })["webhook-signature"]).toBe(
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
  );
  const hmac = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  expect(signatureHeaders({ ...REQUEST, secrets: [hmac] })["webhook-signature"]).toBe(
    new Webhook(hmac).sign(REQUEST.id, new Date(REQUEST.timestamp * 1_000), REQUEST.body),
  );
});

it("A rotation from v1 to v1a signs by both, so that a receiver of either kind accepts", () => {
  const [hmac, pair] = [newSigningSecret("v1"), newSigningSecret("v1a")];
  const headers = signatureHeaders({ ...REQUEST, secrets: [pair, hmac] });
  expect(headers["webhook-signature"]).toMatch(/^v1a,\S+ v1,\S+$/);
  expect(acceptsHmac(hmac, REQUEST.body, headers)).toBe(true);
  expect(acceptsEd25519(publicKeyOf(pair) as string, REQUEST.body, headers)).toBe(true);
});

it("An id with a dot, a timestamp with a fraction, no secret and a damaged secret are refused", () => {
  const secrets = [newSigningSecret("v1")];
  const dots = /must hold no dot/;
  expect(() => signatureHeaders({ ...REQUEST, id: "a.b", secrets })).toThrow(dots);
  for (const timestamp of [1.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => signatureHeaders({ ...REQUEST, timestamp, secrets })).toThrow(dots);
  expect(() => signatureHeaders({ ...REQUEST, secrets: [] })).toThrow(/needs a secret/);
  expect(() => signatureHeaders({ ...REQUEST, secrets: [...secrets, "whsec_short"] })).toThrow(
    /does not have the form/,
  );
});
