/**
 * Creates the DynamoDB client: bounded retries, mandatory timeouts, and a separate error for writes with unknown
 * outcome.
 */
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { ConfiguredRetryStrategy, isThrottlingError } from "@smithy/core/retry";

/** The maximum number of attempts of one storage call. The request's deadline limits their total time. */
export const ATTEMPTS = 8;

/** Returns the delay before a retry in milliseconds: exponential backoff with full jitter, from 25 ms up to 1 s. */
export const backoff = (attempt: number) => Math.random() * Math.min(1_000, 25 * 2 ** attempt);

/** How many connections to storage a process can have. The SDK's default of 50 is less than a few imports use. */
const MAX_SOCKETS = 128;

type SdkError = Parameters<typeof isThrottlingError>[0];
type StorageError = Error & {
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
  CancellationReasons?: { Code?: string }[];
};

/** Counts of failed conditions and of throttled attempts, for metrics. */
export type Refusals = { conditional_failures: number; throttles: number };
/** Returns counters at zero. */
export const noRefusals = (): Refusals => ({ conditional_failures: 0, throttles: 0 });

/** Returns the counts since the last call, and resets them to zero. */
export function takeRefusals(refusals: Refusals): Refusals {
  const taken = { ...refusals };
  Object.assign(refusals, noRefusals());
  return taken;
}

/** Whether the call as a whole was throttled. For throttled items of a transaction see `isContention`. */
export const isThrottled = (error: StorageError) => isThrottlingError(error as SdkError);

const isThrottle = (error: StorageError) =>
  isThrottled(error) || (error.CancellationReasons ?? []).some((r) => /Throttl|ThroughputExceeded/.test(r.Code ?? ""));

const isConditionFailed = (error: StorageError) =>
  error.name === "ConditionalCheckFailedException" ||
  (error.CancellationReasons ?? []).some((r) => r.Code === "ConditionalCheckFailed");

/** A write that got no response or a 5xx. Its outcome is unknown: it may have been committed. */
export class UnansweredError extends Error {}

/** The commands that a retry could apply twice. A transaction's ClientRequestToken prevents that. */
const SINGLE_WRITES = new Set(["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand"]);

/** Whether a transaction was cancelled only for contention or throttling, and not for a failed condition. */
function cancelledByContention(error: StorageError): boolean {
  const codes = (error.CancellationReasons ?? []).map((r) => r.Code).filter((c) => c !== "None");
  return codes.length > 0 && codes.every((c) => c !== "ConditionalCheckFailed" && c !== "ValidationError");
}

/** Whether a call failed because of other writers. The SDK does not retry such errors by default. */
export const isContention = (error: StorageError) =>
  error.name === "TransactionConflictException" || cancelledByContention(error);

/**
 * Steps of the SDK that do nothing here, and cost a fifth of the CPU of a page of 50 rows: the log of each call, which
 * copies input and output although there is no logger; the header against recursive Lambda invocations; the user agent.
 */
export const UNUSED_STEPS = ["loggerMiddleware", "recursionDetectionMiddleware", "getUserAgentMiddleware"] as const;

/** Removes the unused steps of a client of the SDK. */
export function removeUnusedSteps({ middlewareStack }: { middlewareStack: { remove(name: string): boolean } }): void {
  for (const name of UNUSED_STEPS) middlewareStack.remove(name);
}

/**
 * Creates a client; a process needs one. Region, credentials and `AWS_ENDPOINT_URL_DYNAMODB` come from the environment
 * unless given. The timeouts are mandatory: the SDK has none by default. The SDK retries reads, transactions and
 * rejected writes. A single write without a response throws `UnansweredError`, which `writes.ts` handles.
 * @param refusals counters that are increased with each attempt
 */
export function createClient(config: DynamoDBClientConfig = {}, refusals?: Refusals): DynamoDBClient {
  const client = new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(ATTEMPTS, backoff),
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: MAX_SOCKETS },
      httpsAgent: { maxSockets: MAX_SOCKETS },
    },
    ...config,
  });
  removeUnusedSteps(client);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (thrown) {
        const error = thrown as StorageError;
        if (refusals && isThrottle(error)) refusals.throttles++;
        if (refusals && isConditionFailed(error)) refusals.conditional_failures++;
        const status = error.$metadata?.httpStatusCode;
        const unknown = error.name !== "AbortError" && (status === undefined || status >= 500);
        if (unknown && SINGLE_WRITES.has(String(context.commandName))) throw new UnansweredError(error.message);
        if (isContention(error)) error.$retryable = { throttling: false };
        throw error;
      }
    },
    { step: "finalizeRequest", priority: "low", name: "unansweredWrites" },
  );
  return client;
}
