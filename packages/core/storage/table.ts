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
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { Fault } from "../fault.ts";
import { ATTEMPTS, backoff, isContention, isThrottled, UnansweredError } from "./client.ts";
import { aliases, type Condition, condition } from "./condition.ts";
import { type Key, keys as keyOf, ownerOf } from "./keys.ts";
import type { Row, TombstoneStamp } from "./row.ts";

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
  withDeadline(ms: number): Table;
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
  tombstone(key: Key, stamp: TombstoneStamp, when: Condition): Promise<Outcome>;
  remove(key: Key, when: Condition): Promise<Outcome>;
  /** Sets one attribute under a condition, leaving the change id alone: no event comes of it. */
  setAttribute(key: Key, attribute: "purged" | "ttl", value: number, when: Condition): Promise<Outcome>;
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

    withDeadline(ms) {
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

    async tombstone(key, stamp, when) {
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

    setAttribute(key, attribute, value, when) {
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

type Units = { CapacityUnits?: number };
const ALL_OLD = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
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
