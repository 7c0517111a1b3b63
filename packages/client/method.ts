/** The types of the client's methods: what each operation takes and what it returns, read from the generated types. */
import type { operations } from "./generated/types.ts";

/** The `operationId` of an operation of the API. */
export type OperationId = keyof operations;

/** What every method takes beside the parameters and the body of its operation. */
export type CallOptions = {
  /** Ends the call, also while it waits for the next attempt. The promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** The time limit of each attempt, instead of the client's. */
  timeoutMs?: number | undefined;
  /** Headers to add. They replace the client's own. */
  headers?: Readonly<Record<string, string>> | undefined;
};

/** What a call resolves to. */
export type Result<Data, ETag = string | null> = {
  /** The parsed JSON; the text of an answer in another format; undefined if the answer has no body. */
  data: Data;
  /** The ETag, for `ifMatch` and `ifNoneMatch`. */
  etag: ETag;
  /** Status and headers. The body is read already. */
  response: Response;
};

/** A page of a list or feed. */
export type Page<Data, ETag = string | null> = Result<Data, ETag> & {
  /** The query of the next page. Undefined: this is the last one. A feed always has a next page, which may still be empty. */
  next: Readonly<Record<string, string>> | undefined;
};

/** Pages of one list: await it for the first page, or iterate. */
export type Pages<Data, ETag = string | null> = Promise<Page<Data, ETag>> & {
  /** Every page from the first on. */
  pages(): AsyncIterableIterator<Page<Data, ETag>>;
};

/** A list: await it for the first page, or iterate over the items of all pages. */
export type List<Item, ETag = string | null> = Pages<Item[], ETag> & AsyncIterable<Item>;

/** A feed: await it for the first page, or iterate over its events, up to the last one or with `follow` beyond it. */
export type Feed<Item> = List<Item, null> & {
  /** The events that exist, and then new ones as they come. It ends only by the signal of the call or by an error. */
  follow(options?: FollowOptions): AsyncIterableIterator<Item>;
};

export type FollowOptions = {
  /** The time between two looks at the end of the feed. Default: 2,000. */
  intervalMs?: number;
  /** Called with the position behind each page that was iterated over. A later `after` with it continues there. */
  onPosition?(after: string): void;
};

type Operation<Id extends OperationId> = operations[Id];
/** A part of the parameters; `unknown`, which adds nothing to an intersection, if the operation has none. */
type Part<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>;
type HeadersOf<Id extends OperationId> = Part<Operation<Id>["parameters"]["header"]>;
type Success<Id extends OperationId> = Operation<Id>["responses"][keyof Operation<Id>["responses"]];

type ContentOf<T> = T extends { content: infer Content } ? Content : never;
type JsonOf<T> = T extends { "application/json": infer Json } ? Json : never;
/** The JSON of the answers; the text of those in another format; undefined of those without a body. */
type DataOf<T> = T extends { content: infer Content }
  ? "application/json" extends keyof Content
    ? JsonOf<Content>
    : Content[keyof Content]
  : undefined;
type ETagOf<T> = T extends { headers: { ETag: string } } ? string : null;

/** A body is an object, which is sent as JSON, or a text in another format. */
type BodyOf<Media extends string | number | symbol, Content> =
  | ("application/json" extends Media ? { body: JsonOf<Content>; contentType?: undefined } : never)
  | ("application/toml" extends Media ? { body: string; contentType?: "application/toml" } : never)
  | { body: string; contentType: Exclude<Media, "application/merge-patch+json"> };
type BodyArgs<Id extends OperationId> =
  Operation<Id> extends { requestBody: { content: infer Content } } ? BodyOf<keyof Content, Content> : unknown;

type KeyArgs<Id extends OperationId> =
  HeadersOf<Id> extends { "Idempotency-Key"?: string }
    ? {
        /** Default: a new one for each call. Give your own to repeat a call later, within 24 hours, without a second effect. */
        idempotencyKey?: string | undefined;
      }
    : unknown;
type IfMatchArgs<Id extends OperationId> =
  HeadersOf<Id> extends { "If-Match"?: string }
    ? {
        /** The ETag that the resource must still have; else the call fails with `precondition-failed` (412). */
        ifMatch?: string;
      }
    : unknown;

/** The arguments of an operation, all in one object: path and query parameters under their names, `body`, and options. */
export type Args<Id extends OperationId> = Part<Operation<Id>["parameters"]["path"]> &
  Part<Operation<Id>["parameters"]["query"]> &
  BodyArgs<Id> &
  KeyArgs<Id> &
  IfMatchArgs<Id> &
  CallOptions;

type Query<Id extends OperationId> = Part<Operation<Id>["parameters"]["query"]>;
type Returned<Id extends OperationId, Data, ETag> =
  Query<Id> extends { after?: string }
    ? Data extends (infer Item)[]
      ? Feed<Item>
      : Promise<Result<Data, ETag>>
    : Query<Id> extends { cursor?: string }
      ? Data extends (infer Item)[]
        ? List<Item, ETag>
        : Pages<Data, ETag>
      : Promise<Result<Data, ETag>>;

/** The answer to a read with `ifNoneMatch` where nothing has changed. */
export type NotModified = { notModified: true; data: undefined; etag: string; response: Response };
type Changed<Data, ETag> = Result<Data, ETag> & { notModified?: undefined };

type Call<Arguments, Result> =
  Partial<Arguments> extends Arguments ? (args?: Arguments) => Result : (args: Arguments) => Result;

type ConditionalCall<Id extends OperationId> =
  HeadersOf<Id> extends { "If-None-Match"?: string; "If-Match"?: never; "Idempotency-Key"?: never }
    ? Call<
        Args<Id> & {
          /** ETags of answers that you have. If one of them is still current, the result has `notModified`. */
          ifNoneMatch: string;
        },
        Promise<Changed<DataOf<Success<Id>>, ETagOf<Success<Id>>> | NotModified>
      >
    : unknown;
type TomlCall<Id extends OperationId> = "application/toml" extends keyof ContentOf<Success<Id>>
  ? Call<
      Args<Id> & {
        /** The answer as TOML text instead of JSON. */
        accept: "application/toml";
      },
      Returned<Id, string, ETagOf<Success<Id>>>
    >
  : unknown;

/** A method of the client. */
export type Method<Id extends OperationId> = ConditionalCall<Id> &
  TomlCall<Id> &
  Call<Args<Id>, Returned<Id, DataOf<Success<Id>>, ETagOf<Success<Id>>>>;
