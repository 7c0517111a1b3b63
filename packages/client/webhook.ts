/** `verifyWebhook`: verifies the signature of a webhook request by Standard Webhooks 1.0. */
import type { DeliveredEvent } from "./generated/types.ts";

/** The headers of a request, as servers have them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export type VerifyOptions = {
  /** How far the timestamp may be from now. Default: 300. */
  toleranceSeconds?: number;
  /** What time it is, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
};

/** Why a request was refused. */
export type WebhookRefusal = "missing-header" | "malformed-header" | "timestamp" | "signature" | "malformed-body";

/** The request is not from the service, or not from now: answer 401. */
export class WebhookVerificationError extends Error {
  override readonly name = "WebhookVerificationError";
  readonly code: WebhookRefusal;

  constructor(code: WebhookRefusal, message: string) {
    super(message);
    this.code = code;
  }
}

/** How many signatures a request can have. The service sends one for each secret; a rotation has two. */
const MAX_SIGNATURES = 10;

/** The kinds of keys by their prefix, with the length of their signatures. The prefix, never the request, decides which algorithm a key is used with. */
const KINDS: Readonly<
  Record<
    string,
    { version: string; length: number; algorithm: string | { name: string; hash: string }; min: number; max: number }
  >
> = {
  whsec: { version: "v1", length: 32, algorithm: { name: "HMAC", hash: "SHA-256" }, min: 24, max: 64 },
  whpk: { version: "v1a", length: 64, algorithm: "Ed25519", min: 32, max: 32 },
};

/**
 * Verifies a webhook request and returns its event.
 * @param keys the secret (`whsec_…`) or public key (`whpk_…`) of the webhook; with several, one that fits is enough
 * @param body the body exactly as it was received, not parsed and written again
 * @throws WebhookVerificationError if the request must be refused
 * @throws TypeError if a key is none, or the body is not the received text or bytes
 */
export async function verifyWebhook(
  keys: string | readonly string[],
  headers: WebhookHeaders,
  body: string | Uint8Array | ArrayBuffer,
  { toleranceSeconds = 300, now = Date.now }: VerifyOptions = {},
): Promise<DeliveredEvent> {
  const imported = await Promise.all([keys].flat().map(importKey));
  if (imported.length === 0) throw new TypeError("verifyWebhook needs a key");
  const bytes = bytesOf(body);
  const [id, timestamp, list] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headerOf(headers, name),
  ) as [string, string, string];
  // Dots separate what is signed: with one in the id, two requests could have the same signature.
  if (id.includes(".") || !/^\d{1,15}$/.test(timestamp)) {
    throw new WebhookVerificationError("malformed-header", "webhook-id or webhook-timestamp is malformed");
  }
  // Not `>`: if the tolerance is not a number, nothing may pass.
  if (!(Math.abs(now() / 1_000 - Number(timestamp)) <= toleranceSeconds)) {
    throw new WebhookVerificationError("timestamp", "webhook-timestamp is too far from the current time");
  }
  const signatures = list.split(" ").filter((signature) => signature !== "");
  if (signatures.length > MAX_SIGNATURES) {
    const detail = `webhook-signature has more than ${MAX_SIGNATURES} signatures`;
    throw new WebhookVerificationError("malformed-header", detail);
  }
  const content = concat(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  for (const { version, length, algorithm, key } of imported) {
    for (const signature of signatures) {
      if (!signature.startsWith(`${version},`)) continue;
      const claimed = decodeBase64(signature.slice(version.length + 1));
      // Each comparison reads the whole body. It takes constant time.
      if (claimed?.length === length && (await crypto.subtle.verify(algorithm, key, claimed, content)))
        return parse(bytes);
    }
  }
  throw new WebhookVerificationError("signature", "No signature in webhook-signature fits");
}

/** @throws TypeError, which does not contain the key */
async function importKey(text: string) {
  const [, prefix = "", encoded = ""] = /^(\w+?)_(.*)$/.exec(typeof text === "string" ? text.trim() : "") ?? [];
  const kind = Object.hasOwn(KINDS, prefix) ? KINDS[prefix] : undefined;
  const bytes = decodeBase64(encoded);
  if (!kind || !bytes || bytes.length < kind.min || bytes.length > kind.max) {
    throw new TypeError("A key must be the secret (whsec_…) or the public key (whpk_…) of a webhook");
  }
  const { version, length, algorithm } = kind;
  return { version, length, algorithm, key: await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]) };
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value =
    typeof headers.get === "function"
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (!value) throw new WebhookVerificationError("missing-header", `The request has no ${name}`);
  if (typeof value === "string") return value;
  throw new WebhookVerificationError("malformed-header", `The request has several headers ${name}`);
}

function bytesOf(body: string | Uint8Array | ArrayBuffer): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return body;
  // Not `instanceof`, which is false for buffers of another realm.
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body);
  throw new TypeError("The body must be the text or the bytes that were received, not what was parsed from them");
}

function concat(start: Uint8Array, end: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(start.length + end.length);
  all.set(start);
  all.set(end, start.length);
  return all;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The event. Its shape is not checked: it is signed by the service. */
function parse(bytes: Uint8Array): DeliveredEvent {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as DeliveredEvent;
  } catch {
    throw new WebhookVerificationError("malformed-body", "The body is not JSON");
  }
}
