/**
 * The write operations of the table. A failed condition is an outcome with the row that failed it, not an error. If
 * that row contains the write's own change id, an earlier attempt was committed and its response was lost. A single
 * write without a response is not simply retried: its row may have been recorded and then deleted or replaced.
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Calls, unavailable } from "./calls.ts";
import { ATTEMPTS, UnansweredError } from "./client.ts";
import { aliases, type Condition, conditionExpression } from "./condition.ts";
import { fromItem, toItem } from "./items.ts";
import { type Key, keys, ownerOf } from "./keys.ts";
import { pause } from "./retry.ts";
import type { Row, TombstoneStamp } from "./row.ts";
import type { Outcome, ReadTable, Table, Write } from "./verbs.ts";

/** Makes DynamoDB return the row that failed the condition. */
const RETURN_ROW = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };

/** The row's key, and the change id that a write stores in the row. */
type Own = { key: Key; change: string };
/** Sends one attempt. `isRetry`: an earlier attempt got no response. */
type Attempt = (signal: AbortSignal, isRetry: boolean) => Promise<unknown>;
/** `isRetry`: an earlier attempt got no response and may have been committed. */
type WriteOutcome = Outcome & { isRetry?: boolean };

type Writes = Pick<Table, "put" | "tombstone" | "remove" | "setAttribute" | "transact">;

/** Creates the write operations of a table. @param reads for looking up the markers of changes */
export function createWrites(
  client: DynamoDBClient,
  name: string,
  calls: Calls,
  reads: Pick<ReadTable, "get">,
): Writes {
  const { metered } = calls;

  /**
   * Runs one conditional write, and retries it while there is no response.
   * @param own undefined: the write stores no change id
   */
  const write = (operation: string, own: Own | undefined, send: Attempt): Promise<WriteOutcome> =>
    calls.within((signal) => writeUntil(signal, operation, own, send));

  async function writeUntil(
    signal: AbortSignal,
    operation: string,
    own: Own | undefined,
    send: Attempt,
  ): Promise<WriteOutcome> {
    for (let attempt = 0; ; attempt++) {
      const isRetry = attempt > 0;
      try {
        await calls.write(operation, signal, (s) => send(s, isRetry));
        return { done: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) {
          const row = error.Item && fromItem(error.Item);
          return own && hasChange(row, own.change) ? { done: true } : { done: false, row, isRetry };
        }
        if (!(error instanceof UnansweredError)) throw error;
        if (attempt + 1 === ATTEMPTS || signal.aborted) throw unavailable(error);
      }
      await pause(attempt);
      if (own && (await isRecorded(own))) return { done: true };
    }
  }

  /** Whether the change has a marker. If it has, it was committed, even if the row was changed or removed since. */
  async function isRecorded({ key, change }: Own): Promise<boolean> {
    const owner = ownerOf(key.pk);
    return owner !== undefined && (await reads.get(keys.marker(owner.tenant, change))) !== undefined;
  }

  return {
    put(row, when) {
      const change = row.change as string | undefined;
      const condition = conditionExpression(when, change);
      const input = { TableName: name, Item: toItem(row), ...marshalled(condition), ...RETURN_ROW, ...metered };
      return write("PutItem", change === undefined ? undefined : { key: row, change }, (abortSignal) =>
        client.send(new PutItemCommand(input), { abortSignal }),
      );
    },

    async tombstone(key, stamp, when) {
      const result = await write("UpdateItem", { key, change: stamp.change }, (abortSignal, isRetry) => {
        // A retry must not delete a row that was created after this delete. uids and change ids are ULIDs, so they
        // compare.
        const condition = isRetry ? { ...when, uidBefore: stamp.change } : when;
        const update = marshalled(tombstoneUpdate(stamp, condition));
        const input = { TableName: name, Key: toItem(key), ...update, ...RETURN_ROW, ...metered };
        return client.send(new UpdateItemCommand(input), { abortSignal });
      });
      // If the row is gone, or was created after this delete, an earlier attempt of the delete was committed.
      const gone = !result.done && (result.row === undefined || (result.row.uid as string) > stamp.change);
      return gone && result.isRetry ? { done: true } : result;
    },

    remove(key, when) {
      const condition = marshalled(conditionExpression(when));
      const input = { TableName: name, Key: toItem(key), ...condition, ...RETURN_ROW, ...metered };
      return write("DeleteItem", undefined, (abortSignal) =>
        client.send(new DeleteItemCommand(input), { abortSignal }),
      );
    },

    setAttribute(key, attribute, value, when) {
      const condition = conditionExpression(when);
      const input = {
        TableName: name,
        Key: toItem(key),
        UpdateExpression: "SET #set = :set",
        ConditionExpression: condition.ConditionExpression,
        ExpressionAttributeNames: { ...condition.ExpressionAttributeNames, "#set": attribute },
        ExpressionAttributeValues: toItem({ ...condition.ExpressionAttributeValues, ":set": value }),
        ...RETURN_ROW,
        ...metered,
      };
      return write("UpdateItem", undefined, (abortSignal) =>
        client.send(new UpdateItemCommand(input), { abortSignal }),
      );
    },

    async transact(writes) {
      const command = new TransactWriteItemsCommand({
        TransactItems: writes.map((w) => transactItem(name, w)),
        ...metered,
      });
      try {
        // The SDK sends the same ClientRequestToken with every attempt, so a retry of a committed transaction succeeds.
        await calls.within((signal) =>
          calls.write("TransactWriteItems", signal, (abortSignal) => client.send(command, { abortSignal })),
        );
        return { done: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        if (!reasons.some((r) => r.Code === "ConditionalCheckFailed")) throw error;
        const outcomes = reasons.map((reason): Outcome => {
          if (reason.Code !== "ConditionalCheckFailed") return { done: true };
          return { done: false, row: reason.Item && fromItem(reason.Item) };
        });
        return { done: false, outcomes };
      }
    },
  };
}

const hasChange = (row: Row | undefined, change: string) => Array.isArray(row?.changes) && row.changes.includes(change);

/** Returns an expression with its values as attribute values. */
const marshalled = <E extends { ExpressionAttributeValues?: Record<string, unknown> }>({
  ExpressionAttributeValues: values,
  ...expression
}: E) => ({ ...expression, ...(values === undefined ? {} : { ExpressionAttributeValues: toItem(values) }) });

/** Returns the update that turns a row into a tombstone. */
function tombstoneUpdate(stamp: TombstoneStamp, when: Condition & { uidBefore?: string }) {
  const condition = conditionExpression(when);
  const trace = stamp.trace === undefined ? " REMOVE #trace" : ", #trace = :trace";
  return {
    UpdateExpression:
      "SET #deleted = :true, #change = :change, #changes = list_append(:ids, #changes), #actor = :actor, " +
      `#request = :request, #updated_at = :at${trace}`,
    ConditionExpression: condition.ConditionExpression,
    ExpressionAttributeNames: {
      ...condition.ExpressionAttributeNames,
      ...aliases("deleted", "change", "changes", "actor", "request", "updated_at", "trace"),
    },
    ExpressionAttributeValues: {
      ...condition.ExpressionAttributeValues,
      ":true": true,
      ":change": stamp.change,
      ":ids": [stamp.change],
      ":actor": stamp.actor,
      ":request": stamp.request,
      ":at": stamp.updated_at,
      ...(stamp.trace === undefined ? {} : { ":trace": stamp.trace }),
    },
  };
}

/** Returns a write as an item of a transaction. */
function transactItem(TableName: string, write: Write): TransactWriteItem {
  if ("put" in write) {
    const condition = conditionExpression(write.when, write.put.change as string | undefined);
    return { Put: { TableName, Item: toItem(write.put), ...marshalled(condition), ...RETURN_ROW } };
  }
  if ("tombstone" in write) {
    const update = marshalled(tombstoneUpdate(write.stamp, write.when));
    return { Update: { TableName, Key: toItem(write.tombstone), ...update, ...RETURN_ROW } };
  }
  const condition = conditionExpression(write.when);
  if ("remove" in write)
    return { Delete: { TableName, Key: toItem(write.remove), ...marshalled(condition), ...RETURN_ROW } };
  return {
    Update: {
      TableName,
      Key: toItem(write.advance),
      UpdateExpression: "SET #seq = :to, #expires = :expires",
      ConditionExpression: condition.ConditionExpression,
      ExpressionAttributeNames: { ...condition.ExpressionAttributeNames, ...aliases("seq", "expires") },
      ExpressionAttributeValues: toItem({
        ...condition.ExpressionAttributeValues,
        ":to": write.seq,
        ":expires": write.expires,
      }),
      ...RETURN_ROW,
    },
  };
}
