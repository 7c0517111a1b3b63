/** Stored items: their keys, and what every change stamps on them. */
import type { Key } from "./keys.ts";

/** A stored item: its key, and attributes whose meaning its noun knows. */
export type Row = Key & { readonly [attribute: string]: unknown };

/** What every change stamps on a noun's row. */
export type Stamp = {
  /** The change id of the row's creation; tells incarnations of one id apart. */
  uid: string;
  /** The uid of the project that owns the row. */
  parent?: string;
  /** The id of the last change, and of the last few, newest first. */
  change: string;
  changes: string[];
  actor: string;
  request: string;
  /** The `traceparent` of the request, where it had one. */
  trace?: string;
  version: number;
  created_at: string;
  updated_at: string;
  /** Set by a delete; the row reads as absent until it is removed behind the answer. */
  deleted?: boolean;
};
export type ResourceRow = Row & Stamp;
export type TombstoneStamp = Pick<Stamp, "change" | "actor" | "request" | "trace" | "updated_at">;
