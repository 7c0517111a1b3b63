/** Any tool that the catalogue does not contain. */
import type { CatalogueEntry } from "../entry.schema.ts";

export const other = {
  platform: "other",
  name: "Other",
  description: "A tool that the catalogue does not contain. It has no preset, so a profile must set root_dir.",
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
