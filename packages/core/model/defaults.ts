/**
 * Defaults of fields that were added after the first release, for rows and events that lack them: a value, or a function
 * of the stored row. A field is not stored if it equals its default, so a default must never change. A nullable field
 * needs none: it reads as null.
 */
import type { StoredDefaults } from "../resource/stored.ts";

/** The defaults by the id of the read shape in the OpenAPI document. Definitions and readers both take them from here. */
export const DEFAULTS = {
  Project: {},
  DeploymentProfile: {},
  Artifact: {},
  Deployment: { artifact_path_base: "root" },
  ApiKey: {},
  Tenant: {},
} as const satisfies Record<string, StoredDefaults>;
