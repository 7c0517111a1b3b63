/** The secrets of webhooks: sealed, in a row of their own, so that no representation can contain them. */
import { keys } from "../../storage/keys.ts";
import type { Row } from "../../storage/row.ts";
import type { SecretBox } from "../../values/secret-box.ts";

export type { SecretBox };

/** A sealed secret. `until`: when it no longer signs (RFC 3339). The current one has none. */
type SealedSecret = { readonly sealed: string; readonly until?: string };

/** The row with the secrets of a webhook, the current one first. */
export type SecretsRow = Row & { readonly secrets: readonly SealedSecret[]; readonly revision: number };

/** What a secret is sealed for. It does not open as another webhook's. */
export const sealedFor = (tenant: string, webhook: string) => `${tenant}.${webhook}`;

/** The row of a new webhook. */
export const createdSecrets = (tenant: string, webhook: string, sealed: string): SecretsRow => ({
  ...keys.webhookSecrets(tenant, webhook),
  secrets: [{ sealed }],
  revision: 1,
});

/** The maximum number of secrets that sign at the same time. */
const MAX_SECRETS = 4;

/** The row after a rotation: the former secrets sign until `until`, unless they end earlier. */
export function rotatedSecrets(row: SecretsRow, sealed: string, until: string, now: string): SecretsRow {
  const former = row.secrets
    .map(({ sealed: old, until: end = until }) => ({ sealed: old, until: end < until ? end : until }))
    .filter((secret) => secret.until > now);
  return { ...row, secrets: [{ sealed }, ...former].slice(0, MAX_SECRETS), revision: row.revision + 1 };
}

/** The secrets that sign at a time. */
export const signingSecrets = ({ secrets }: SecretsRow, now: string): string[] =>
  secrets.filter(({ until }) => until === undefined || until > now).map(({ sealed }) => sealed);
