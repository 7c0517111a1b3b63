/** What every verb takes first: who asks, when, and where the data lies. A plain value, no ambient state. */
import type { Once } from "./storage/idempotency.ts";
import type { Table } from "./storage/table.ts";

export type Ctx = {
  /** From the credential alone, never from path, header or body. */
  readonly tenant: string;
  /** The key id or token subject; recorded with every change. */
  readonly actor: string;
  readonly requestId: string;
  /** The caller's W3C `traceparent`, where it sent one; recorded with every change. */
  readonly trace?: string | undefined;
  /** Where the service answers, without a slash at the end: for URLs in what it tells. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** A new ULID. */
  readonly newId: () => string;
  readonly table: Table;
  /** The request's Idempotency-Key, where it has one. */
  readonly once?: Once | undefined;
};

/** A value with the change id that its ETag is made of. */
export type Versioned<T> = { readonly value: T; readonly change: string };

/** A page of a list; `next` is the position to continue after, absent on the last page. */
export type Page<T> = { readonly items: T[]; readonly next?: string };

/** `If-Match` as change ids; undefined: no condition beyond existence. */
export type Precondition = readonly string[] | undefined;
