/** Grok Build. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { apm, rulesync, specKit, specKitContext, vercelSkills } from "../sources.ts";

const RS = rulesync("grokcli");

export const grok = {
  platform: "grok",
  name: "Grok Build",
  description: "xAI's Grok Build command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".grok",
  artifacts: {
    skill: { to: "skills", from: [RS, apm, vercelSkills, specKit("grok")] },
    command: { to: "commands", from: [RS, apm] },
    agent: { to: "agents", from: [RS, apm] },
    hook: { to: { path: "hooks", format: "json", filename: "{name}.json" }, from: [RS] },
    mcp: { to: { path: "config.toml", kind: "merge", key: "mcp_servers", format: "toml" }, from: [RS] },
    rule_file: { to: "rules", from: [RS, apm] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, specKitContext] },
  also_reads: {},
  user: {},
  as_of: "2026-08-21",
  notes: [],
} as const satisfies CatalogueEntry;
