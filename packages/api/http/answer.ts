/** What a route answers, before it is a response. */

/** The representations of a resource. */
export type Format = "json" | "toml";

/** The response adds the representation that was asked for, its ETag, and the headers of a list. */
export type Answer = {
  status: 200 | 201 | 204 | 503;
  /** The JSON representation. */
  json?: unknown;
  /** The TOML representation, made only where it is asked for. */
  toml?: () => string | Promise<string>;
  /** The change id that the ETag is made of. */
  change?: string;
  /** The path of what was created, without the caller's prefix. */
  location?: string;
  /** The query of the next page. */
  next?: Record<string, string>;
  /** A body that is no representation: the reference page and its files. */
  raw?: { type: string; body: string | Uint8Array<ArrayBuffer> };
  headers?: Record<string, string>;
};

/** For answers that hold a secret. */
export const noStore = { "cache-control": "no-store" };
