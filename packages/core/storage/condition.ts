/** The conditions that a write can have, as DynamoDB expressions. */

export type Condition =
  /** Nothing under the key, not even a deleted row. */
  | { is: "absent" }
  /** Nothing, a row marked as deleted, or one left by a former project: uids are ULIDs, so by an earlier `parent`. */
  | { is: "new"; parent?: string }
  /** A live row; with `changes`, one whose last change is among them. */
  | { is: "live"; changes?: readonly string[] | undefined; parent?: string }
  /** A row marked as deleted by this very change; with `purged`, whose purge stands at that count. */
  | { is: "tombstone"; change: string; purged?: number }
  /** A row of this incarnation of the project. */
  | { is: "child"; parent: string }
  /** Nothing, or an Idempotency-Key's row that has expired by `at` (seconds). */
  | { is: "unused"; at: number }
  /** A feed's head at this sequence; undefined: there is no head yet. */
  | { is: "head"; seq: number | undefined };
export const aliases = (...names: string[]) => Object.fromEntries(names.map((n) => [`#${n}`, n]));

type Guard = {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** Each condition as an expression over aliased names, so that no reserved word can stand in the way. */
export function condition(when: Condition & { uidBefore?: string }, change?: string): Guard {
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
    case "tombstone": {
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
