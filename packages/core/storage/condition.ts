/** The conditions that a write can have, as DynamoDB expressions. */

export type Condition =
  /** Nothing under the key, not even a tombstone. */
  | { is: "absent" }
  /** Nothing, a tombstone, or a row of a former project: uids are ULIDs, so that one has a lesser `parent`. */
  | { is: "new"; parent?: string }
  /** A live row; with `changes`, one whose last change is among them. */
  | { is: "live"; changes?: readonly string[] | undefined; parent?: string }
  /** The tombstone of this very change; with `purged`, whose purge stands at that count. */
  | { is: "tombstone"; change: string; purged?: number }
  /** A row of this incarnation of the project. */
  | { is: "child"; parent: string }
  /** Nothing, or the row of an Idempotency-Key that has expired by `at` (seconds since 1970). */
  | { is: "unused"; at: number }
  /** A feed's head at this sequence; undefined: there is no head yet. */
  | { is: "head"; seq: number | undefined };

/** A condition in the members that a DynamoDB write takes. */
export type ConditionExpression = {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** Every name is aliased, so that no reserved word of DynamoDB's can be one. */
export const aliases = (...names: string[]) => Object.fromEntries(names.map((n) => [`#${n}`, n]));

/** `#name` in the text stands for an attribute, `:name` for a value. */
function expression(text: string, values: Record<string, unknown> = {}): ConditionExpression {
  const names = [...text.matchAll(/#(\w+)/g)].map(([, name]) => name as string);
  return {
    ConditionExpression: text,
    ExpressionAttributeNames: aliases(...names),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

/**
 * @param when the condition; with `uidBefore`, of a row that was created before that change
 * @param change the id of the change that the write makes, where it makes one
 */
export function conditionExpression(when: Condition & { uidBefore?: string }, change?: string): ConditionExpression {
  switch (when.is) {
    case "absent":
      return expression("attribute_not_exists(#pk)");
    case "new": {
      // A tombstone that holds our own change was written by us and deleted since: a second write would undo the delete.
      const free = "attribute_not_exists(#pk) OR (attribute_exists(#deleted) AND NOT contains(#changes, :own))";
      const values = { ":own": change ?? "-" };
      if (when.parent === undefined) return expression(free, values);
      return expression(`${free} OR #parent < :parent`, { ...values, ":parent": when.parent });
    }
    case "live":
      return live(when);
    case "tombstone": {
      const tombstone = "attribute_exists(#deleted) AND #change = :tombstone";
      const values = { ":tombstone": when.change };
      if (when.purged === undefined) return expression(tombstone, values);
      if (when.purged === 0) return expression(`${tombstone} AND attribute_not_exists(#purged)`, values);
      return expression(`${tombstone} AND #purged = :purged`, { ...values, ":purged": when.purged });
    }
    case "child":
      return expression("#parent = :child", { ":child": when.parent });
    case "unused":
      return expression("attribute_not_exists(#pk) OR #expires <= :now", { ":now": when.at });
    case "head":
      if (when.seq === undefined) return expression("attribute_not_exists(#seq)");
      return expression("#seq = :seq", { ":seq": when.seq });
  }
}

function live(when: Extract<Condition, { is: "live" }> & { uidBefore?: string }): ConditionExpression {
  const terms = ["attribute_exists(#pk)", "attribute_not_exists(#deleted)"];
  const values: Record<string, unknown> = {};
  if (when.parent !== undefined) {
    terms.push("#parent = :parent");
    values[":parent"] = when.parent;
  }
  if (when.changes !== undefined) {
    terms.push(`#change IN (${when.changes.map((_, i) => `:c${i}`).join(", ")})`);
    for (const [i, id] of when.changes.entries()) values[`:c${i}`] = id;
  }
  if (when.uidBefore !== undefined) {
    terms.push("#uid < :before");
    values[":before"] = when.uidBefore;
  }
  return expression(terms.join(" AND "), values);
}
