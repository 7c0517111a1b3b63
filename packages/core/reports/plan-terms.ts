/** The limits of a plan, and what it reports. */

/** The limits of one plan: artifacts and entries, and bytes of the answer. */
export const MAX_PLANNED = { artifacts: 2_000, entries: 10_000, bytes: 5_000_000 } as const;

/** The types of texts. Platforms without a folder for them take them as blocks of their instruction files. */
export const TEXT_TYPES: readonly string[] = ["rule_file", "context_file", "project_config"];

/** What can be wrong with an entry that is not skipped. */
export const WARNINGS = ["unportable-name", "too-deep", "invalid-skill-name", "unknown-event"] as const;

/** The kinds of collisions. */
export const COLLISION_KINDS = ["same_path", "case_fold", "also_reads", "leak", "same_name"] as const;
