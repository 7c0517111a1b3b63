/** The request of a delivery: the CloudEvent as its body, with the signatures of Standard Webhooks. */
import { eventFromRow } from "@skillmeat-deployments/core/model/events/event-row.ts";
import {
  type DeliveryRow,
  deliveryIdOf,
  type WebhookRef,
} from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import { type SecretsRow, sealedFor, signingSecrets } from "@skillmeat-deployments/core/model/webhooks/secrets.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { SecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { detailOf } from "../detail.ts";
import { signatureHeaders } from "./signature.ts";

const USER_AGENT = "SkillMeat-Deployments-Webhooks/1.0";

/** Returns the body of a delivery. Undefined: its event is no longer retained. */
export async function bodyOf(
  { tenant }: WebhookRef,
  { payload, feed, sequence }: DeliveryRow,
  table: Pick<ReadTable, "get">,
  publicUrl: string,
): Promise<string | undefined> {
  if (payload !== undefined) return payload;
  if (feed === undefined || sequence === undefined) return undefined;
  const row = await table.get(keys.event(tenant, feed, sequence));
  return row && detailOf(eventFromRow(tenant, row, publicUrl));
}

/** Opens the secrets of a webhook that sign at a time. */
export async function openSecrets(
  { tenant, webhook }: WebhookRef,
  row: SecretsRow,
  box: SecretBox,
  now: Date,
): Promise<string[]> {
  const context = sealedFor(tenant, webhook);
  return Promise.all(signingSecrets(row, now.toISOString()).map((sealed) => box.open(sealed, context)));
}

/** The headers of an attempt. */
export const headersOf = (row: DeliveryRow, body: string, secrets: readonly string[], at: Date) => ({
  "content-type": "application/cloudevents+json",
  "user-agent": USER_AGENT,
  ...signatureHeaders({ id: deliveryIdOf(row), timestamp: Math.floor(at.getTime() / 1_000), body, secrets }),
});
