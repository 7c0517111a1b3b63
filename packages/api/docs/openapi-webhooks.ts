/** The requests that the service sends to webhooks, in the OpenAPI document, and what their answers mean. */
import { DeliveredEvent } from "@skillmeat-deployments/core/model/events/sent-event.schema.ts";
import * as z from "zod";
import type { createDocument, ZodOpenApiOperationObject } from "zod-openapi";

/** The headers of a delivery, by Standard Webhooks 1.0. */
const DELIVERY_HEADERS = z.object({
  "webhook-id": z.string().meta({
    description: "The id of the event, the same in every attempt. Remember it: the same event may come twice.",
    example: "01KGTPBX00M4Q8ZC2N6R5T7V9W",
  }),
  "webhook-timestamp": z.string().meta({
    description: "When this attempt was made, in seconds since 1970. Refuse what is older than five minutes.",
    example: "1773119783",
    pattern: "^\\d+$",
  }),
  "webhook-signature": z.string().meta({
    description:
      "The signatures of `<webhook-id>.<webhook-timestamp>.<body>`, with a space in between: `v1,` and HMAC-SHA256, or `v1a,` and Ed25519, in base64. During a rotation there is one for each secret; one that verifies is enough.",
    example: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  }),
});

/**
 * Where the body stands until the document is made. zod-openapi writes the body of a request as what the service accepts;
 * this one the service sends, so it has to be written as that of a response.
 */
const SENT = "1XX";

const header = (description: string, schema: object) => ({ description, schema });

const DELIVERY_WISH = header(
  "`abort-message`: give up a delivery that failed. `disable`: give it up, and disable the webhook, whatever the status.",
  { type: "string", enum: ["abort-message", "disable"] },
);
const RETRY_AFTER = header("Seconds, or a date, before which there is no other attempt. At most 24 hours count.", {
  type: "string",
});

/** The operation of the receiver. */
const receiveEvent = (example: unknown): ZodOpenApiOperationObject => ({
  operationId: "receiveEvent",
  tags: ["Webhooks"],
  summary: "Receive an event",
  description:
    "The service sends this request to the `url` of a webhook for each event that it wants, at least once and in no promised order. Verify the signature before you read the body, and answer within 15 seconds. Redirects are not followed.",
  security: [],
  requestParams: { header: DELIVERY_HEADERS },
  responses: {
    [SENT]: {
      description: "The event.",
      content: { "application/cloudevents+json": { schema: DeliveredEvent, example } },
    },
    "2XX": {
      description: "The event was received. It is not sent again. The body is not looked at.",
      headers: { "webhook-delivery": DELIVERY_WISH },
    },
    "410": { description: "The receiver is gone. The service gives the delivery up, and disables the webhook." },
    default: {
      description:
        "Any other answer is a failure, and so is none within 15 seconds. The event is sent again after 5 seconds, 5 minutes, 30 minutes, 2, 5, 10 and 10 hours, each varied by a fifth.",
      headers: { "Retry-After": RETRY_AFTER, "webhook-delivery": DELIVERY_WISH },
    },
  },
});

/** The webhooks of the document. @param example an event that a feed has */
export const webhooksOf = (example: unknown) => ({ event: { post: receiveEvent(example) } });

/** Moves what is sent into the bodies of requests. */
export function withSentBodies(document: ReturnType<typeof createDocument>): object {
  for (const { post } of Object.values(document.webhooks ?? {})) {
    const { [SENT]: sent, ...responses } = post?.responses ?? {};
    if (post && sent && "content" in sent && sent.content)
      Object.assign(post, { requestBody: { required: true, content: sent.content }, responses });
  }
  return document;
}
