/** Stored items: their keys, and what every change stamps on them. */
import type { Key } from "./keys.ts";

/** A stored item: its key, and attributes whose meaning its resource knows. */
export type Row = Key & { readonly [attribute: string]: unknown };

/** What every change stamps on the row of a resource. The names are stored: they never change. */
export type Stamp = {
  /** The change id of the row's creation. It tells incarnations of one id apart. */
  uid: string;
  /** The uid of the project that owns the row. */
  parent?: string;
  /** The change id of the last change: the event's id, and what the ETag is made of. */
  change: string;
  /** The change ids of the last four changes, newest first. */
  changes: string[];
  /** The key id or token subject that made the last change. */
  actor: string;
  /** The id of the request that made the last change. */
  request: string;
  /** The `traceparent` of that request, where it had one. */
  trace?: string;
  /** Counts changes from 1. */
  version: number;
  created_at: string;
  updated_at: string;
  /** True on a tombstone: the row reads as absent until the recorder removes it. */
  deleted?: boolean;
};

/** The row of a resource: a project, profile, artifact or deployment. */
export type ResourceRow = Row & Stamp;

/** What a delete stamps on the row that it turns into a tombstone. */
export type TombstoneStamp = Pick<Stamp, "change" | "actor" | "request" | "trace" | "updated_at">;
