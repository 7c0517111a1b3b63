/** What a route returns. `respond` converts it to an HTTP response. */

/** The format of a representation. */
export type Format = "json" | "toml";

/** The result of a route, independent of the format that the client accepts. */
export type Answer = {
  status: 200 | 201 | 204 | 503;
  /** The JSON representation. */
  json?: unknown;
  /** Creates the TOML representation. Called only if the client accepts TOML. */
  toml?: () => string | Promise<string>;
  /** The change id, from which the ETag is made. */
  change?: string;
  /** Whether the ETag is made from the content and `Link`, as that of a list, whose items have change ids of their own. */
  tagged?: true;
  /** The path of the created resource, without the prefix. */
  location?: string;
  /** The query of the next page, for `Link`. */
  next?: Record<string, string>;
  /** The content of a file, for example of the reference page. `type` is its Content-Type. */
  raw?: { type: string; body: string | Uint8Array<ArrayBuffer> };
  headers?: Record<string, string>;
};

/** The header that keeps a response out of caches, for example because it contains a secret. */
export const noStore = { "cache-control": "no-store" };
