/** Kimi Code. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { TRANSPORT } from "../mcp-entry.ts";
import { rulesync, rulesync17, specKit, specKitContext, toolHive, vendor } from "../sources.ts";

const doc = (path: string) => vendor("MoonshotAI/kimi-code", "2026-08-22@d723cc47", `docs/en/customization/${path}`);
const SKILLS = doc("skills.md");
const AGENTS = doc("agents.md");
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
      from: [SKILLS, RS, specKit("kimi")],
      disputed:
        "gh and vercel's skills write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    agent: { to: "agents", from: [AGENTS, RS] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [doc("mcp.md"), rulesync17("mcp/kimi-code-mcp"), toolHive, RS],
    },
    ...textBlocks("AGENTS.md", [AGENTS, specKitContext]),
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [AGENTS, specKitContext],
    disputed:
      "rulesync writes .kimi-code/AGENTS.md. The vendor reads both files. The catalogue follows spec-kit, and lists the other file in also_reads.",
  },
  native_skills: { to: "skills", from: [SKILLS, RS, specKit("kimi")] },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [SKILLS] },
    instructions: { paths: [".kimi-code/AGENTS.md"], from: [AGENTS, RS] },
    agent: { paths: [".agents/agents"], from: [AGENTS] },
  },
  user: {},
  mcp_entry: { ...TRANSPORT, from: [rulesync17("mcp/kimi-code-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The folder .kimi belonged to the Python command line kimi-cli, which is archived (notice in kimi-cli 1.52.0 on PyPI).",
    "Hooks are set in the user's config.toml.",
  ],
} as const satisfies CatalogueEntry;
