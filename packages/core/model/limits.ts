/** Limits of the model. */

/** The number of hashes that `version_lineage` keeps. */
export const MAX_LINEAGE = 64;

/** The maximum number of profiles for which `all_profiles` records a deployment, in one transaction. */
export const MAX_PROFILES = 90;
