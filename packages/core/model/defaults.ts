/**
 * Defaults of fields that were added after the first release, for rows and events that lack them: a value, or a function
 * of the stored row. A field is not stored if it equals its default, so a default must never change. A nullable field
 * needs none: it reads as null.
 */

import type { StoredDefaults } from "../resource/stored.ts";
import type { JsonObject } from "../values/json.ts";
import { lastSegment } from "../values/strings.ts";
import { scopeDirOf } from "./scope-dir.ts";

/** The defaults by the id of the read shape in the OpenAPI document. Definitions and readers both take them from here. */
export const DEFAULTS = {
  Project: {},
  DeploymentProfile: { scope: "project", scope_dir: (row: JsonObject) => scopeDirOf(row.platform, row.root_dir) },
  Artifact: { install_name: (row: JsonObject) => lastSegment(String(row.name)) },
  Deployment: { artifact_path_base: "root" },
  Observation: {},
  ApiKey: {},
  Tenant: { limits: {}, suspended: false },
  Webhook: {},
} as const satisfies Record<string, StoredDefaults>;
