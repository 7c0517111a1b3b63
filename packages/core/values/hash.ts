/** Compares content hashes. They have a kind, named by a prefix such as `git:`; without a prefix they are SHA-256. */

/** The kind of a hash without a prefix. */
const SHA256 = "sha256";

/** Splits a hash into its kind and its value. The case of letters does not count. */
function parts(hash: string): { kind: string; value: string } {
  const [, kind = SHA256, value = ""] = /^(?:([a-z][a-z0-9_.-]*):)?(.*)$/s.exec(hash.toLowerCase()) ?? [];
  return { kind, value };
}

/** Whether two hashes are of one kind, so that they can be compared. */
export const isSameKind = (a: string, b: string) => parts(a).kind === parts(b).kind;

/** Whether two hashes are equal: `sha256:ABC` equals `abc`. Hashes of different kinds are never equal. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [parts(a), parts(b)];
  return left.kind === right.kind && left.value === right.value;
}
