/** Makes a new secret for a webhook. The former one signs as well for a while. */
import type * as z from "zod";
import type { WriteCtx } from "../../context.ts";
import { Fault } from "../../fault.ts";
import { nextStamp } from "../../resource/change.ts";
import { requireLive } from "../../resource/tombstone.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { keys } from "../../storage/keys.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Write } from "../../storage/verbs.ts";
import type { Committed } from "../../storage/writer.ts";
import { newSigningSecret, publicKeyOf } from "../../values/webhook-secret.ts";
import { LABELS } from "../labels.ts";
import { rotatedSecrets, type SecretsRow, sealedFor } from "./secrets.ts";
import type { WebhookRotate, WebhookRotated } from "./webhook.schema.ts";
import { type WebhookServices, webhooks } from "./webhook.ts";

/** Rotates the secret of a webhook. @throws 404 */
export async function rotateWebhook(
  ctx: WriteCtx,
  { secrets: box }: WebhookServices,
  webhook_id: string,
  { grace_seconds }: z.output<typeof WebhookRotate>,
): Promise<Committed<WebhookRotated>> {
  const change = ctx.newId();
  const attempt = async () => {
    const [found, stored] = await ctx.table.getMany([
      keys.webhook(ctx.tenant, webhook_id),
      keys.webhookSecrets(ctx.tenant, webhook_id),
    ]);
    const row = requireLive(found, LABELS.webhook, webhook_id);
    if (!stored) throw new Fault("internal", "A webhook has no secret");
    const { signing } = webhooks.fromRow(row);
    const secret = newSigningSecret(signing);
    const public_key = publicKeyOf(secret);
    const now = ctx.now();
    const until = new Date(now.getTime() + grace_seconds * 1_000).toISOString();
    const sealed = await box.seal(secret, sealedFor(ctx.tenant, webhook_id));
    const next = rotatedSecrets(stored as SecretsRow, sealed, until, now.toISOString());
    const writes: Write[] = [
      { put: next, when: { is: "revision", revision: next.revision - 1 } },
      {
        put: { ...row, ...(public_key === null ? {} : { public_key }), ...nextStamp(ctx, row, change) },
        when: { is: "live", changes: [row.change] },
      },
    ];
    const result = { webhook_id, public_key, old_until: grace_seconds === 0 ? null : until };
    const outcome =
      signing === "v1"
        ? await ctx.writer.commit(writes, { ...result, secret }, "secret")
        : await ctx.writer.commit(writes, result);
    return outcome.done ? outcome.committed : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.webhook} '${webhook_id}'`));
}
