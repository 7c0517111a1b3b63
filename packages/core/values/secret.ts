/**
 * Helpers for API keys: random secrets, checksums and hashes. A checksum detects a mistyped key without a read from
 * storage.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Returns `length` random base62 characters. Bytes of 248 (4 × 62) or more are skipped, so that no character is more
 * likely.
 */
export function randomSecret(length: number): string {
  let secret = "";
  while (secret.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && secret.length < length) secret += ALPHABET[byte % 62];
    }
  }
  return secret;
}

/** Returns the CRC-32 of a text as six base62 digits, like the checksum at the end of GitHub's tokens. */
export function checksum(text: string): string {
  let value = crc32(text);
  let digits = "";
  for (let i = 0; i < 6; i++) {
    digits = ALPHABET[value % 62] + digits;
    value = Math.floor(value / 62);
  }
  return digits;
}

/** Returns the SHA-256 of a text in hexadecimal. */
export const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

/** Whether a secret has this SHA-256 digest. Takes constant time, so the time does not reveal the secret. */
export const matches = (secret: string, digest: string) =>
  timingSafeEqual(Buffer.from(sha256(secret), "hex"), Buffer.from(digest, "hex"));
