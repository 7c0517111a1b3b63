/**
 * Calls of AWS services that speak JSON, signed with aws4fetch: the SDK's clients add 31 KB each to a bundle instead of
 * 10 KB, and one more file to what a start reads.
 */
import type { AwsClient } from "aws4fetch";
import { Fault } from "../fault.ts";
import { once } from "../runtime/once.ts";
import { within } from "./deadline.ts";
import { pause } from "./retry.ts";

/** Two attempts of 3 s are less than the deadline of a request. */
const ATTEMPTS = 2;
const ATTEMPT_MS = 3_000;

/** Where a process runs, and what signs its calls. */
export type AwsIdentity = {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
};

/** The identity of a Lambda function, from its environment. */
export const awsIdentity = (env: Readonly<Record<string, string | undefined>>): AwsIdentity => ({
  region: env.AWS_REGION as string,
  credentials: {
    accessKeyId: env.AWS_ACCESS_KEY_ID as string,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY as string,
    sessionToken: env.AWS_SESSION_TOKEN,
  },
});

/** A service: how errors name it, its name in signatures, and its protocol. */
export type AwsService = {
  title: string;
  name: string;
  url: string;
  /** The prefix of `x-amz-target`. */
  target: string;
  version: "1.0" | "1.1";
  /** What a caller is told if the service does not answer. */
  unavailable: string;
};

/** Sends a call. @throws 503 `unavailable` if the service does not answer or is busy, an Error if it refuses the call */
export type AwsCall<Operation extends string> = <Answer>(operation: Operation, input: object) => Promise<Answer>;

/** What services answer with 400 when they are busy. */
const THROTTLED = new Set(["ThrottlingException", "RequestThrottled"]);

/** Creates the calls of a service. Nothing is loaded before the first one. */
export function createAwsCalls<Operation extends string>(
  service: AwsService,
  { region, credentials: { sessionToken, ...keys } }: AwsIdentity,
): AwsCall<Operation> {
  const client = once(async () => {
    const { AwsClient } = await import("aws4fetch");
    // No retries of its own: they cover neither a lost connection nor throttling that is answered with 400.
    const session = sessionToken === undefined ? {} : { sessionToken };
    return new AwsClient({ ...keys, ...session, region, service: service.name, retries: 0 });
  });
  return async <Answer>(operation: Operation, input: object) => {
    const aws = await client();
    for (let attempt = 1; ; attempt++) {
      try {
        return (await send(aws, service, operation, input)) as Answer;
      } catch (error) {
        if (attempt === ATTEMPTS || !(error instanceof Fault)) throw error;
        await pause(attempt);
      }
    }
  };
}

/** One attempt. https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html @throws as `AwsCall` */
async function send(aws: AwsClient, service: AwsService, operation: string, input: object): Promise<unknown> {
  const unavailable = (cause: unknown) => new Fault("unavailable", service.unavailable, { retryAfter: 1, cause });
  const request = {
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${service.version}`,
      "x-amz-target": `${service.target}.${operation}`,
    },
    body: JSON.stringify(input),
  };
  const { status, answer } = await within(ATTEMPT_MS)(async (signal) => {
    const response = await aws.fetch(service.url, { ...request, signal });
    return { status: response.status, answer: (await response.json()) as { __type?: string } };
  }).catch((error: unknown) => {
    throw unavailable(error);
  });
  if (status === 200) return answer;
  // `ThrottlingException`, or with a namespace and `#` before it.
  const code = String(answer.__type).split("#").at(-1) as string;
  const refused = new Error(`${service.title} refused ${operation}: ${code}`);
  throw status >= 500 || THROTTLED.has(code) ? unavailable(refused) : refused;
}
