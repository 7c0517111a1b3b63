/**
 * The storage verbs, with a closed set of conditions. The only file that holds DynamoDB expressions.
 *
 * A write never throws for a failed condition: it returns the row that stood in its way, unless that row carries the
 * write's own change id, which means that an earlier attempt was committed and its answer lost.
 */
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
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { isContention, STORAGE_DEADLINE_MS, wasUnanswered } from "./dynamo.ts";
import { Fault } from "./fault.ts";
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
  version: number;
  created_at: string;
  updated_at: string;
  /** Set by a delete; the row reads as absent until it is removed behind the answer. */
  deleted?: boolean;
};
export type NounRow = Row & Stamp;

export type Condition =
  /** Nothing under the key, not even a deleted row. */
  | { is: "absent" }
  /** Nothing, a row marked as deleted, or one left by a former project (another `parent`). */
  | { is: "new"; parent?: string }
  /** A live row; with `changes`, one whose last change is among them. */
  | { is: "live"; changes?: readonly string[] | undefined; parent?: string }
  /** A row marked as deleted by this very change; with `purged`, whose purge stands at that count. */
  | { is: "marked"; change: string; purged?: number }
  /** A row of this incarnation of the project. */
  | { is: "child"; parent: string }
  /** A feed's head at this sequence; undefined: there is no head yet. */
  | { is: "head"; seq: number | undefined };

export type Write = { put: Row; when: Condition } | { remove: Key; when: Condition };

/** `done`, or the row that failed the condition; `unanswered`: an earlier attempt may have been committed. */
export type Outcome = { done: true } | { done: false; row: Row | undefined; unanswered: boolean };

export type Table = {
  readonly name: string;
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
  mark(key: Key, stamp: Pick<Stamp, "change" | "actor" | "request" | "updated_at">, when: Condition): Promise<Outcome>;
  remove(key: Key, when: Condition): Promise<Outcome>;
  /** Sets one attribute under a condition, leaving the change id alone: no event comes of it. */
  set(key: Key, attribute: "purged" | "ttl", value: number, when: Condition): Promise<Outcome>;
  /** All or nothing, at most 100. On a failed condition: the outcomes, one a write. */
  transact(writes: readonly Write[]): Promise<{ done: true } | { done: false; outcomes: Outcome[] }>;
};

/** Units as the engine charges them, for budgets and metrics. */
export type Meter = (use: { operation: string; read: number; write: number }) => void;

export function createTable(client: DynamoDBClient, name: string, meter?: Meter): Table {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const charge = meter ? { ReturnConsumedCapacity: "TOTAL" as const } : {};

  async function call<T>(
    operation: string,
    kind: "read" | "write",
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      const result = await send(AbortSignal.timeout(STORAGE_DEADLINE_MS));
      if (meter) {
        const used = (result as { ConsumedCapacity?: Units | Units[] }).ConsumedCapacity ?? [];
        const units = [used].flat().reduce((sum, c) => sum + (c.CapacityUnits ?? 0), 0);
        meter({ operation, read: kind === "read" ? units : 0, write: kind === "write" ? units : 0 });
      }
      return result;
    } catch (error) {
      throw isTransient(error as Error)
        ? new Fault("unavailable", "Storage did not answer in time; try again", { retryAfter: 1, cause: error })
        : error;
    }
  }

  const write = (
    operation: string,
    change: unknown,
    send: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<Outcome> =>
    call(operation, "write", send).then(
      () => ({ done: true }),
      (error) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return outcome(error.Item && (unmarshall(error.Item) as Row), change, wasUnanswered(error));
      },
    );

  return {
    name,

    async get(key, consistent = true) {
      const result = await call("GetItem", "read", (abortSignal) =>
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
          const result: BatchGetCommandOutput = await call("BatchGetItem", "read", (abortSignal) =>
            documents.send(command, { abortSignal }),
          );
          for (const row of (result.Responses?.[name] ?? []) as Row[]) found.set(`${row.pk}\n${row.sk}`, row);
          keys = result.UnprocessedKeys?.[name]?.Keys;
        }
      }
      return wanted.map((key) => found.get(`${key.pk}\n${key.sk}`));
    },

    async query({ pk, prefix, after, limit, consistent = true }) {
      const result = await call("Query", "read", (abortSignal) =>
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
      return write("PutItem", row.change, (abortSignal) =>
        documents.send(new PutCommand({ TableName: name, Item: row, ...condition(when), ...ALL_OLD, ...charge }), {
          abortSignal,
        }),
      );
    },

    async mark(key, stamp, when) {
      const guard = condition(when);
      const result = await write("UpdateItem", stamp.change, (abortSignal) =>
        documents.send(
          new UpdateCommand({
            TableName: name,
            Key: key,
            UpdateExpression:
              "SET #deleted = :true, #change = :change, #changes = list_append(:ids, #changes), #actor = :actor, " +
              "#request = :request, #updated_at = :at",
            ConditionExpression: guard.ConditionExpression,
            ExpressionAttributeNames: {
              ...guard.ExpressionAttributeNames,
              ...aliases("deleted", "change", "changes", "actor", "request", "updated_at"),
            },
            ExpressionAttributeValues: {
              ...guard.ExpressionAttributeValues,
              ":true": true,
              ":change": stamp.change,
              ":ids": [stamp.change],
              ":actor": stamp.actor,
              ":request": stamp.request,
              ":at": stamp.updated_at,
            },
            ...ALL_OLD,
            ...charge,
          }),
          { abortSignal },
        ),
      );
      // Committed without an answer, and already removed behind it: the delete is done.
      if (!result.done && result.row === undefined && result.unanswered) return { done: true };
      return result;
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
          return "put" in w ? { Put: { ...guarded, Item: w.put } } : { Delete: { ...guarded, Key: w.remove } };
        });
        // The SDK sends one ClientRequestToken with all attempts, so a committed transaction answers as committed again.
        await call("TransactWriteItems", "write", (abortSignal) =>
          documents.send(new TransactWriteCommand({ TransactItems: items, ...charge }), { abortSignal }),
        );
        return { done: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        if (!reasons.some((r) => r.Code === "ConditionalCheckFailed")) throw error;
        const outcomes = reasons.map((reason): Outcome => {
          if (reason.Code !== "ConditionalCheckFailed") return { done: true };
          return {
            done: false,
            row: reason.Item && (unmarshall(reason.Item) as Row),
            unanswered: wasUnanswered(error),
          };
        });
        return { done: false, outcomes };
      }
    },
  };
}

type Units = { CapacityUnits?: number };
const ALL_OLD = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
const aliases = (...names: string[]) => Object.fromEntries(names.map((n) => [`#${n}`, n]));
const pause = (attempt: number) =>
  new Promise((done) => setTimeout(done, Math.random() * Math.min(1_000, 25 * 2 ** attempt)));

function outcome(row: Row | undefined, change: unknown, unanswered: boolean): Outcome {
  const changes = row?.changes;
  if (change !== undefined && Array.isArray(changes) && changes.includes(change)) return { done: true };
  return { done: false, row, unanswered };
}

/** Throttling, contention and lost answers that outlasted the SDK's attempts; all else is our fault. */
function isTransient(error: Error & { $metadata?: { httpStatusCode?: number }; code?: string }): boolean {
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) return error.name === "AbortError" || error.name === "TimeoutError" || "code" in error;
  return (
    status >= 500 ||
    status === 429 ||
    isContention(error) ||
    /Throttl|ThroughputExceeded|LimitExceeded|InProgress/.test(error.name)
  );
}

type Guard = {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** Each condition as an expression over aliased names, so that no reserved word can stand in the way. */
function condition(when: Condition): Guard {
  switch (when.is) {
    case "absent":
      return { ConditionExpression: "attribute_not_exists(#pk)", ExpressionAttributeNames: aliases("pk") };
    case "new": {
      const free = "attribute_not_exists(#pk) OR attribute_exists(#deleted)";
      if (when.parent === undefined)
        return { ConditionExpression: free, ExpressionAttributeNames: aliases("pk", "deleted") };
      return {
        ConditionExpression: `${free} OR #parent <> :parent`,
        ExpressionAttributeNames: aliases("pk", "deleted", "parent"),
        ExpressionAttributeValues: { ":parent": when.parent },
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
    case "head":
      return {
        ConditionExpression: when.seq === undefined ? "attribute_not_exists(#seq)" : "#seq = :seq",
        ExpressionAttributeNames: aliases("seq"),
        ...(when.seq === undefined ? {} : { ExpressionAttributeValues: { ":seq": when.seq } }),
      };
  }
}
