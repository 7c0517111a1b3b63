/** The conditions of writes, and their DynamoDB condition expressions. */

/** A condition on the row under the key of a write. */
export type Condition =
  /** There is no row, not even a tombstone. */
  | { is: "absent" }
  /**
   * There is no row, an older tombstone, or a row of a deleted project with the same id, which has a smaller `parent`.
   * Change ids, uids and `parent` are ULIDs, so they compare.
   */
  | { is: "new"; parent?: string | undefined }
  /**
   * There is a live row. With `changes`, its last change is one of them; with `createdBefore`, its uid is smaller than
   * that change id; with `observedBefore`, its observation is from before that time.
   */
  | {
      is: "live";
      changes?: readonly string[] | undefined;
      parent?: string | undefined;
      createdBefore?: string;
      observedBefore?: string;
    }
  /** There is a row without a change id. */
  | { is: "unstamped" }
  /** There is a tombstone of exactly this change. With `purged`, its purge has reached that count. */
  | { is: "tombstone"; change: string; purged?: number }
  /** There is a row of the project with this uid. */
  | { is: "child"; parent: string }
  /** There is an observation of the record with this uid. */
  | { is: "observationOf"; record: string }
  /** There is no row, one of an earlier project with the same id, or one that was observed before that time. */
  | { is: "observedBefore"; at: string; parent: string }
  /** There is a row with exactly this `expires_at`. */
  | { is: "expiring"; expires_at: string | null }
  /** There is a row whose `last_used_at` is absent or earlier. */
  | { is: "unusedSince"; hour: string }
  /** There is no row, or the row of an idempotency key that expired before or at `at` (seconds since 1970). */
  | { is: "unused"; at: number }
  /** The head of the feed is at this sequence. undefined: there is no head yet. */
  | { is: "head"; seq: number | undefined }
  /** The row was written this many times. undefined: there is none. */
  | { is: "revision"; revision: number | undefined }
  /** There is a lease that this holder has, or that ended before `at` and may be taken by then (milliseconds since 1970). */
  | { is: "free"; at: number; holder: string }
  /** Whatever is there. */
  | { is: "any" };

/** A condition as input members of a DynamoDB write. */
export type ConditionExpression = {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** Returns aliases for attribute names. Every name is aliased, because DynamoDB reserves many words. */
export const aliases = (...names: string[]) => Object.fromEntries(names.map((n) => [`#${n}`, n]));

/** Builds a condition from a text in which `#name` is an attribute and `:name` a value. */
function expression(text: string, values: Record<string, unknown> = {}): ConditionExpression {
  const names = [...text.matchAll(/#(\w+)/g)].map(([, name]) => name as string);
  return {
    ConditionExpression: text,
    ExpressionAttributeNames: aliases(...names),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

/**
 * Returns the DynamoDB expression of a condition.
 * @param change the change id that the write stores, if it stores one
 */
export function conditionExpression(when: Condition, change?: string): ConditionExpression {
  switch (when.is) {
    case "absent":
      return expression("attribute_not_exists(#pk)");
    case "new": {
      // A newer tombstone may be that of this write's own row: writing again would undo the delete.
      const free = "attribute_not_exists(#pk) OR (attribute_exists(#deleted) AND #change < :own)";
      const values = { ":own": change ?? "-" };
      if (when.parent === undefined) return expression(free, values);
      return expression(`${free} OR #parent < :parent`, { ...values, ":parent": when.parent });
    }
    case "live":
      return live(when);
    case "unstamped":
      return expression("attribute_exists(#pk) AND attribute_not_exists(#change)");
    case "tombstone": {
      const tombstone = "attribute_exists(#deleted) AND #change = :tombstone";
      const values = { ":tombstone": when.change };
      if (when.purged === undefined) return expression(tombstone, values);
      if (when.purged === 0) return expression(`${tombstone} AND attribute_not_exists(#purged)`, values);
      return expression(`${tombstone} AND #purged = :purged`, { ...values, ":purged": when.purged });
    }
    case "child":
      return expression("#parent = :child", { ":child": when.parent });
    case "observationOf":
      return expression("#record = :record", { ":record": when.record });
    case "observedBefore": {
      const older = "#parent = :parent AND #observed_at < :observed_at";
      const values = { ":parent": when.parent, ":observed_at": when.at };
      return expression(`attribute_not_exists(#pk) OR #parent < :parent OR (${older})`, values);
    }
    case "expiring": {
      const same = "attribute_exists(#pk) AND #expires_at = :expires_at";
      return expression(same, { ":expires_at": when.expires_at });
    }
    case "unusedSince": {
      const before = "(attribute_not_exists(#last_used_at) OR #last_used_at < :hour)";
      return expression(`attribute_exists(#pk) AND ${before}`, { ":hour": when.hour });
    }
    case "unused":
      return expression("attribute_not_exists(#pk) OR #expires <= :now", { ":now": when.at });
    case "head":
      if (when.seq === undefined) return expression("attribute_not_exists(#seq)");
      return expression("#seq = :seq", { ":seq": when.seq });
    case "revision":
      if (when.revision === undefined) return expression("attribute_not_exists(#pk)");
      return expression("#revision = :revision", { ":revision": when.revision });
    case "free": {
      const values = { ":at": when.at, ":holder": when.holder };
      return expression("#holder = :holder OR (#until < :at AND #next <= :at)", values);
    }
    case "any":
      return expression("attribute_exists(#pk) OR attribute_not_exists(#pk)");
  }
}

function live(when: Extract<Condition, { is: "live" }>): ConditionExpression {
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
  if (when.createdBefore !== undefined) {
    terms.push("#uid < :before");
    values[":before"] = when.createdBefore;
  }
  if (when.observedBefore !== undefined) {
    terms.push("#observed_at < :observed_before");
    values[":observed_before"] = when.observedBefore;
  }
  return expression(terms.join(" AND "), values);
}
