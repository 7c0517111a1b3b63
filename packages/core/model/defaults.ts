/**
 * Defaults of fields that were added after the first release, for rows and events that lack them. A field is not stored
 * if it equals its default, so a default must never change. A nullable field needs none: it reads as null.
 */

/** The defaults of a deployment record. */
export const DEPLOYMENT_DEFAULTS = { artifact_path_base: "root" } as const;
