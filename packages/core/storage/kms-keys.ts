/**
 * The data keys of a deployed service. KMS makes them and wraps them, and the id of a data key is its wrapped form: what
 * the table holds opens nothing without KMS. The calls are signed with aws4fetch: the SDK's client adds 31 KB to the API's
 * bundle instead of 10 KB, and one more file to what its start reads.
 */
import type { AwsClient } from "aws4fetch";
import { Fault } from "../fault.ts";
import { type Cache, createCache } from "../runtime/cache.ts";
import { once } from "../runtime/once.ts";
import type { SteadyClock } from "../runtime/steady-clock.ts";
import type { DataKey, DataKeys } from "../values/secret-box.ts";
import { within } from "./deadline.ts";
import { pause } from "./retry.ts";

/** How long (ms) a data key is used and remembered: for so long a disabled KMS key has no effect on a process. */
export const KEY_AGE_MS = 60 * 60 * 1000;
/** The maximum number of unwrapped keys that a process remembers. */
const MAX_KEYS = 1_000;

/** Two attempts of 3 s are less than the deadline of a request. */
const ATTEMPTS = 2;
const ATTEMPT_MS = 3_000;

/** KMS unwraps a data key only for the same purpose. CloudTrail records it with each call. */
const ENCRYPTION_CONTEXT = { purpose: "webhook-secrets" };

export type KmsOptions = {
  /** The ARN of the KMS key. */
  keyId: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
  /** The URL of KMS, if it is not that of the region. */
  endpoint?: string | undefined;
  elapsed: SteadyClock;
};

/** Members of KMS's answers, in base64. */
type Answer = { CiphertextBlob: string; Plaintext: string; __type?: string };
/** Sends a call. @throws 503 `unavailable` if KMS does not answer or is busy, an Error if it refuses the call */
type Kms = (operation: "GenerateDataKey" | "Decrypt", input: object) => Promise<Answer>;

/** Creates the data keys of a process. Nothing is called or loaded before the first use. */
export function createKmsKeys({ keyId, elapsed, ...options }: KmsOptions): DataKeys {
  const kms = createKms(options);
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

function createKms({ region, credentials, endpoint }: Omit<KmsOptions, "keyId" | "elapsed">): Kms {
  const url = endpoint ?? `https://kms.${region}.amazonaws.com`;
  const client = once(async () => {
    const { AwsClient } = await import("aws4fetch");
    // No retries of its own: they cover neither a lost connection nor throttling, which KMS answers with 400.
    return new AwsClient({ ...credentials, region, service: "kms", retries: 0 });
  });
  return async (operation, input) => {
    const aws = await client();
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(aws, url, operation, input);
      } catch (error) {
        if (attempt === ATTEMPTS || !(error instanceof Fault)) throw error;
        await pause(attempt);
      }
    }
  };
}

/** One attempt. https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html @throws as `Kms` */
async function send(aws: AwsClient, url: string, operation: string, input: object): Promise<Answer> {
  const request = {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${operation}` },
    body: JSON.stringify({ ...input, EncryptionContext: ENCRYPTION_CONTEXT }),
  };
  const { status, answer } = await within(ATTEMPT_MS)(async (signal) => {
    const response = await aws.fetch(url, { ...request, signal });
    return { status: response.status, answer: (await response.json()) as Answer };
  }).catch((error: unknown) => {
    throw unavailable(error);
  });
  if (status === 200) return answer;
  // `ThrottlingException`, or with a namespace and `#` before it.
  const code = String(answer.__type).split("#").at(-1);
  const refused = new Error(`KMS refused ${operation}: ${code}`);
  throw status >= 500 || code === "ThrottlingException" ? unavailable(refused) : refused;
}

const unavailable = (cause: unknown) =>
  new Fault("unavailable", "The key service did not answer in time; try again", { retryAfter: 1, cause });
