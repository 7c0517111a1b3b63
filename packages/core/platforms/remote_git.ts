/** A remote Git repository as the place to deploy to. */
import type { CatalogueEntry } from "./schema.ts";

export const remoteGit = {
  platform: "remote_git",
  name: "Remote Git repository",
  description: "A remote Git repository as a target; it has no preset, so a profile must give its root_dir.",
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
