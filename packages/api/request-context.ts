/** The context that a route's verb gets: a tenant's has its tenant, the operator's and the public one have none. */
import type { Caller, Ctx, OperatorWriteCtx, PublicCtx, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import { probe } from "@skillmeat-deployments/core/storage/directory.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Writer } from "@skillmeat-deployments/core/storage/writer.ts";
import type { Access } from "./auth/access.ts";

/** Milliseconds that all storage calls of a request may take (contract, section 3). */
const STORAGE_MS = 9_000;
/** The same of a route that takes long: just under a gateway's 30 s. */
const LONG_STORAGE_MS = 25_000;

/** @param options where no gateway's 30 s bound it, a route that takes long may take longer */
export const storageMs = ({ long }: { long?: boolean }, { longStorageMs }: { longStorageMs?: number }): number =>
  long ? (longStorageMs ?? LONG_STORAGE_MS) : STORAGE_MS;

/** The operator's actor, in what it changes. */
const OPERATOR = "operator";

export const actorOf = (caller: Caller | undefined) => ({ tenant: caller?.tenant, actor: caller?.actor ?? OPERATOR });

export type ContextParts = Pick<PublicCtx, "requestId" | "trace" | "publicUrl" | "now" | "newId"> & {
  table: ReadTable;
  writer: Writer;
};

export function contextOf(
  { requestId, trace, publicUrl, now, newId, table, writer }: ContextParts,
  access: Access,
  caller: Caller | undefined,
): Ctx | WriteCtx | OperatorWriteCtx | PublicCtx {
  const shared = { requestId, trace, publicUrl, now, newId };
  const { tenant, actor } = actorOf(caller);
  if (tenant !== undefined) return { role: "tenant", ...shared, tenant, actor, table, writer };
  if (access === "operator") return { role: "operator", ...shared, actor, table, writer };
  const isStorageReady = () =>
    probe(table).then(
      () => true,
      () => false,
    );
  return { role: "public", ...shared, isStorageReady };
}
