/** `verifyWebhook` against the signatures of the service and those of the standard's own library. */
import { createHmac } from "node:crypto";
import { isEvent, type VerifyOptions, verifyWebhook, type WebhookHeaders } from "@skillmeat-deployments/client";
import { newSigningSecret, publicKeyOf } from "@skillmeat-deployments/core/values/webhook-secret.ts";
import { type SignatureHeaders, signatureHeaders } from "@skillmeat-deployments/events/deliver/signature.ts";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";

const NOW = 1_773_119_783;
const at = (seconds: number): VerifyOptions => ({ now: () => seconds * 1_000 });
const body = JSON.stringify({ type: "skillmeat.project.created", data: { after: { project_id: "é" } } });
const [secret, other] = [newSigningSecret("v1"), newSigningSecret("v1")];
const pair = newSigningSecret("v1a");
const publicKey = publicKeyOf(pair) as string;
const sign = (secrets: string[], more: { body?: string; id?: string } = {}) =>
  signatureHeaders({ id: "01KGTPBX00M4Q8ZC2N6R5T7V9W", timestamp: NOW, body, ...more, secrets });
/** The code of the refusal, or the event. */
const outcome = (
  keys: string | string[],
  headers: WebhookHeaders,
  text: string | Uint8Array = body,
  options = at(NOW),
) => verifyWebhook(keys, headers, text, options).catch((error) => error.code ?? error);

describe("A request is accepted", () => {
  it("with the signature of a secret, and the event is returned", async () => {
    const event = await verifyWebhook(secret, sign([secret]), body, at(NOW));
    expect(event).toEqual(JSON.parse(body));
    expect(isEvent(event, "skillmeat.project.created") && event.data.after.project_id).toBe("é");
  });

  it("with an Ed25519 signature by its public key", async () => {
    expect(await outcome(publicKey, sign([pair]))).toEqual(JSON.parse(body));
  });

  it("if one of several signatures fits one of several keys, of either kind, as during a rotation", async () => {
    expect(await outcome(secret, sign([other, pair, secret]))).toEqual(JSON.parse(body));
    expect(await outcome([other, publicKey, secret], sign([secret]))).toEqual(JSON.parse(body));
    expect(await outcome([secret, publicKey], sign([other, pair]))).toEqual(JSON.parse(body));
  });

  it("as text, as bytes, as an ArrayBuffer and as a slice of a larger buffer", async () => {
    const bytes = Buffer.from(`__${body}__`).subarray(2, -2);
    const { buffer } = Uint8Array.from(bytes);
    for (const form of [body, bytes, Uint8Array.from(bytes), buffer]) {
      expect(await verifyWebhook(secret, sign([secret]), form, at(NOW))).toEqual(JSON.parse(body));
    }
  });

  it("with the headers of fetch, of Node, and in any case", async () => {
    const headers = sign([secret]);
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    for (const form of [new Headers(headers), { ...headers, host: "x", "set-cookie": ["a"] }, upper]) {
      expect(await outcome(secret, form)).toEqual(JSON.parse(body));
    }
  });

  it("that the standard's library has signed, and what this package accepts, the library accepts", async () => {
    const library = new Webhook(secret);
    const signature = library.sign("id", new Date(NOW * 1_000), body);
    const headers = { "webhook-id": "id", "webhook-timestamp": String(NOW), "webhook-signature": signature };
    expect(await outcome(secret, headers)).toEqual(JSON.parse(body));
    const now = Math.floor(Date.now() / 1_000);
    const own = signatureHeaders({ id: "x", timestamp: now, body, secrets: [other, secret] });
    expect(await verifyWebhook(secret, own, body)).toEqual(library.verify(body, own));
  });
});

describe("A request is refused", () => {
  it("if the body, the id or the timestamp is another one, or the key", async () => {
    const headers = sign([secret]);
    const changed: [WebhookHeaders, string][] = [
      [headers, body.replace("é", "e")],
      [headers, `${body} `],
      [{ ...headers, "webhook-id": "02" }, body],
      [{ ...headers, "webhook-timestamp": String(NOW + 1) }, body],
      [sign([other]), body],
      [sign([pair]), body],
    ];
    for (const [with_, text] of changed) expect(await outcome(secret, with_, text)).toBe("signature");
    expect(await outcome(publicKeyOf(newSigningSecret("v1a")) as string, sign([pair]))).toBe("signature");
  });

  it("if the timestamp is further away than is tolerated, in either direction", async () => {
    const headers = sign([secret]);
    const ages = [-301, -300, 0, 300, 301];
    const found = await Promise.all(ages.map((age) => outcome(secret, headers, body, at(NOW + age))));
    expect(found.map((result) => result === "timestamp")).toEqual([true, false, false, false, true]);
    expect(await outcome(secret, headers, body, { ...at(NOW + 11), toleranceSeconds: 10 })).toBe("timestamp");
    expect(await outcome(secret, headers, body, { ...at(NOW), toleranceSeconds: Number.NaN })).toBe("timestamp");
  });

  it.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("without %s", async (name) => {
    const { [name as keyof SignatureHeaders]: _, ...rest } = sign([secret]);
    expect(await outcome(secret, rest)).toBe("missing-header");
    expect(await outcome(secret, { ...rest, [name]: "" })).toBe("missing-header");
    expect(await outcome(secret, { ...rest, [name]: ["a", "b"] })).toBe("malformed-header");
  });

  it.each(["", " ", "soon", "-1", "1e9", "0x10", "1773119783.5", " 1773119783", "９", "9".repeat(400), "NaN"])(
    "with the timestamp '%s'",
    async (timestamp) => {
      const headers = { ...sign([secret]), "webhook-timestamp": timestamp };
      expect(await outcome(secret, headers)).toMatch(/^(?:malformed|missing)-header$/);
    },
  );

  it("with a signature that is damaged, of an unknown version, or of the other kind of key", async () => {
    const good = sign([secret])["webhook-signature"];
    const bytes = good.slice("v1,".length);
    const damaged = [
      bytes,
      `v2,${bytes}`,
      `v1a,${bytes}`,
      "v1,",
      "v1",
      ",",
      "v1,%%%",
      good.slice(0, -4),
      `V1,${bytes}`,
      `v1;${bytes}`,
    ];
    for (const signature of damaged) {
      expect([
        signature,
        await outcome([secret, publicKey], { ...sign([secret]), "webhook-signature": signature }),
      ]).toEqual([signature, "signature"]);
    }
  });

  it("if it is signed with the public key as if that were a secret", async () => {
    const { "webhook-id": id } = sign([secret]);
    const key = Buffer.from(publicKey.slice("whpk_".length), "base64");
    const forged = createHmac("sha256", key).update(`${id}.${NOW}.${body}`).digest("base64");
    const headers = { ...sign([secret]), "webhook-signature": `v1,${forged} v1a,${forged}` };
    expect(await outcome(publicKey, headers)).toBe("signature");
  });

  it("with a dot in its id, which could move the border to the timestamp", async () => {
    const content = `a.1.${NOW}.${body}`;
    const signature = createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
      .update(content)
      .digest("base64");
    const headers = { "webhook-id": "a.1", "webhook-timestamp": String(NOW), "webhook-signature": `v1,${signature}` };
    expect(await outcome(secret, headers)).toBe("malformed-header");
  });

  it("with more than 10 signatures, and a signature of a wrong length is not compared", async () => {
    const verify = vi.spyOn(crypto.subtle, "verify");
    const signatures = (...values: string[]) => ({ ...sign([secret]), "webhook-signature": values.join(" ") });
    const good = sign([secret])["webhook-signature"];
    const of = (version: string, length: number) => `${version},${Buffer.alloc(length).toString("base64")}`;
    const wrong = [31, 33, 64, 0].map((length) => of("v1", length));
    const wrongPair = [63, 65, 32, 0].map((length) => of("v1a", length));
    expect(await outcome([secret, publicKey], signatures(...wrong, ...wrongPair))).toBe("signature");
    expect(verify).not.toHaveBeenCalled();
    expect(await outcome([publicKey, secret], signatures(...wrong, ...wrongPair, good))).toEqual(JSON.parse(body));
    expect(verify).toHaveBeenCalledTimes(1);
    const ten = Array(9).fill(of("v1", 32));
    expect(await outcome(secret, signatures(...ten, "", good))).toEqual(JSON.parse(body));
    verify.mockClear();
    expect(await outcome(secret, signatures(...ten, good, of("v2", 1)))).toBe("malformed-header");
    expect(verify).not.toHaveBeenCalled();
    verify.mockRestore();
  });

  it("if it is signed but not JSON", async () => {
    expect(await outcome(secret, sign([secret], { body: "no" }), "no")).toBe("malformed-body");
  });
});

describe("A wrong call is a TypeError", () => {
  it.each([
    ["no key", []],
    ["an empty key", ""],
    ["a key that is not set", undefined],
    ["a private key", pair],
    ["an API key", "smk_test_x"],
    ["a key without prefix", secret.slice(6)],
    ["a short secret", "whsec_YWJj"],
    ["something behind the secret", `${secret}_x`],
    ["a long public key", `whpk_${"A".repeat(88)}`],
    ["a name of Object.prototype", "constructor_AAAA"],
    ["a good key beside a bad one", [secret, "whsec_YWJj"]],
  ])("with %s, and the error does not quote it", async (_, keys) => {
    const error = await verifyWebhook(keys as string, sign([secret]), body, at(NOW)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    for (const key of [keys].flat().filter(Boolean)) expect(String(error)).not.toContain(key);
  });

  it("with a body that was parsed already", async () => {
    for (const parsed of [JSON.parse(body), null, undefined, 7]) {
      await expect(verifyWebhook(secret, sign([secret]), parsed, at(NOW))).rejects.toThrow(TypeError);
    }
  });
});
