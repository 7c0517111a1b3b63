/** Any tool the catalogue does not know. */
import type { CatalogueEntry } from "../schema.ts";

export const other = {
  platform: "other",
  name: "Other",
  description: "A tool the catalogue does not know; it has no preset, so a profile must give its root_dir.",
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
