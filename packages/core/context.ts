/**
 * The first argument of every operation: the caller, the clock, the id generator and storage. A plain value, no
 * globals.
 */
import type { Quota } from "./model/access/quota.ts";
import type { ReadTable } from "./storage/verbs.ts";
import type { Writer } from "./storage/writer.ts";
import type { Actor } from "./values/actor.ts";
import type { Scope } from "./values/scope.schema.ts";

/** The part of a context that every route has. */
type RequestContext = {
  readonly requestId: string;
  /** The caller's W3C `traceparent`, if it sent one. It is stored with every change. */
  readonly trace?: string | undefined;
  /** The base URL of the service, without a trailing slash. Absolute URLs in responses start with it. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Returns a new ULID. */
  readonly newId: () => string;
};

/** The context of a public route, which has no tenant and reads no data. */
export type PublicCtx = RequestContext & {
  readonly role: "public";
  /** Whether storage answers. It is asked at most once a second. */
  readonly isStorageReady: () => Promise<boolean>;
};

/** The context of a route that reads a tenant's data. */
export type Ctx = RequestContext & {
  readonly role: "tenant";
  /** The tenant id. It comes from the credential only, never from the path, a header or the body. */
  readonly tenant: string;
  /** It is stored with every change. */
  readonly actor: Actor;
  /** The tenant's limits. */
  readonly quota: Quota;
  readonly table: ReadTable;
};

/** The context of a route that writes a tenant's data. */
export type WriteCtx = Ctx & { readonly writer: Writer };

/** The context of an operator route. It has no tenant, so it cannot reach a tenant's data. */
export type OperatorCtx = RequestContext & {
  readonly role: "operator";
  readonly actor: Actor;
  readonly table: ReadTable;
};

/** The context of an operator route that writes. */
export type OperatorWriteCtx = OperatorCtx & { readonly writer: Writer };

/** The identity behind an authenticated credential. */
export type Caller = {
  tenant: string;
  actor: Actor;
  /** The id of the API key. null for an OIDC token. */
  key_id: string | null;
  scopes: readonly Scope[];
  /** Time at which the credential expires (RFC 3339). null: it does not expire. */
  expires_at: string | null;
};

/** A value with the id of its last change. The ETag is made from that change id. */
export type Versioned<T> = { readonly value: T; readonly change: string };

/** What a caller requires of the resource that a write changes, besides that it exists. */
export type Preconditions = {
  /** Its change id is one of these. */
  readonly match?: readonly string[];
  /** Its change id is none of these. `*`: it does not exist, so the write fails in any case. */
  readonly noneMatch?: readonly string[] | "*";
};
