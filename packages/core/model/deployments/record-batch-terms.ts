/** What can become of an item of a batch, and why it is refused. */

/** What can become of an item. */
export const OUTCOMES = ["created", "updated", "unchanged", "failed"] as const;

/** Why the write of a record is refused. It is the failure of its item, and the others go on. */
export const WRITE_REFUSALS = [
  "unsupported-artifact-type",
  "platform-mismatch",
  "other-collection",
  "validation-failed",
  "too-large",
] as const;
/** The codes of all failures of an item. A project that is not found is none: it ends the batch. */
export const ITEM_CODES = ["not-found", ...WRITE_REFUSALS] as const;
