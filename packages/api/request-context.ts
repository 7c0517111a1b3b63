/** Builds the context that a route's verb receives. Only the context of a tenant's route has a tenant. */
import type { Caller, Ctx, OperatorWriteCtx, PublicCtx, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import type { Quota } from "@skillmeat-deployments/core/model/access/quota.ts";
import type { ReadTable, Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Writer } from "@skillmeat-deployments/core/storage/writer.ts";
import type { Actor } from "@skillmeat-deployments/core/values/actor.ts";
import type { Access } from "./auth/access.ts";
import type { Route } from "./routing/route.ts";

/** Time limit, in milliseconds, for all storage calls of one request together. */
const STORAGE_TIMEOUT_MS = 9_000;
/** The time limit of a `heavy` route. API Gateway ends a request after 30 s. */
const LONG_STORAGE_TIMEOUT_MS = 25_000;

/** The time limit of each read that authentication makes. */
const LOOK_UP_TIMEOUT_MS = 3_000;
/** What is left for the route at least, whatever authentication took. */
const LEAST_TIMEOUT_MS = 1_000;

/**
 * The time limit for the storage calls of a route, in milliseconds.
 * @param heavy the kind of heavy work, if it is any
 * @param deps `longStorageMs` replaces the limit of `heavy` routes where no gateway ends requests after 30 s
 * @param spent the milliseconds that authentication took
 */
export function storageTimeoutMs(heavy: Route["heavy"], deps: { longStorageMs?: number }, spent: number): number {
  const limit = heavy ? (deps.longStorageMs ?? LONG_STORAGE_TIMEOUT_MS) : STORAGE_TIMEOUT_MS;
  return Math.max(LEAST_TIMEOUT_MS, limit - spent);
}

/** The reads of authentication, each within its own time limit: concurrent requests can share one. */
export const lookUps = (table: Table): Pick<ReadTable, "get"> => ({
  get: (...read) => table.withDeadline(LOOK_UP_TIMEOUT_MS, (within) => within.get(...read)),
});

/** The tenant and the actor of a request. The tenant is undefined for the operator. */
export const actorOf = (caller: Caller | undefined): { tenant: string | undefined; actor: Actor } => ({
  tenant: caller?.tenant,
  actor: caller?.actor ?? "operator",
});

/** What a context is made of, apart from the caller. */
export type ContextParts = Pick<PublicCtx, "requestId" | "trace" | "publicUrl" | "now" | "newId" | "isStorageReady"> & {
  table: ReadTable;
  writer: Writer;
  /** That of the caller's tenant, if there is a caller. */
  quota: Quota | undefined;
};

/** The context for a route with this access: a tenant's, the operator's or the public one. */
export function contextOf(
  { requestId, trace, publicUrl, now, newId, isStorageReady, table, writer, quota }: ContextParts,
  access: Access,
  caller: Caller | undefined,
): Ctx | WriteCtx | OperatorWriteCtx | PublicCtx {
  const shared = { requestId, trace, publicUrl, now, newId };
  const { tenant, actor } = actorOf(caller);
  if (tenant !== undefined && quota) return { role: "tenant", ...shared, tenant, actor, quota, table, writer };
  if (access === "operator") return { role: "operator", ...shared, actor, table, writer };
  return { role: "public", ...shared, isStorageReady };
}
