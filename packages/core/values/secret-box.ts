/**
 * Seals secrets before they are stored, with AES-256-GCM. A sealed text is `s1.<data key id>.<iv>.<ciphertext and tag>`,
 * the last two in base64url.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Seals and opens secrets. A sealed text opens only in the context that it was sealed in, such as the row of a webhook. */
export type SecretBox = {
  seal(secret: string, context: string): Promise<string>;
  /** @throws if the text was changed or sealed in another context; no error contains a secret */
  open(sealed: string, context: string): Promise<string>;
};

/** A key that seals, of 32 bytes. Its id consists of letters, digits, `-` and `_`. */
export type DataKey = { id: string; key: Uint8Array };

/** The keys that seal secrets. */
export type DataKeys = {
  /** The key for new secrets. */
  current(): Promise<DataKey>;
  /** The key that a text was sealed with. @throws if there is none of this id */
  byId(id: string): Promise<Uint8Array>;
};

const VERSION = "s1";
const CIPHER = "aes-256-gcm";
/** NIST SP 800-38D: 12 bytes is the length of an IV that GCM uses as it is. */
const IV_BYTES = 12;
const TAG = { authTagLength: 16 };

/** An id of up to 1 KiB (KMS: about 250 characters), an IV of 12 bytes, a tag of 16 bytes or more. */
const SEALED = /^s1\.([\w-]{1,1024})\.([\w-]{16})\.([\w-]{22,})$/;

/** Creates a secret box. */
export function createSecretBox({ current, byId }: DataKeys): SecretBox {
  return {
    async seal(secret, context) {
      const { id, key } = await current();
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv, TAG).setAAD(boundTo(id, context));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, id, iv.toString("base64url"), text.toString("base64url")].join(".");
    },
    async open(sealed, context) {
      const [, id, iv, text] = SEALED.exec(sealed) ?? [];
      if (id === undefined || iv === undefined || text === undefined)
        throw new Error("A sealed secret is damaged, or of a version that this release does not know");
      const key = await byId(id);
      try {
        return decrypt(key, bytesOf(iv), bytesOf(text), boundTo(id, context));
      } catch {
        throw new Error("A sealed secret does not open: it was changed, or sealed for something else");
      }
    },
  };
}

/** What is authenticated beside the secret. Only the context can hold a dot, so that no two of them are the same. */
const boundTo = (id: string, context: string) => Buffer.from(`${VERSION}.${id}.${context}`);

/** The bytes of a text in base64url. @throws if other bytes would be written as the same text, or no bytes */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("Not base64url");
  return bytes;
}

function decrypt(key: Uint8Array, iv: Buffer, text: Buffer, bound: Buffer): string {
  const end = text.length - TAG.authTagLength;
  const decipher = createDecipheriv(CIPHER, key, iv, TAG).setAAD(bound).setAuthTag(text.subarray(end));
  return decipher.update(text.subarray(0, end), undefined, "utf8") + decipher.final("utf8");
}
