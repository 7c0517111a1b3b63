/** Pi. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ghSkill, ruler, rulesync, specKit, specKitContext, vercelSkills } from "../sources.ts";

const RS = rulesync("pi");

export const pi = {
  platform: "pi",
  name: "Pi",
  description: "The Pi coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".pi",
  artifacts: {
    skill: { to: "skills", from: [RS, ghSkill, vercelSkills, ruler] },
    command: { to: "prompts", from: [RS, specKit("pi")] },
    hook: { to: { path: "extensions", format: "ts", filename: "{name}.ts" }, from: [RS] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, ruler, specKitContext] },
  also_reads: {},
  user: {},
  as_of: "2026-08-21",
  notes: ["Hooks are TypeScript extensions: code, not configuration."],
} as const satisfies CatalogueEntry;
