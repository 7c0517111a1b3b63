/** The types of stored rows, and the attributes that every change sets. */
import type { Key } from "./keys.ts";

/** A stored row: its key and the attributes that its resource defines. */
export type Row = Key & { readonly [attribute: string]: unknown };

/** The attributes that every change sets on the row of a resource. These names are stored and never change. */
export type Stamp = {
  /**
   * The change id of the row's creation. A resource that is deleted and created again with the same id has another uid.
   */
  uid: string;
  /** The uid of the project that owns the row. */
  parent?: string;
  /** The id of the last change. It is the id of the event, and the ETag is made from it. */
  change: string;
  /** The ids of the last four changes, newest first. */
  changes: string[];
  /** The actor of the last change. Rows that were stored before actors had prefixes have a bare id. */
  actor: string;
  /** The id of the request that made the last change. */
  request: string;
  /** The `traceparent` of that request, if it had one. */
  trace?: string;
  /** The number of changes, starting at 1. */
  version: number;
  created_at: string;
  updated_at: string;
  /** true on a tombstone. The row reads as absent until the recorder removes it. */
  deleted?: boolean;
};

/** The row of a resource: a project, profile, artifact or deployment. */
export type ResourceRow = Row & Stamp;

/** The attributes that a delete sets when it turns a row into a tombstone. */
export type TombstoneStamp = Pick<Stamp, "change" | "actor" | "request" | "trace" | "updated_at">;
