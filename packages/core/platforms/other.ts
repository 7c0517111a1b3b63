/** Any tool the catalogue does not know. */
import type { CatalogueEntry } from "./schema.ts";

export const other = {
  platform: "other",
  name: "Other",
  description: "A tool the catalogue does not know; it has no preset, so a profile must give its root_dir.",
  status: "active",
  root_dir: null,
  artifact_path_map: {},
  project_config_filenames: [],
  context_path_prefixes: [],
  supported_artifact_types: [],
  as_of: null,
  sources: [],
  notes: [],
} as const satisfies CatalogueEntry;
