/** Sealed secrets. */
import { randomBytes } from "node:crypto";
import { createSecretBox, type DataKey } from "@skillmeat-deployments/core/values/secret-box.ts";
import { newSigningSecret } from "@skillmeat-deployments/core/values/webhook-secret.ts";
import fc from "fast-check";
import { expect, it } from "vitest";

const CONTEXT = "acme.whk_01";
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A box whose data key can be replaced; former ones are kept. */
function rotatable() {
  const newKey = (): DataKey => ({ id: randomBytes(6).toString("base64url"), key: randomBytes(32) });
  const keys = [newKey()];
  const box = createSecretBox({
    current: async () => keys.at(-1) as DataKey,
    byId: async (id) => {
      const found = keys.find((key) => key.id === id);
      if (!found) throw new Error("No such data key");
      return found.key;
    },
  });
  return { box, keys, rotate: () => keys.push(newKey()) };
}

/** The whole texts, so that they contain nothing of what was sealed, nor a key. */
const REFUSED =
  /^(A sealed secret is damaged, or of a version that this release does not know|A sealed secret does not open: it was changed, or sealed for something else|No such data key)$/;

/** The error of opening a text. */
async function refusal(opening: Promise<string>): Promise<string> {
  try {
    await opening;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("The text was opened");
}

it("A sealed secret opens in its context, whatever the secret and the context hold", async () => {
  const { box } = rotatable();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (secret, context) => {
      expect(await box.open(await box.seal(secret, context), context)).toBe(secret);
    }),
  );
});

it("A sealed text says its version and its data key, is never the same twice, and has no trace of the secret", async () => {
  const { box, keys } = rotatable();
  const secret = newSigningSecret("v1");
  const texts = await Promise.all(Array.from({ length: 50 }, () => box.seal(secret, CONTEXT)));
  expect(new Set(texts).size).toBe(50);
  const bytes = Buffer.from(secret.slice("whsec_".length), "base64");
  for (const text of texts) {
    const [version, id, iv = "", sealed = "", ...rest] = text.split(".");
    expect([version, id, Buffer.from(iv, "base64url").length, rest]).toEqual(["s1", keys[0]?.id, 12, []]);
    // The secret, its parts, and either of them as text or as bytes.
    for (const trace of [secret.slice(0, 6), secret.slice(6, 14), secret.slice(-8)]) {
      expect(text).not.toContain(trace);
      expect(Buffer.from(sealed, "base64url").includes(trace)).toBe(false);
    }
    for (const at of [0, 8, 24])
      expect(Buffer.from(sealed, "base64url").includes(bytes.subarray(at, at + 8))).toBe(false);
  }
});

it("A sealed secret that is copied to another row does not open there", async () => {
  const { box } = rotatable();
  const sealed = await box.seal("secret", CONTEXT);
  for (const context of ["acme.whk_02", "other.whk_01", "", `${CONTEXT} `, CONTEXT.toUpperCase()])
    expect(await refusal(box.open(sealed, context))).toMatch(/does not open: it was changed/);
});

it("The id of the data key and the context are not confused, even if both keys are the same", async () => {
  const key = randomBytes(32);
  const boxOf = (id: string) => createSecretBox({ current: async () => ({ id, key }), byId: async () => key });
  const sealed = await boxOf("a").seal("secret", "b.c");
  expect(await boxOf("a").open(sealed, "b.c")).toBe("secret");
  expect(await refusal(boxOf("a").open(sealed.replace("s1.a.", "s1.b."), "b.c"))).toMatch(/it was changed/);
});

it("A cut text, a changed character, a flipped bit and text of another form are refused by an error without the secret", async () => {
  const { box } = rotatable();
  const secret = newSigningSecret("v1a");
  const sealed = await box.seal(secret, CONTEXT);
  const cut = Array.from(sealed, (_, length) => sealed.slice(0, length));
  const changed = Array.from(sealed, (c, at) => sealed.slice(0, at) + (c === "A" ? "B" : "A") + sealed.slice(at + 1));
  const [version, id, iv, text = ""] = sealed.split(".");
  const bytes = Buffer.from(text, "base64url");
  const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
    return [version, id, iv, copy.toString("base64url")].join(".");
  });
  // Of the last character not all bits count. Each other one is another text, also where its bytes are the same.
  const last = Array.from(BASE64URL, (c) => sealed.slice(0, -1) + c).filter((text) => text !== sealed);
  const others = [
    "",
    "s1",
    secret,
    sealed.replace("s1.", "s2."),
    `${sealed}A`,
    `${sealed}\n`,
    ` ${sealed}`,
    `${sealed}=`,
  ];
  for (const wrong of [...cut, ...changed, ...flipped, ...last, ...others]) {
    const message = await refusal(box.open(wrong, CONTEXT));
    expect([wrong, message]).toEqual([wrong, expect.stringMatching(REFUSED)]);
    expect(message).not.toContain(secret.slice(5, 20));
  }
});

it("A secret that was sealed with a former data key still opens, and a new one is sealed with the current key", async () => {
  const { box, keys, rotate } = rotatable();
  const before = await box.seal("old", CONTEXT);
  rotate();
  const after = await box.seal("new", CONTEXT);
  expect([before, after].map((text) => text.split(".")[1])).toEqual(keys.map(({ id }) => id));
  expect(await box.open(before, CONTEXT)).toBe("old");
  expect(await box.open(after, CONTEXT)).toBe("new");
  keys.shift();
  expect(await refusal(box.open(before, CONTEXT))).toBe("No such data key");
});
