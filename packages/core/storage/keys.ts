/**
 * Every key of the single table. Sort keys begin with `N#` for resources, `E#` for events and `Z#` for all else,
 * because a stream filter can match `Keys.sk` by prefix and nothing more useful. Ids hold no `#` and no `/`.
 */

export type Key = { readonly pk: string; readonly sk: string };

/** What a partition's rows of one kind begin with. */
export const PREFIX = {
  project: "N#PROJECT#",
  artifact: "N#ARTIFACT#",
  profile: "N#PROFILE#",
  deployment: "N#DEPLOYMENT#",
  resource: "N#",
  event: "E#",
  apiKey: "Z#KEY#",
  tenant: "Z#TENANT#",
} as const;

const tenantPartition = (tenant: string) => `T#${tenant}`;
const projectPartition = (tenant: string, project: string) => `T#${tenant}#P#${project}`;
const feedPartition = (tenant: string, feed: string) => `T#${tenant}#F#${feed}`;

/** The feed of a tenant's projects and artifacts; a project's feed is named by the project's uid. */
export const TENANT_FEED = "TENANT";

export const keys = {
  tenantPartition,
  projectPartition,
  feedPartition,
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
  /** A tenant's own copy of an API key, for listing. */
  apiKey: (tenant: string, key: string): Key => ({ pk: tenantPartition(tenant), sk: PREFIX.apiKey + key }),
  event: (tenant: string, feed: string, sequence: string): Key => ({
    pk: feedPartition(tenant, feed),
    sk: PREFIX.event + sequence,
  }),
  head: (tenant: string, feed: string): Key => ({ pk: feedPartition(tenant, feed), sk: "Z#HEAD" }),
  /** The row of an Idempotency-Key; `hash` is of the caller and the key. */
  idempotency: (tenant: string, hash: string): Key => ({ pk: `T#${tenant}#I#${hash}`, sk: "Z#IDEM" }),
  /** The proof that a change has been recorded. */
  marker: (tenant: string, change: string): Key => ({ pk: `T#${tenant}#X#${change}`, sk: "Z#MARK" }),
};

/** The partitions that belong to no tenant, for directory.ts and migrations. */
export const systemKeys = {
  /** The row of an Idempotency-Key of the operator's. */
  idempotency: (hash: string): Key => ({ pk: `SYS#I#${hash}`, sk: "Z#IDEM" }),
  apiKey: (key: string): Key => ({ pk: `SYS#KEY#${key}`, sk: "Z#KEY" }),
  tenants: "SYS#TENANTS",
  tenant: (tenant: string): Key => ({ pk: "SYS#TENANTS", sk: PREFIX.tenant + tenant }),
  /** How far a migration of the table has come. */
  migration: (number: number): Key => ({
    pk: "SYS#MIGRATIONS",
    sk: `Z#MIGRATION#${String(number).padStart(4, "0")}`,
  }),
};

/** The tenant whose feed's partition this is. */
export const tenantOfFeed = (pk: string): string | undefined => /^T#([a-z0-9-]+)#F#[^#]+$/.exec(pk)?.[1];

/** The tenant, and under it the project, whose partition this is. */
export function ownerOf(pk: string): { tenant: string; project?: string } | undefined {
  const [, tenant, project] = /^T#([a-z0-9-]+)(?:#P#([^#]+))?$/.exec(pk) ?? [];
  if (tenant === undefined) return undefined;
  return project === undefined ? { tenant } : { tenant, project };
}
