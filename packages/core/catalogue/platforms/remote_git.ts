/** A remote Git repository as a deployment target. */
import type { CatalogueEntry } from "../entry.schema.ts";

export const remoteGit = {
  platform: "remote_git",
  name: "Remote Git repository",
  description: "A remote Git repository as a target. It has no preset, so a profile must set root_dir.",
  status: "active",
  replaced_by: null,
  root_dir: null,
  artifacts: {},
  instructions: null,
  also_reads: {},
  user: {},
  as_of: null,
  notes: [],
} as const satisfies CatalogueEntry;
