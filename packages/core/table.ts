/**
 * The storage verbs, with a closed set of conditions. The only file that holds DynamoDB expressions.
 *
 * A write never throws for a failed condition: it returns the row that stood in its way, unless that row carries the
 * write's own change id, which means that an earlier attempt was committed and its answer lost. An attempt without an
 * answer is not simply sent again: what it did may have been deleted, or replaced, and recorded by then.
 */

import { setMaxListeners } from "node:events";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { ATTEMPTS, backoff, isContention, isThrottled, UnansweredError } from "./dynamo.ts";
import { Fault } from "./fault.ts";
import { type Key, keys as keyOf, ownerOf } from "./keys.ts";

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
export type NounRow = Row & Stamp;
export type DeleteStamp = Pick<Stamp, "change" | "actor" | "request" | "trace" | "updated_at">;

export type Condition =
  /** Nothing under the key, not even a deleted row. */
  | { is: "absent" }
  /** Nothing, a row marked as deleted, or one left by a former project: uids are ULIDs, so by an earlier `parent`. */
  | { is: "new"; parent?: string }
  /** A live row; with `changes`, one whose last change is among them. */
  | { is: "live"; changes?: readonly string[] | undefined; parent?: string }
  /** A row marked as deleted by this very change; with `purged`, whose purge stands at that count. */
  | { is: "marked"; change: string; purged?: number }
  /** A row of this incarnation of the project. */
  | { is: "child"; parent: string }
  /** Nothing, or an Idempotency-Key's row that has expired by `at` (seconds). */
  | { is: "unused"; at: number }
  /** A feed's head at this sequence; undefined: there is no head yet. */
  | { is: "head"; seq: number | undefined };

export type Write =
  | { put: Row; when: Condition }
  | { remove: Key; when: Condition }
  /** Moves a feed's head, and leaves its other attributes alone. */
  | { advance: Key; seq: number; expires: number; when: Condition };

/** `done`, or the row that failed the condition. */
export type Outcome = { done: true } | { done: false; row: Row | undefined };

export type Table = {
  readonly name: string;
  /** The same table for one request: all its storage calls together end within so many milliseconds. */
  within(ms: number): Table;
  /** One row, strongly consistent unless told. */
  get(key: Key, consistent?: boolean): Promise<Row | undefined>;
  /** Rows in the order of the keys, strongly consistent, in one round trip for up to 100. */
  getMany(keys: readonly Key[]): Promise<(Row | undefined)[]>;
  /** Rows of one partition in sort-key order: at most `limit`, from after `after`. `last`: there may be more after it. */
  query(q: {
    pk: string;
    prefix: string;
    after?: string | undefined;
    limit: number;
    consistent?: boolean;
  }): Promise<{ rows: Row[]; last?: string }>;
  put(row: Row, when: Condition): Promise<Outcome>;
  /** Marks a row as deleted: the commit of a delete, and its event. */
  mark(key: Key, stamp: DeleteStamp, when: Condition): Promise<Outcome>;
  remove(key: Key, when: Condition): Promise<Outcome>;
  /** Sets one attribute under a condition, leaving the change id alone: no event comes of it. */
  set(key: Key, attribute: "purged" | "ttl", value: number, when: Condition): Promise<Outcome>;
  /** All or nothing, at most 100. On a failed condition: the outcomes, one a write. */
  transact(writes: readonly Write[]): Promise<{ done: true } | { done: false; outcomes: Outcome[] }>;
};

/** Units as the engine charges them, for budgets and metrics. */
export type Meter = (use: { operation: string; read: number; write: number }) => void;

/** What a call without a request of its own may take (contract, section 3: storage attempts end within 10 s). */
const DEADLINE_MS = 9_000;

export function createTable(client: DynamoDBClient, name: string, meter?: Meter): Table {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return verbs(documents, name, meter, () => AbortSignal.timeout(DEADLINE_MS));
}

function verbs(
  documents: DynamoDBDocumentClient,
  name: string,
  meter: Meter | undefined,
  deadline: () => AbortSignal,
): Table {
  const charge = meter ? { ReturnConsumedCapacity: "TOTAL" as const } : {};

  async function call<T>(
    operation: string,
    kind: "read" | "write",
    signal: AbortSignal,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      const result = await send(signal);
      if (meter) {
        const used = (result as { ConsumedCapacity?: Units | Units[] }).ConsumedCapacity ?? [];
        const units = [used].flat().reduce((sum, c) => sum + (c.CapacityUnits ?? 0), 0);
        meter({ operation, read: kind === "read" ? units : 0, write: kind === "write" ? units : 0 });
      }
      return result;
    } catch (error) {
      throw isTransient(error as Error) || signal.aborted ? unavailable(error) : error;
    }
  }
  const read = <T>(operation: string, send: (signal: AbortSignal) => Promise<T>) =>
    call(operation, "read", deadline(), send);

  /**
   * One conditional write, until it is answered.
   * @param own the row's key and the change that the write makes, where it makes one
   * @param send `again`: an earlier attempt got no answer
   */
  async function write(
    operation: string,
    own: { key: Key; change: string } | undefined,
    send: (signal: AbortSignal, again: boolean) => Promise<unknown>,
  ): Promise<Outcome & { again?: boolean }> {
    const signal = deadline();
    for (let attempt = 0; ; attempt++) {
      const again = attempt > 0;
      try {
        await call(operation, "write", signal, (s) => send(s, again));
        return { done: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) {
          const row = error.Item && (unmarshall(error.Item) as Row);
          return own && hasChange(row, own.change) ? { done: true } : { done: false, row, again };
        }
        if (!(error instanceof UnansweredError)) throw error;
        if (attempt + 1 === ATTEMPTS || signal.aborted) throw unavailable(error);
      }
      await pause(attempt);
      if (own && (await isRecorded(own))) return { done: true };
    }
  }

  /** Did the recorder see this change? Then it was committed, whatever became of the row since. */
  async function isRecorded({ key, change }: { key: Key; change: string }): Promise<boolean> {
    const owner = ownerOf(key.pk);
    return owner !== undefined && (await table.get(keyOf.marker(owner.tenant, change))) !== undefined;
  }

  const table: Table = {
    name,

    within(ms) {
      const signal = AbortSignal.timeout(ms);
      // Every call in hand listens to it.
      setMaxListeners(0, signal);
      return verbs(documents, name, meter, () => signal);
    },

    async get(key, consistent = true) {
      const result = await read("GetItem", (abortSignal) =>
        documents.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: consistent, ...charge }), {
          abortSignal,
        }),
      );
      return result.Item as Row | undefined;
    },

    async getMany(wanted) {
      const found = new Map<string, Row>();
      for (let from = 0; from < wanted.length; from += 100) {
        let keys: Record<string, unknown>[] | undefined = wanted.slice(from, from + 100);
        for (let attempt = 0; keys; attempt++) {
          if (attempt > 0) await pause(attempt);
          const command = new BatchGetCommand({
            RequestItems: { [name]: { Keys: keys, ConsistentRead: true } },
            ...charge,
          });
          const result: BatchGetCommandOutput = await read("BatchGetItem", (abortSignal) =>
            documents.send(command, { abortSignal }),
          );
          for (const row of (result.Responses?.[name] ?? []) as Row[]) found.set(`${row.pk}\n${row.sk}`, row);
          keys = result.UnprocessedKeys?.[name]?.Keys;
        }
      }
      return wanted.map((key) => found.get(`${key.pk}\n${key.sk}`));
    },

    async query({ pk, prefix, after, limit, consistent = true }) {
      const result = await read("Query", (abortSignal) =>
        documents.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
            ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
            Limit: limit,
            ConsistentRead: consistent,
            ...charge,
          }),
          { abortSignal },
        ),
      );
      const last = result.LastEvaluatedKey?.sk as string | undefined;
      return { rows: (result.Items ?? []) as Row[], ...(last === undefined ? {} : { last }) };
    },

    put(row, when) {
      const change = row.change as string | undefined;
      return write("PutItem", change === undefined ? undefined : { key: row, change }, (abortSignal) =>
        documents.send(
          new PutCommand({ TableName: name, Item: row, ...condition(when, change), ...ALL_OLD, ...charge }),
          {
            abortSignal,
          },
        ),
      );
    },

    async mark(key, stamp, when) {
      const result = await write("UpdateItem", { key, change: stamp.change }, (abortSignal, again) => {
        // Sent again, it must not reach a row that was made after the delete: uids and change ids are ULIDs.
        const guard = condition(again ? { ...when, uidBefore: stamp.change } : when);
        const update = new UpdateCommand({
          TableName: name,
          Key: key,
          UpdateExpression:
            "SET #deleted = :true, #change = :change, #changes = list_append(:ids, #changes), #actor = :actor, " +
            `#request = :request, #updated_at = :at${stamp.trace === undefined ? " REMOVE #trace" : ", #trace = :trace"}`,
          ConditionExpression: guard.ConditionExpression,
          ExpressionAttributeNames: {
            ...guard.ExpressionAttributeNames,
            ...aliases("deleted", "change", "changes", "actor", "request", "updated_at", "trace"),
          },
          ExpressionAttributeValues: {
            ...guard.ExpressionAttributeValues,
            ":true": true,
            ":change": stamp.change,
            ":ids": [stamp.change],
            ":actor": stamp.actor,
            ":request": stamp.request,
            ":at": stamp.updated_at,
            ...(stamp.trace === undefined ? {} : { ":trace": stamp.trace }),
          },
          ...ALL_OLD,
          ...charge,
        });
        return documents.send(update, { abortSignal });
      });
      // Perhaps committed without an answer, and now there is nothing, or what was made after it: the delete is done.
      const gone = !result.done && (result.row === undefined || (result.row.uid as string) > stamp.change);
      return gone && result.again ? { done: true } : result;
    },

    remove(key, when) {
      return write("DeleteItem", undefined, (abortSignal) =>
        documents.send(new DeleteCommand({ TableName: name, Key: key, ...condition(when), ...ALL_OLD, ...charge }), {
          abortSignal,
        }),
      );
    },

    set(key, attribute, value, when) {
      const guard = condition(when);
      return write("UpdateItem", undefined, (abortSignal) =>
        documents.send(
          new UpdateCommand({
            TableName: name,
            Key: key,
            UpdateExpression: "SET #set = :set",
            ConditionExpression: guard.ConditionExpression,
            ExpressionAttributeNames: { ...guard.ExpressionAttributeNames, "#set": attribute },
            ExpressionAttributeValues: { ...guard.ExpressionAttributeValues, ":set": value },
            ...ALL_OLD,
            ...charge,
          }),
          { abortSignal },
        ),
      );
    },

    async transact(writes) {
      try {
        const items = writes.map((w) => {
          const guarded = { TableName: name, ...condition(w.when), ...ALL_OLD };
          if ("put" in w) {
            const guard = condition(w.when, w.put.change as string | undefined);
            return { Put: { ...guarded, ...guard, Item: w.put } };
          }
          if ("remove" in w) return { Delete: { ...guarded, Key: w.remove } };
          return {
            Update: {
              ...guarded,
              Key: w.advance,
              UpdateExpression: "SET #seq = :to, #expires = :expires",
              ExpressionAttributeNames: { ...guarded.ExpressionAttributeNames, ...aliases("seq", "expires") },
              ExpressionAttributeValues: { ...guarded.ExpressionAttributeValues, ":to": w.seq, ":expires": w.expires },
            },
          };
        });
        // The SDK sends one ClientRequestToken with all attempts, so a committed transaction answers as committed again.
        await call("TransactWriteItems", "write", deadline(), (abortSignal) =>
          documents.send(new TransactWriteCommand({ TransactItems: items, ...charge }), { abortSignal }),
        );
        return { done: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        if (!reasons.some((r) => r.Code === "ConditionalCheckFailed")) throw error;
        const outcomes = reasons.map((reason): Outcome => {
          if (reason.Code !== "ConditionalCheckFailed") return { done: true };
          return { done: false, row: reason.Item && (unmarshall(reason.Item) as Row) };
        });
        return { done: false, outcomes };
      }
    },
  };
  return table;
}

/** Where a scan of the table stands; undefined: at its start. */
export type ScanPosition = Key | undefined;
/** The rows that it is about, and how many it went through for them. */
export type ScanPage = (after: ScanPosition) => Promise<{ rows: Row[]; scanned: number; last: ScanPosition }>;

/**
 * Reads the whole table, for migrations alone: no request does, and no function of the service may. One scan, not
 * parallel segments: those of dynoxide end early where the row that they stood at has gone.
 */
export function createScan(client: DynamoDBClient, name: string, prefix: string, limit = 500): ScanPage {
  const documents = DynamoDBDocumentClient.from(client);
  return async (after) => {
    const {
      Items = [],
      ScannedCount = 0,
      LastEvaluatedKey,
    } = await documents.send(
      new ScanCommand({
        TableName: name,
        FilterExpression: "begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":prefix": prefix },
        ConsistentRead: true,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    return { rows: Items as Row[], scanned: ScannedCount, last: LastEvaluatedKey as ScanPosition };
  };
}

type Units = { CapacityUnits?: number };
const ALL_OLD = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
const aliases = (...names: string[]) => Object.fromEntries(names.map((n) => [`#${n}`, n]));
const pause = (attempt: number) => new Promise((done) => setTimeout(done, backoff(attempt)));

const hasChange = (row: Row | undefined, change: string) => Array.isArray(row?.changes) && row.changes.includes(change);

const unavailable = (cause: unknown) =>
  new Fault("unavailable", "Storage did not answer in time; try again", { retryAfter: 1, cause });

/** Throttling, contention and lost answers that outlasted the SDK's attempts; all else is our fault. */
function isTransient(error: Error & { $metadata?: { httpStatusCode?: number }; code?: string }): boolean {
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) return error.name === "AbortError" || error.name === "TimeoutError" || "code" in error;
  return status >= 500 || isContention(error) || isThrottled(error);
}

type Guard = {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** Each condition as an expression over aliased names, so that no reserved word can stand in the way. */
function condition(when: Condition & { uidBefore?: string }, change?: string): Guard {
  switch (when.is) {
    case "absent":
      return { ConditionExpression: "attribute_not_exists(#pk)", ExpressionAttributeNames: aliases("pk") };
    case "new": {
      // A row that was deleted since, but holds our own change, was ours: to write it again would undo the delete.
      const free = "attribute_not_exists(#pk) OR (attribute_exists(#deleted) AND NOT contains(#changes, :own))";
      const names = aliases("pk", "deleted", "changes");
      const values = { ":own": change ?? "-" };
      if (when.parent === undefined)
        return { ConditionExpression: free, ExpressionAttributeNames: names, ExpressionAttributeValues: values };
      return {
        ConditionExpression: `${free} OR #parent < :parent`,
        ExpressionAttributeNames: { ...names, ...aliases("parent") },
        ExpressionAttributeValues: { ...values, ":parent": when.parent },
      };
    }
    case "live": {
      const terms = ["attribute_exists(#pk)", "attribute_not_exists(#deleted)"];
      const names = ["pk", "deleted"];
      const values: Record<string, unknown> = {};
      if (when.parent !== undefined) {
        terms.push("#parent = :parent");
        names.push("parent");
        values[":parent"] = when.parent;
      }
      if (when.changes !== undefined) {
        terms.push(`#change IN (${when.changes.map((_, i) => `:c${i}`).join(", ")})`);
        names.push("change");
        when.changes.forEach((id, i) => {
          values[`:c${i}`] = id;
        });
      }
      if (when.uidBefore !== undefined) {
        terms.push("#uid < :before");
        names.push("uid");
        values[":before"] = when.uidBefore;
      }
      return {
        ConditionExpression: terms.join(" AND "),
        ExpressionAttributeNames: aliases(...names),
        ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
      };
    }
    case "marked": {
      const marked = "attribute_exists(#deleted) AND #change = :marked";
      const names = aliases("deleted", "change");
      if (when.purged === undefined)
        return {
          ConditionExpression: marked,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ":marked": when.change },
        };
      const at = when.purged === 0 ? "attribute_not_exists(#purged)" : "#purged = :purged";
      return {
        ConditionExpression: `${marked} AND ${at}`,
        ExpressionAttributeNames: { ...names, ...aliases("purged") },
        ExpressionAttributeValues: { ":marked": when.change, ...(when.purged === 0 ? {} : { ":purged": when.purged }) },
      };
    }
    case "child":
      return {
        ConditionExpression: "#parent = :child",
        ExpressionAttributeNames: aliases("parent"),
        ExpressionAttributeValues: { ":child": when.parent },
      };
    case "unused":
      return {
        ConditionExpression: "attribute_not_exists(#pk) OR #expires <= :at",
        ExpressionAttributeNames: aliases("pk", "expires"),
        ExpressionAttributeValues: { ":at": when.at },
      };
    case "head":
      return {
        ConditionExpression: when.seq === undefined ? "attribute_not_exists(#seq)" : "#seq = :seq",
        ExpressionAttributeNames: aliases("seq"),
        ...(when.seq === undefined ? {} : { ExpressionAttributeValues: { ":seq": when.seq } }),
      };
  }
}
