/** The DynamoDB client: bounded attempts, and a memory of attempts that got no answer. */
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { ConfiguredRetryStrategy } from "@smithy/core/retry";

/** Attempts of one storage call, and the time all of them together may take (contract, section 3: 10 s). */
const ATTEMPTS = 8;
export const STORAGE_DEADLINE_MS = 9_000;

/** Full jitter, doubling from 25 ms to 1 s. */
const backoff = (attempt: number) => Math.random() * Math.min(1_000, 25 * 2 ** attempt);

type StorageError = Error & {
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
  CancellationReasons?: { Code?: string }[];
  unanswered?: boolean;
};

/** Did an earlier attempt of this failed call end without an answer, so that it may have been committed? */
export const wasUnanswered = (error: unknown) => (error as StorageError).unanswered === true;

/** A transaction cancelled for contention or throttling alone; its conditions held. */
function cancelledByContention(error: StorageError): boolean {
  const codes = (error.CancellationReasons ?? []).map((r) => r.Code).filter((c) => c !== "None");
  return codes.length > 0 && codes.every((c) => c !== "ConditionalCheckFailed" && c !== "ValidationError");
}

/** The SDK calls it retryable by `$retryable`; contention between writers is, though the SDK's list leaves it out. */
export const isContention = (error: StorageError) =>
  error.name === "TransactionConflictException" || cancelledByContention(error);

/**
 * One client per process. Region, credentials and `AWS_ENDPOINT_URL_DYNAMODB` come from the environment unless given.
 * Timeouts are mandatory: the SDK's own are unbounded.
 */
export function createClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(ATTEMPTS, backoff),
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
    ...config,
  });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (thrown) {
        const error = thrown as StorageError;
        const memory = context as { unanswered?: boolean };
        const status = error.$metadata?.httpStatusCode;
        // A 5xx may have been committed as well: AWS calls its outcome unknown.
        if (status === undefined || status >= 500) memory.unanswered = true;
        else if (memory.unanswered) error.unanswered = true;
        if (isContention(error)) error.$retryable = { throttling: false };
        throw error;
      }
    },
    { step: "finalizeRequest", priority: "low", name: "unansweredAttempts" },
  );
  return client;
}
