/** The schemas of webhooks: the endpoints of a tenant to which events are sent. */
import * as z from "zod";
import { defineResource } from "../../resource/define.schema.ts";
import { Description, ProjectId } from "../../values/strings.schema.ts";
import { Timestamp } from "../../values/timestamp.schema.ts";
import { DEFAULTS } from "../defaults.ts";
import { LABELS } from "../labels.ts";
import { eventFilterProblem } from "./event-filter.ts";
import { MAX_RATE, SIGNINGS, STATUSES } from "./webhook-terms.ts";

/** A type of events, or the beginning of types and `*`. */
const EventFilter = z.string().superRefine((text, ctx) => {
  const problem = eventFilterProblem(text);
  if (problem) ctx.addIssue({ code: "custom", message: problem });
});

/** How the deliveries of a webhook went. */
const health = {
  last_success_at: Timestamp.nullable().describe("Time of the last delivery that succeeded. null: there is none."),
  failing_since: Timestamp.nullable().describe(
    "Time of the first failure since the last success. null: the last delivery succeeded, or there was none.",
  ),
  due: z.int().describe("The number of deliveries that are due or wait for another attempt, counted up to 100."),
  failed: z.int().describe("The number of deliveries that were given up since the webhook was created."),
};

/** A webhook. The service chooses its id. */
export const Webhook = defineResource(
  "Webhook",
  LABELS.webhook,
  {
    identity: {
      webhook_id: z.string().meta({
        description: "The id of the webhook, a ULID.",
        example: "01KKBFV8Q0ZX3M0S2K1N7R9T4W",
        readOnly: true,
      }),
    },
    writable: {
      url: z.string().meta({
        description:
          "Where events are sent by POST. `https`, on port 443 or 1024 to 65535, at a public address, without credentials.",
        example: "https://example.com/hooks",
      }),
      description: Description.nullable().meta({ description: "What the webhook is for.", example: "Chat notices" }),
      events: z
        .array(EventFilter)
        .min(1, "must not be an empty list; null means every type")
        .max(64, "must have at most 64 entries")
        .nullable()
        .meta({
          description:
            "The types of events that are sent. `*` at the end stands for the rest of a type. null: every type.",
          example: ["skillmeat.profile.*"],
        }),
      project_ids: z
        .array(ProjectId)
        .min(1, "must not be an empty list; null means every project")
        .max(64, "must have at most 64 entries")
        .nullable()
        .meta({ description: "The projects whose events are sent. null: those of the whole tenant." }),
      status: z.enum(STATUSES).meta({
        description:
          "`active`: events are sent. `paused`: a client has stopped it. `disabled`: the service has stopped it, see " +
          "`disabled_reason`. Set it to `active` to go on. What happens meanwhile is not sent; see replay.",
        example: "active",
      }),
      rate: z
        .int()
        .min(1)
        .max(MAX_RATE)
        .nullable()
        .meta({
          description: `The maximum number of deliveries a second, 1 to ${MAX_RATE}. null: no such limit.`,
        }),
    },
    readOnly: {
      signing: z.enum(SIGNINGS).meta({
        description: "How deliveries are signed. `v1`: HMAC-SHA256 with the secret. `v1a`: Ed25519.",
        example: "v1",
      }),
      public_key: z
        .string()
        .nullable()
        .describe("For `v1a`: the key that verifies the signatures, `whpk_…`. null: the signing is `v1`."),
      disabled_reason: z.string().nullable().describe("Why the service has stopped the webhook. null: it has not."),
    },
    beside: health,
  },
  DEFAULTS.Webhook,
);
export type Webhook = z.infer<typeof Webhook.read>;

/** A webhook as the API returns it. */
export const WebhookRead = Webhook.read
  .extend(health)
  .meta({ id: "WebhookRead", description: "A webhook, and how its deliveries went." });
export type WebhookRead = z.infer<typeof WebhookRead>;

/** The body of a request that creates a webhook. */
export const WebhookCreate = z
  .strictObject({
    ...Webhook.writable.partial().shape,
    url: Webhook.read.shape.url,
    signing: Webhook.read.shape.signing.optional(),
  })
  .meta({ id: "WebhookCreate", description: "A new webhook. Only the URL is required." });
export type WebhookCreate = z.infer<typeof WebhookCreate>;

const secret = {
  secret: z
    .string()
    .optional()
    .describe("For `v1`: the secret that verifies the signatures, `whsec_…`. It is shown only in this response."),
  secret_shown: z
    .literal(true)
    .optional()
    .describe("true in an idempotent replay: the first response contained the secret."),
};

/** The response to the creation of a webhook. */
export const WebhookCreated = Webhook.read
  .extend(secret)
  .meta({ id: "WebhookCreated", description: "The new webhook, with its secret." });
export type WebhookCreated = z.infer<typeof WebhookCreated>;

/** The body of a request that makes a new secret. */
export const WebhookRotate = z
  .strictObject({
    grace_seconds: z.int().min(0).max(604_800).default(86_400).meta({
      description: "The seconds for which deliveries are signed with the old secret as well, at most a week.",
      example: 3_600,
    }),
  })
  .meta({ id: "WebhookRotate", description: "How long the old secret lives on." });

/** The response to a rotation. */
export const WebhookRotated = z
  .object({
    webhook_id: Webhook.read.shape.webhook_id,
    public_key: Webhook.read.shape.public_key,
    old_until: Timestamp.nullable().describe("Until when the old secret signs as well. null: it does no longer."),
    ...secret,
  })
  .meta({ id: "WebhookRotated", description: "The new secret." });
export type WebhookRotated = z.infer<typeof WebhookRotated>;
