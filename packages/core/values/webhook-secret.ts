/**
 * The signing secrets of webhooks, in the form of Standard Webhooks 1.0: `whsec_` is an HMAC key, `whsk_` an Ed25519 key
 * pair, and `whpk_` its public key.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */

import type { KeyObject } from "node:crypto";
import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from "node:crypto";

/** The identifier of a kind of signature: `v1` is HMAC-SHA256, `v1a` is Ed25519. */
export type SigningScheme = "v1" | "v1a";

/** What signs: the key of a secret, and the kind of signature that it makes. */
export type SigningKey = { scheme: SigningScheme; key: KeyObject };

/** How many bytes an HMAC key has: those that are made here, and those that the standard allows. */
const HMAC_BYTES = { made: 32, min: 24, max: 64 };
/** The bytes of an Ed25519 key, private or public. */
const ED25519_BYTES = 32;

const NEW_SECRETS: Readonly<Record<SigningScheme, () => string>> = {
  v1: () => `whsec_${randomBytes(HMAC_BYTES.made).toString("base64")}`,
  // The standard leaves the bytes open. This is Svix's form: the private key, then the public key.
  v1a: () => {
    const { d, x } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    return `whsk_${Buffer.concat([d, x].map((half) => Buffer.from(half as string, "base64url"))).toString("base64")}`;
  },
};

/** Makes a random secret that signs by a scheme. */
export const newSigningSecret = (scheme: SigningScheme): string => NEW_SECRETS[scheme]();

/** The key of a secret. @throws if the secret has another form; the error does not contain it */
export function signingKeyOf(secret: string): SigningKey {
  const [prefix, text = ""] = secret.split("_", 2);
  const bytes = Buffer.from(text, "base64");
  if (prefix === "whsec" && bytes.length >= HMAC_BYTES.min && bytes.length <= HMAC_BYTES.max)
    return { scheme: "v1", key: createSecretKey(bytes) };
  if (prefix === "whsk" && bytes.length === 2 * ED25519_BYTES) return { scheme: "v1a", key: privateKeyOf(bytes) };
  throw new Error("A signing secret does not have the form of a whsec_ or whsk_ secret");
}

function privateKeyOf(pair: Buffer): KeyObject {
  const half = (start: number) => pair.subarray(start, start + ED25519_BYTES).toString("base64url");
  const jwk = { kty: "OKP", crv: "Ed25519", d: half(0), x: half(ED25519_BYTES) };
  return createPrivateKey({ key: jwk, format: "jwk" });
}

/**
 * The public key of a secret (`whpk_`), which verifies its signatures and can be shown at any time. null: signatures of
 * this secret are verified with the secret itself. @throws as `signingKeyOf`
 */
export function publicKeyOf(secret: string): string | null {
  const { scheme, key } = signingKeyOf(secret);
  if (scheme === "v1") return null;
  const { x } = createPublicKey(key).export({ format: "jwk" });
  return `whpk_${Buffer.from(x as string, "base64url").toString("base64")}`;
}
