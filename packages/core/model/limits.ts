/** Limits of the model. */

/** The number of hashes that `version_lineage` keeps. */
export const MAX_LINEAGE = 64;

/** The maximum number of profiles for which `all_profiles` records a deployment, in one transaction. */
export const MAX_PROFILES = 90;

/** The maximum size of a tracker in one request or response, in bytes. */
export const MAX_TRACKER_BYTES = 4 * 1024 * 1024;

/** The maximum number of rows that a list in the result of an import has. It can be kept under an idempotency key. */
export const MAX_LISTED_ROWS = 1_000;

/** The maximum size of a request for a plan, in bytes: 2,000 artifacts with their names and hashes. */
export const MAX_PLAN_BYTES = 2 * 1024 * 1024;

/** The maximum size of a list of paths in which platforms are to be detected, in bytes. */
export const MAX_LISTING_BYTES = 1024 * 1024;

/** The maximum number of items of a batch of records, and the maximum size of its request, in bytes. */
export const MAX_BATCH_ITEMS = 500;
export const MAX_BATCH_BYTES = 1024 * 1024;

/** The maximum number of observations of a request. */
export const MAX_OBSERVATIONS = 500;
/** The maximum size of that request, in bytes. Its answer is not larger, so it can be kept under an idempotency key. */
export const MAX_OBSERVATION_BYTES = 256 * 1024;

/** The maximum size of a batch's result in bytes: less than what an idempotency key keeps. */
export const MAX_BATCH_RESULT_BYTES = 300_000;
