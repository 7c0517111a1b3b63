/** What can be observed of a deployment record, and what can become of an observation. */

/** The states in which a record's files can be. */
export const OBSERVED_STATES = ["synced", "modified", "missing"] as const;

/** What the status counts and filters by: also `none`, of a record that was not observed yet. */
export const OBSERVED_OR_NONE = [...OBSERVED_STATES, "none"] as const;
export type ObservedOrNone = (typeof OBSERVED_OR_NONE)[number];

/** What can become of an observation. */
export type ObservationOutcome = "changed" | "unchanged" | "ignored" | "unknown";

/** By how many minutes the clock of who observes may be ahead. Later times would make all others look old. */
export const MAX_AHEAD_MINUTES = 5;
