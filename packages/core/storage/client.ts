/** The DynamoDB client: bounded attempts, and a memory of attempts that got no answer. */
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { ConfiguredRetryStrategy, isThrottlingError } from "@smithy/core/retry";

/** Attempts of one storage call. How long they may take together is the request's own deadline. */
export const ATTEMPTS = 8;

/** Full jitter, doubling from 25 ms to 1 s. */
export const backoff = (attempt: number) => Math.random() * Math.min(1_000, 25 * 2 ** attempt);

type SdkError = Parameters<typeof isThrottlingError>[0];
type StorageError = Error & {
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
  CancellationReasons?: { Code?: string }[];
};

/** What storage refused, for metrics: conditions that failed, and attempts it throttled. */
export type Refusals = { conditional_failures: number; throttles: number };
export const noRefusals = (): Refusals => ({ conditional_failures: 0, throttles: 0 });

/** What was refused since it was last asked; counting begins anew. */
export function takeRefusals(refusals: Refusals): Refusals {
  const taken = { ...refusals };
  Object.assign(refusals, noRefusals());
  return taken;
}

/** Throttled as a whole; of a transaction's items see `isContention`. */
export const isThrottled = (error: StorageError) => isThrottlingError(error as SdkError);

const isThrottle = (error: StorageError) =>
  isThrottled(error) || (error.CancellationReasons ?? []).some((r) => /Throttl|ThroughputExceeded/.test(r.Code ?? ""));

const isConditionFailed = (error: StorageError) =>
  error.name === "ConditionalCheckFailedException" ||
  (error.CancellationReasons ?? []).some((r) => r.Code === "ConditionalCheckFailed");

/** A write that ended without an answer, or with a 5xx, whose outcome AWS calls unknown: it may be committed. */
export class UnansweredError extends Error {}

/** The writes that a second attempt could do twice; a transaction carries a token that prevents it. */
const SINGLE_WRITES = new Set(["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand"]);

/** A transaction cancelled for contention or throttling alone; its conditions held. */
function cancelledByContention(error: StorageError): boolean {
  const codes = (error.CancellationReasons ?? []).map((r) => r.Code).filter((c) => c !== "None");
  return codes.length > 0 && codes.every((c) => c !== "ConditionalCheckFailed" && c !== "ValidationError");
}

/** Contention between writers is worth another attempt, though the SDK's list leaves it out. */
export const isContention = (error: StorageError) =>
  error.name === "TransactionConflictException" || cancelledByContention(error);

/**
 * One client per process. Region, credentials and `AWS_ENDPOINT_URL_DYNAMODB` come from the environment unless given.
 * Timeouts are mandatory: the SDK's own are unbounded. The SDK retries reads, transactions and refusals; a single
 * write without an answer comes back as such, for table.ts to find out what became of it.
 * @param refusals counted up, attempt by attempt
 */
export function createClient(config: DynamoDBClientConfig = {}, refusals?: Refusals): DynamoDBClient {
  const client = new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(ATTEMPTS, backoff),
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    ...config,
  });
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
