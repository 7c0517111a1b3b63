/** What carries the messages that wake webhooks. It may lose or repeat them: the table knows what is due. */
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";

/** A message, and the seconds after which it is to arrive: at most 15 minutes, SQS's limit. */
export type QueueMessage = { readonly wake: Wake; readonly delaySeconds: number };

/** Sends messages. It never throws: what is not sent, the next sweep sends. */
export type Queue = (messages: readonly QueueMessage[]) => Promise<void>;
