/** What the package exports. */
export { type Client, createClient } from "./client.ts";
export { ClientError, ConnectionError, ProblemError, TimeoutError, UnexpectedAnswerError } from "./errors.ts";
export { type EventType, isEvent } from "./events.ts";
export type * from "./generated/types.ts";
export type {
  Args,
  CallOptions,
  Feed,
  FollowOptions,
  List,
  Method,
  NotModified,
  OperationId,
  Page,
  Pages,
  Result,
} from "./method.ts";
export type { ClientOptions, Retry, RetryOptions, Sleep } from "./options.ts";
export {
  type VerifyOptions,
  verifyWebhook,
  type WebhookHeaders,
  type WebhookRefusal,
  WebhookVerificationError,
} from "./webhook.ts";
