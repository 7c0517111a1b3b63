/** Kimi Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { rulesync, specKit, specKitContext } from "../sources.ts";

const RS = rulesync("kimi-code");

export const kimi = {
  platform: "kimi",
  name: "Kimi Code",
  description: "Moonshot AI's Kimi Code command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".kimi-code",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, specKit("kimi")],
      disputed:
        "gh and vercel's skills write .agents/skills. The catalogue follows the newer sources, in the platform's own folder.",
    },
    agent: { to: "agents", from: [RS] },
    mcp: { to: { path: "mcp.json", kind: "file", format: "json" }, from: [RS] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [specKitContext],
    disputed: "rulesync writes .kimi-code/AGENTS.md. The catalogue follows spec-kit, the newer of the two.",
  },
  also_reads: {},
  user: {},
  as_of: "2026-08-21",
  notes: ["Hooks are set in the user's config.toml."],
} as const satisfies CatalogueEntry;
