/** Makes one attempt to deliver an event, and records what came of it. */
import {
  type DeliveryRow,
  pendingOf,
  type WebhookRef,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { SecretsRow } from "@skillmeat-deployments/core/model/webhooks/secrets.ts";
import type { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { webhooks } from "@skillmeat-deployments/core/model/webhooks/webhook.ts";
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { type Key, keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { MAX_DELAY_SECONDS } from "@skillmeat-deployments/core/storage/sqs.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { SecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import type { Result } from "./guarded-client.ts";
import { bodyOf, headersOf, openSecrets } from "./message.ts";
import type { Queue } from "./queue.ts";
import { type Attempted, recordOutcome } from "./record-outcome.ts";
import { isTriedAtOnce, type Outcome, outcomeOf } from "./schedule.ts";
import type { HealthKeeper } from "./webhook-health.ts";

/** What a delivery depends on. */
export type DeliverDeps = {
  table: Table;
  now: () => Date;
  newId: () => string;
  send: (request: { url: string; headers: Record<string, string>; body: string }) => Promise<Result>;
  secrets: SecretBox;
  publicUrl: string;
  queue: Queue;
  /** From 0 to 1. Defaults to Math.random. */
  random?: () => number;
};

/** Where deliveries are sent, and what signs them. */
type Target = { webhook: Webhook; secrets: readonly string[] };

/** The webhook of a row. Undefined: it was deleted, or is not active. */
export function activeWebhook(row: Row | undefined): Webhook | undefined {
  if (!isLive(row)) return undefined;
  const webhook = webhooks.fromRow(row);
  return webhook.status === "active" ? webhook : undefined;
}

/** Makes one attempt. Undefined: there was nothing to send, or the webhook is not active any more. */
export async function deliver(
  ref: WebhookRef,
  place: Key,
  keeper: HealthKeeper,
  deps: DeliverDeps,
): Promise<Outcome | undefined> {
  const { table, now, random = Math.random, queue, publicUrl } = deps;
  const { id, due } = pendingOf(place);
  // Each time anew: what was deleted, paused, disabled or rotated meanwhile is so for the next request.
  const [found, webhookRow, sealed] = await table.getMany([
    keys.delivery(ref.tenant, ref.webhook, id),
    keys.webhook(ref.tenant, ref.webhook),
    keys.webhookSecrets(ref.tenant, ref.webhook),
  ]);
  const webhook = activeWebhook(webhookRow);
  if (!webhook || !sealed) return undefined;
  const row = found as DeliveryRow | undefined;
  if (row?.status !== "pending" || row.due !== due) {
    await table.remove({ pk: place.pk, sk: place.sk }, { is: "any" });
    return undefined;
  }
  const target = { webhook, secrets: await openSecrets(ref, sealed as SecretsRow, deps.secrets, now()) };
  const body = await bodyOf(ref, row, table, publicUrl);
  const isTwice = row.tries === 0 && !keeper.isFailing();
  const attempted = body === undefined ? [EXPIRED(now())] : await attempt(row, body, target, isTwice, deps);
  const { result } = attempted.at(-1) as Attempted;
  const outcome: Outcome = body === undefined ? { is: "failed" } : outcomeOf(result, row.tries + 1, now(), random());
  await keeper.count(webhook, id, outcome, async (along) => {
    const made = { row, place: { pk: place.pk, sk: place.sk }, attempted, outcome };
    const { isRecorded, retry } = await recordOutcome(ref, made, deps, along);
    const delaySeconds = Math.ceil((retry?.delay ?? 0) / 1_000);
    if (retry && delaySeconds <= MAX_DELAY_SECONDS) await queue([{ wake: retry.wake, delaySeconds }]);
    return isRecorded;
  });
  return outcome;
}

const EXPIRED = (at: Date): Attempted => {
  const reason = "The event is no longer retained";
  return { at, result: { kind: "failure", reason, refused: false, connected: false, ms: 0 } };
};

async function attempt(
  row: DeliveryRow,
  body: string,
  { webhook, secrets }: Target,
  isTwice: boolean,
  { send, now }: DeliverDeps,
): Promise<Attempted[]> {
  const once = async (): Promise<Attempted> => {
    const at = now();
    return { at, result: await send({ url: webhook.url, headers: headersOf(row, body, secrets, at), body }) };
  };
  const first = await once();
  return isTwice && isTriedAtOnce(first.result) ? [first, await once()] : [first];
}
