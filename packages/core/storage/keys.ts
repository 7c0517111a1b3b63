/**
 * Every key of the single table. Sort keys start with `N#` for resources, `E#` for events and `Z#` for all other rows:
 * the filters of the DynamoDB stream match `Keys.sk` by prefix. Ids contain no `#` and no `/`.
 */

/** The primary key of a row. */
export type Key = { readonly pk: string; readonly sk: string };

/** The sort key prefix of each kind of row. */
export const PREFIX = {
  project: "N#PROJECT#",
  artifact: "N#ARTIFACT#",
  profile: "N#PROFILE#",
  deployment: "N#DEPLOYMENT#",
  observed: "N#OBSERVED#",
  resource: "N#",
  event: "E#",
  apiKey: "Z#KEY#",
  webhook: "Z#WEBHOOK#",
  delivery: "Z#DELIVERY#",
  attempt: "Z#ATTEMPT#",
  pending: "Z#PENDING#",
  timer: "Z#DUE#",
  tenant: "Z#TENANT#",
} as const;

/** The sort key of the row that counts the files without records. */
export const UNTRACKED = "N#UNTRACKED";

const tenantPartition = (tenant: string) => `T#${tenant}`;
const projectPartition = (tenant: string, project: string) => `T#${tenant}#P#${project}`;
const webhookPartition = (tenant: string, webhook: string) => `T#${tenant}#W#${webhook}`;
const feedPartition = (tenant: string, feed: string) => `T#${tenant}#F#${feed}`;

/** The name of the feed of a tenant's projects and artifacts. The name of a project's feed is the project's uid. */
export const TENANT_FEED = "TENANT";

/** The sort key before which the deliveries are due earlier than `due`. */
const pendingFrom = (due: number) => `${PREFIX.pending}${String(due).padStart(13, "0")}#`;

/** The keys of a tenant's rows. */
export const keys = {
  tenantPartition,
  projectPartition,
  feedPartition,
  webhookPartition,
  project: (tenant: string, project: string): Key => ({
    pk: tenantPartition(tenant),
    sk: PREFIX.project + project,
  }),
  artifact: (tenant: string, artifact: string): Key => ({
    pk: tenantPartition(tenant),
    sk: PREFIX.artifact + artifact,
  }),
  profile: (tenant: string, project: string, profile: string): Key => ({
    pk: projectPartition(tenant, project),
    sk: PREFIX.profile + profile,
  }),
  deployment: (tenant: string, project: string, deployment: string): Key => ({
    pk: projectPartition(tenant, project),
    sk: PREFIX.deployment + deployment,
  }),
  /** What was last observed of a deployment record. */
  observed: (tenant: string, project: string, deployment: string): Key => ({
    pk: projectPartition(tenant, project),
    sk: PREFIX.observed + deployment,
  }),
  /** How many files of a project have no record, as last observed. Its row has no change id, so it makes no events. */
  untracked: (tenant: string, project: string): Key => ({ pk: projectPartition(tenant, project), sk: UNTRACKED }),
  /** The tenant's copy of an API key, for lists. */
  apiKey: (tenant: string, key: string): Key => ({ pk: tenantPartition(tenant), sk: PREFIX.apiKey + key }),
  webhook: (tenant: string, webhook: string): Key => ({ pk: tenantPartition(tenant), sk: PREFIX.webhook + webhook }),
  /** The sealed secrets of a webhook. */
  webhookSecrets: (tenant: string, webhook: string): Key => ({
    pk: webhookPartition(tenant, webhook),
    sk: "Z#SECRETS",
  }),
  /** How the deliveries of a webhook went. */
  webhookHealth: (tenant: string, webhook: string): Key => ({ pk: webhookPartition(tenant, webhook), sk: "Z#HEALTH" }),
  /** Who sends the deliveries of a webhook at the moment. */
  webhookLease: (tenant: string, webhook: string): Key => ({ pk: webhookPartition(tenant, webhook), sk: "Z#LEASE" }),
  delivery: (tenant: string, webhook: string, delivery: string): Key => ({
    pk: webhookPartition(tenant, webhook),
    sk: PREFIX.delivery + delivery,
  }),
  /** An attempt of a delivery, counted from 0. */
  attempt: (tenant: string, webhook: string, delivery: string, n: number): Key => ({
    pk: webhookPartition(tenant, webhook),
    sk: `${PREFIX.attempt}${delivery}#${String(n).padStart(4, "0")}`,
  }),
  /** A delivery that is to be made at a time (milliseconds since 1970). */
  pending: (tenant: string, webhook: string, due: number, delivery: string): Key => ({
    pk: webhookPartition(tenant, webhook),
    sk: `${pendingFrom(due)}${delivery}`,
  }),
  event: (tenant: string, feed: string, sequence: string): Key => ({
    pk: feedPartition(tenant, feed),
    sk: PREFIX.event + sequence,
  }),
  head: (tenant: string, feed: string): Key => ({ pk: feedPartition(tenant, feed), sk: "Z#HEAD" }),
  /** The row of an idempotency key. `hash` is the hash of the caller and the key. */
  idempotency: (tenant: string, hash: string): Key => ({ pk: `T#${tenant}#I#${hash}`, sk: "Z#IDEM" }),
  /** The marker of a change: it proves that the change is recorded as an event. */
  marker: (tenant: string, change: string): Key => ({ pk: `T#${tenant}#X#${change}`, sk: "Z#MARK" }),
};

/** The keys of rows that belong to no tenant. Only `directory.ts`, tenants and migrations use them. */
export const systemKeys = {
  /** The row of an idempotency key of the operator. */
  idempotency: (hash: string): Key => ({ pk: `SYS#I#${hash}`, sk: "Z#IDEM" }),
  apiKey: (key: string): Key => ({ pk: `SYS#KEY#${key}`, sk: "Z#KEY" }),
  tenants: "SYS#TENANTS",
  tenant: (tenant: string): Key => ({ pk: "SYS#TENANTS", sk: PREFIX.tenant + tenant }),
  /** The timers of a shard, in the order of their minutes. */
  timers: (shard: number) => `SYS#DUE#${shard}`,
  /** The progress of a migration. */
  migration: (number: number): Key => ({
    pk: "SYS#MIGRATIONS",
    sk: `Z#MIGRATION#${String(number).padStart(4, "0")}`,
  }),
};

/** Returns the tenant of a feed's partition key. undefined for other partitions. */
export const tenantOfFeed = (pk: string): string | undefined => /^T#([a-z0-9-]+)#F#[^#]+$/.exec(pk)?.[1];

/**
 * Returns the tenant, and the project if there is one, of a partition key of resources. undefined for other partitions.
 */
export function ownerOf(pk: string): { tenant: string; project?: string } | undefined {
  const [, tenant, project] = /^T#([a-z0-9-]+)(?:#P#([^#]+))?$/.exec(pk) ?? [];
  if (tenant === undefined) return undefined;
  return project === undefined ? { tenant } : { tenant, project };
}
