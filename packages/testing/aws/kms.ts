/** A fake KMS with the operations that this product uses: GenerateDataKey and Decrypt, under one KMS key. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { close, listen } from "../server.ts";

/** How a call fails: by a status and an error type, with a page that is not JSON, without an answer, or never. */
type Failure = { status: number; type: string } | "page" | "cut" | "hang";

export type FakeKms = {
  endpoint: string;
  /** The operation of each call, failed ones included. */
  calls: string[];
  /** The headers of each call. */
  headers: NodeJS.Dict<string | string[]>[];
  /** The encryption context of each call. */
  contexts: object[];
  /** The failures of the next calls, in order. */
  failures: Failure[];
  close(): Promise<void>;
};

/** The ARN of the KMS key. */
export const KMS_KEY = "arn:aws:kms:us-east-1:000000000000:key/webhooks";

type Input = { KeyId?: string; KeySpec?: string; CiphertextBlob?: string; EncryptionContext: object };

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const boundTo = ({ EncryptionContext }: Input) => Buffer.from(JSON.stringify(EncryptionContext));

function wrap(master: Buffer, key: Buffer, input: Input): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, master, iv).setAAD(boundTo(input));
  return Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** @throws if the wrapped key or its encryption context was changed */
function unwrap(master: Buffer, wrapped: Buffer, input: Input): Buffer {
  const decipher = createDecipheriv(CIPHER, master, wrapped.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(input)).setAuthTag(wrapped.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}

const refused = (type: string) => ({ status: 400, body: { __type: type, message: "refused" } });

function answerTo(operation: string, input: Input, master: Buffer): { status: number; body: object } {
  if (operation === "GenerateDataKey") {
    if (input.KeyId !== KMS_KEY) return refused("NotFoundException");
    if (input.KeySpec !== "AES_256") return refused("ValidationException");
    const key = randomBytes(32);
    const CiphertextBlob = wrap(master, key, input).toString("base64");
    return { status: 200, body: { KeyId: KMS_KEY, Plaintext: key.toString("base64"), CiphertextBlob } };
  }
  if (operation !== "Decrypt") return refused("UnknownOperationException");
  try {
    const key = unwrap(master, Buffer.from(input.CiphertextBlob ?? "", "base64"), input);
    return { status: 200, body: { KeyId: KMS_KEY, Plaintext: key.toString("base64") } };
  } catch {
    return refused("InvalidCiphertextException");
  }
}

/** Starts a fake KMS on a free port. */
export async function startFakeKms(): Promise<FakeKms> {
  const master = randomBytes(32);
  const server = createServer(async (request, response) => {
    const input = JSON.parse(await text(request)) as Input;
    const operation = String(request.headers["x-amz-target"]).replace("TrentService.", "");
    kms.calls.push(operation);
    kms.headers.push(request.headers);
    kms.contexts.push(input.EncryptionContext);
    const failure = kms.failures.shift();
    if (failure === "hang") return;
    if (failure === "cut") return void request.socket.destroy();
    if (failure === "page") return void response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    const { status, body } = failure
      ? { status: failure.status, body: { __type: failure.type, message: "down" } }
      : answerTo(operation, input, master);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  const kms: FakeKms = { endpoint: "", calls: [], headers: [], contexts: [], failures: [], close: () => close(server) };
  kms.endpoint = await listen(server);
  return kms;
}
