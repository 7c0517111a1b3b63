/** The inputs of DynamoDB's write calls, made of the table's own types. */
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { aliases, type Condition, conditionExpression } from "./condition.ts";
import { toItem } from "./items.ts";
import type { TombstoneStamp } from "./row.ts";
import type { Count, Write } from "./verbs.ts";

/** Makes DynamoDB return the row that failed the condition. */
export const RETURN_ROW = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };

/** Returns an expression with its values as attribute values. */
export const marshalled = <E extends { ExpressionAttributeValues?: Record<string, unknown> }>({
  ExpressionAttributeValues: values,
  ...expression
}: E) => ({ ...expression, ...(values === undefined ? {} : { ExpressionAttributeValues: toItem(values) }) });

/** Returns the update that sets attributes of a row. @param count changes another one by a number */
export function setUpdate(attributes: Readonly<Record<string, unknown>>, when: Condition, count?: Count) {
  const condition = conditionExpression(when);
  const names = Object.keys(attributes);
  const set = names.map((name) => `#${name} = :set_${name}`).join(", ");
  return marshalled({
    UpdateExpression: `SET ${set}${count ? ` ADD #${count.name} :by` : ""}`,
    ConditionExpression: condition.ConditionExpression,
    ExpressionAttributeNames: {
      ...condition.ExpressionAttributeNames,
      ...aliases(...names, ...(count ? [count.name] : [])),
    },
    ExpressionAttributeValues: {
      ...condition.ExpressionAttributeValues,
      ...Object.fromEntries(names.map((name) => [`:set_${name}`, attributes[name]])),
      ...(count ? { ":by": count.by } : {}),
    },
  });
}

/** Returns the update that turns a row into a tombstone. */
export function tombstoneUpdate(stamp: TombstoneStamp, when: Condition) {
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
export function transactItem(TableName: string, write: Write): TransactWriteItem {
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
  if ("check" in write)
    return { ConditionCheck: { TableName, Key: toItem(write.check), ...marshalled(condition), ...RETURN_ROW } };
  const [key, attributes, count] =
    "set" in write
      ? [write.set, write.attributes, undefined]
      : [write.advance, { seq: write.seq, expires: write.expires }, write.count];
  return { Update: { TableName, Key: toItem(key), ...setUpdate(attributes, write.when, count), ...RETURN_ROW } };
}
