/**
 * The write operations of the table. A failed condition is an outcome with the row that failed it, not an error. If
 * that row contains the write's own change id, an earlier attempt was committed and its response was lost. A single
 * write without a response is not simply sent again: others may have changed, deleted or replaced its row since, and a
 * change must not be made twice. The row, then the change's marker, tell whether it was committed; if neither can tell,
 * the write waits for the marker, and fails with 503.
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Calls, unavailable } from "./calls.ts";
import { ATTEMPTS, UnansweredError } from "./client.ts";
import { type Condition, conditionExpression } from "./condition.ts";
import { marshalled, RETURN_ROW, setUpdate, tombstoneUpdate, transactItem } from "./inputs.ts";
import { fromItem, toItem } from "./items.ts";
import { type Key, keys, ownerOf } from "./keys.ts";
import { pause } from "./retry.ts";
import type { Row } from "./row.ts";
import type { Outcome, ReadTable, Table } from "./verbs.ts";

/** The change that a write makes to a row. */
type Own = {
  readonly key: Key;
  readonly change: string;
  /** Whether a row without the change can have come after it, so that the change may have been committed before. */
  canFollow(row: Row): boolean;
};
/** Sends one attempt. */
type Attempt = (signal: AbortSignal) => Promise<unknown>;
/** `isRetry`: an earlier attempt got no response. */
type WriteOutcome = Outcome & { isRetry?: boolean };

type Writes = Pick<Table, "put" | "tombstone" | "remove" | "setAttribute" | "set" | "transact">;

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
    let unanswered: UnansweredError | undefined;
    for (let attempt = 0; attempt < ATTEMPTS && !signal.aborted; attempt++) {
      if (unanswered) await pause(attempt - 1);
      const fate = unanswered && own ? await fateOf(own, await reads.get(own.key)) : "open";
      if (fate === "committed") return { done: true };
      // Once the change is recorded, its marker tells.
      if (fate === "unknown") continue;
      try {
        await calls.write(operation, signal, send);
        return { done: true };
      } catch (error) {
        if (error instanceof UnansweredError) {
          unanswered = error;
          continue;
        }
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const row = error.Item && fromItem(error.Item);
        if (own && hasChange(row, own.change)) return { done: true };
        if (!unanswered || !own) return { done: false, row };
        const refused = await fateOf(own, row);
        if (refused === "committed") return { done: true };
        if (refused === "open") return { done: false, row, isRetry: true };
      }
    }
    throw unavailable(unanswered);
  }

  /**
   * Whether a change whose write got no response was committed. `open`: it was not, and can be sent again.
   * @param row the row as it is now. The marker is read after it: a row that is gone was recorded before.
   */
  async function fateOf(
    { key, change, canFollow }: Own,
    row: Row | undefined,
  ): Promise<"committed" | "open" | "unknown"> {
    if (hasChange(row, change)) return "committed";
    const owner = ownerOf(key.pk);
    if (owner && (await reads.get(keys.marker(owner.tenant, change)))) return "committed";
    return row && canFollow(row) ? "unknown" : "open";
  }

  const set: Writes["set"] = (key, attributes, when) => {
    const update = setUpdate(attributes, when);
    const input = { TableName: name, Key: toItem(key), ...update, ...RETURN_ROW, ...metered };
    return write("UpdateItem", undefined, (abortSignal) => client.send(new UpdateItemCommand(input), { abortSignal }));
  };

  return {
    put(row, when) {
      const change = row.change as string | undefined;
      const condition = conditionExpression(when, change);
      const input = { TableName: name, Item: toItem(row), ...marshalled(condition), ...RETURN_ROW, ...metered };
      const own = change === undefined ? undefined : ownOfPut(row, change, when);
      return write("PutItem", own, (abortSignal) => client.send(new PutItemCommand(input), { abortSignal }));
    },

    async tombstone(key, stamp, when) {
      const { change } = stamp;
      const update = marshalled(tombstoneUpdate(stamp, when));
      const input = { TableName: name, Key: toItem(key), ...update, ...RETURN_ROW, ...metered };
      const own = { key, change, canFollow: (row: Row) => isCreatedAfter(row, change) };
      const result = await write("UpdateItem", own, (abortSignal) =>
        client.send(new UpdateItemCommand(input), { abortSignal }),
      );
      // Nothing is left to delete, and an earlier attempt may be the reason.
      return !result.done && result.row === undefined && result.isRetry ? { done: true } : result;
    },

    remove(key, when) {
      const condition = marshalled(conditionExpression(when));
      const input = { TableName: name, Key: toItem(key), ...condition, ...RETURN_ROW, ...metered };
      return write("DeleteItem", undefined, (abortSignal) =>
        client.send(new DeleteItemCommand(input), { abortSignal }),
      );
    },

    setAttribute: (key, attribute, value, when) => set(key, { [attribute]: value }, when),
    set,

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

/** Whether a row has a change: it is one of the last four, or it created the row. */
const hasChange = (row: Row | undefined, change: string) =>
  row?.uid === change || (Array.isArray(row?.changes) && row.changes.includes(change));

/** uids and change ids are ULIDs, and a row that replaces a tombstone has a greater one, so they compare. */
const isCreatedAfter = (row: Row, change: string) => (row.uid as string) > change;

/** Returns the change of a put. */
function ownOfPut({ pk, sk, uid }: Row, change: string, when: Condition): Own {
  const canFollow = (row: Row): boolean => {
    // The row of another uid is free for this put only after the change was recorded.
    if (when.is === "absent") return false;
    // Whoever changed the row since gave it a change id.
    if (when.is === "unstamped") return row.change !== undefined;
    if (when.is !== "live") return isCreatedAfter(row, change);
    // While the row has the change that this put replaces, none of the last four is missing.
    return row.uid !== uid || !(row.changes as string[] | undefined)?.some((id) => when.changes?.includes(id));
  };
  return { key: { pk, sk }, change, canFollow };
}
