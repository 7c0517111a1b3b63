/**
 * The data keys of a deployed service. KMS makes them and wraps them, and the id of a data key is its wrapped form: what
 * the table holds opens nothing without KMS.
 */
import { type Cache, createCache } from "../runtime/cache.ts";
import type { SteadyClock } from "../runtime/steady-clock.ts";
import type { DataKey, DataKeys } from "../values/secret-box.ts";
import { type AwsIdentity, createAwsCalls } from "./aws-calls.ts";

/** How long (ms) a data key is used and remembered: for so long a disabled KMS key has no effect on a process. */
export const KEY_AGE_MS = 60 * 60 * 1000;
/** The maximum number of unwrapped keys that a process remembers. */
const MAX_KEYS = 1_000;

/** KMS unwraps a data key only for the same purpose. CloudTrail records it with each call. */
const ENCRYPTION_CONTEXT = { purpose: "webhook-secrets" };

export type KmsOptions = AwsIdentity & {
  /** The ARN of the KMS key. */
  keyId: string;
  /** The URL of KMS, if it is not that of the region. */
  endpoint?: string | undefined;
  elapsed: SteadyClock;
};

/** Members of KMS's answers, in base64. */
type Answer = { CiphertextBlob: string; Plaintext: string };

/** Creates the data keys of a process. Nothing is called or loaded before the first use. */
export function createKmsKeys({ keyId, elapsed, endpoint, ...identity }: KmsOptions): DataKeys {
  const call = createAwsCalls<"GenerateDataKey" | "Decrypt">(
    {
      title: "KMS",
      name: "kms",
      url: endpoint ?? `https://kms.${identity.region}.amazonaws.com`,
      target: "TrentService",
      version: "1.1",
      unavailable: "The key service did not answer in time; try again",
    },
    identity,
  );
  const kms = (operation: "GenerateDataKey" | "Decrypt", input: object) =>
    call<Answer>(operation, { ...input, EncryptionContext: ENCRYPTION_CONTEXT });
  const remembered = <V>(size: number): Cache<V> =>
    createCache({ elapsed, found: { ms: KEY_AGE_MS, size }, absent: { ms: 0, size: 1 } });
  const sealing = remembered<DataKey>(1);
  const unwrapped = remembered<Uint8Array>(MAX_KEYS);

  async function generate(): Promise<DataKey> {
    const answer = await kms("GenerateDataKey", { KeyId: keyId, KeySpec: "AES_256" });
    return { id: Buffer.from(answer.CiphertextBlob, "base64").toString("base64url"), key: plaintextOf(answer) };
  }
  // Without KeyId: a KMS key that was replaced still unwraps its data keys. IAM limits which KMS keys can.
  const unwrap = async (id: string) =>
    plaintextOf(await kms("Decrypt", { CiphertextBlob: Buffer.from(id, "base64url").toString("base64") }));
  return {
    // The casts: neither look-up finds nothing.
    current: async () => (await sealing("", generate)) as DataKey,
    byId: async (id) => (await unwrapped(id, () => unwrap(id))) as Uint8Array,
  };
}

const plaintextOf = ({ Plaintext }: Answer) => Buffer.from(Plaintext, "base64");
