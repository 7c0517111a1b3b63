/** Secrets that people carry: shown once, hashed at rest, with a checksum that tells a typing error from a bad key. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` random base62 characters, unbiased: bytes past the last whole multiple of 62 are drawn again. */
export function randomSecret(length: number): string {
  let secret = "";
  while (secret.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && secret.length < length) secret += ALPHABET[byte % 62];
    }
  }
  return secret;
}

/** Six base62 digits of the CRC-32 of what stands before it, as GitHub's tokens carry. */
export function checksum(text: string): string {
  let value = crc32(text);
  let digits = "";
  for (let i = 0; i < 6; i++) {
    digits = ALPHABET[value % 62] + digits;
    value = Math.floor(value / 62);
  }
  return digits;
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Compares digests, so neither length nor content of the secret can be timed. */
export const matches = (secret: string, digest: string) =>
  timingSafeEqual(Buffer.from(sha256(secret), "hex"), Buffer.from(digest, "hex"));
