/**
 * HTTP requests and responses as plain values. fetch's classes are not used here: Node.js loads them on first use, which
 * takes 20 ms of a cold start, and each of them costs a request more than the rest of this package.
 */

/** The body of a request. */
export type HttpBody = {
  /** Reads the whole body. */
  all(): Promise<Uint8Array>;
  /** Reads the body in chunks. */
  chunks(): AsyncIterable<Uint8Array>;
};

/** A request. */
export type HttpRequest = {
  readonly method: string;
  /** The path of the URL as it was sent, percent-encoded. */
  readonly path: string;
  /** The query including its `?`, or an empty string. */
  readonly query: string;
  /** The IP address of the client's connection, never from a header. Undefined: the request came from no network. */
  readonly address: string | undefined;
  /** Returns the value of a header, or null. @param name in lower case */
  header(name: string): string | null;
  /** Returns the body, or null if there is none. */
  body(): HttpBody | null | undefined;
};

/** The body of a response: text, bytes, or none. */
export type ResponseBody = string | Uint8Array<ArrayBuffer> | null;

/** A response. The names of headers are in lower case. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ResponseBody;
};

/** Answers a request. */
export type Handle = (request: HttpRequest) => Promise<HttpResponse>;
