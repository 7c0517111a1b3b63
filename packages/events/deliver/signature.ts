/**
 * Signs a webhook request by Standard Webhooks 1.0. Node's own crypto is used because the standard's library makes no
 * `v1a` signatures.
 */
import { createHmac, type KeyObject, sign } from "node:crypto";
import { type SigningScheme, signingKeyOf } from "@skillmeat-deployments/core/values/webhook-secret.ts";

/** The request to sign. */
export type Signed = {
  /** The event's id, the same in every attempt. */
  id: string;
  /** When this attempt is made, in whole seconds since 1970. */
  timestamp: number;
  /** The body, exactly as it is sent. */
  body: string;
  /** The current secret, and during a rotation the former one. */
  secrets: readonly string[];
};

export type SignatureHeaders = Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>>;

const SIGNATURES: Readonly<Record<SigningScheme, (key: KeyObject, content: Buffer) => Buffer>> = {
  v1: (key, content) => createHmac("sha256", key).update(content).digest(),
  v1a: (key, content) => sign(null, content, key),
};

/**
 * The headers of a request, with a signature of each secret, so that a receiver with any of them can verify it.
 * @throws if there is no secret, if one is damaged, or if id or timestamp holds a dot; no error contains a secret
 */
export function signatureHeaders({ id, timestamp, body, secrets }: Signed): SignatureHeaders {
  // Dots separate what is signed. With a dot in the id, two requests could have the same signature.
  if (id.includes(".") || !Number.isSafeInteger(timestamp))
    throw new Error("The id of a webhook must hold no dot, and its timestamp must be in whole seconds");
  if (secrets.length === 0) throw new Error("A webhook needs a secret to be signed with");
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = secrets.map((secret) => {
    const { scheme, key } = signingKeyOf(secret);
    return `${scheme},${SIGNATURES[scheme](key, content).toString("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
