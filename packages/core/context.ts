/** What every verb takes first: who asks, when, and where the data lies. A plain value, no ambient state. */
import type { ReadTable } from "./storage/verbs.ts";
import type { Writer } from "./storage/writer.ts";
import type { Scope } from "./values/scope.ts";

/** What every request has. */
type RequestContext = {
  readonly requestId: string;
  /** The caller's W3C `traceparent`, where it sent one; recorded with every change. */
  readonly trace?: string | undefined;
  /** The service's own URL, without a slash at the end: for absolute URLs in answers. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** A new ULID. */
  readonly newId: () => string;
};

/** Of a public route: it reads no data, and has no tenant. */
export type PublicCtx = RequestContext & {
  readonly role: "public";
  /** Whether one bounded read of storage is answered. */
  readonly isStorageReady: () => Promise<boolean>;
};

/** Of a route that reads a tenant's data. */
export type Ctx = RequestContext & {
  readonly role: "tenant";
  /** From the credential alone, never from path, header or body. */
  readonly tenant: string;
  /** The key id or token subject; recorded with every change. */
  readonly actor: string;
  readonly table: ReadTable;
};

/** Of a route that writes a tenant's data. */
export type WriteCtx = Ctx & { readonly writer: Writer };

/** Of an operator's route: no tenant's data is within its reach. */
export type OperatorCtx = RequestContext & {
  readonly role: "operator";
  readonly actor: string;
  readonly table: ReadTable;
};

export type OperatorWriteCtx = OperatorCtx & { readonly writer: Writer };

/** Who a credential is. */
export type Caller = {
  tenant: string;
  /** The key id or token subject. */
  actor: string;
  /** null for an OIDC token. */
  key_id: string | null;
  scopes: readonly Scope[];
  /** RFC 3339; null: never. */
  expires_at: string | null;
};

/** A value with the change id that its ETag is made of. */
export type Versioned<T> = { readonly value: T; readonly change: string };

/** `If-Match` as change ids; undefined: no condition beyond existence. */
export type Precondition = readonly string[] | undefined;
