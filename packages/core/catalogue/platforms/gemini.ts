/** Google's Gemini CLI. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { HTTP_URL } from "../mcp-entry.ts";
import { agnosticAi, report, vendor } from "../sources.ts";

const AA = agnosticAi("gemini");
const doc = (path: string) => vendor("google-gemini/gemini-cli", "2026-08-21@5411f113", path);
const STORAGE = doc("packages/core/src/config/storage.ts");
const SKILLS = doc("docs/cli/skills.md");

export const gemini = {
  platform: "gemini",
  name: "Gemini CLI",
  description: "Google's Gemini CLI.",
  status: "active",
  replaced_by: null,
  root_dir: ".gemini",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh writes .agents/skills, which is read too and has priority for equal names. The catalogue follows the platform's own folder.",
    },
    command: { to: { path: "commands", format: "toml", filename: "{name}.toml" }, from: [STORAGE] },
    agent: { to: "agents", from: [doc("docs/core/subagents.md"), STORAGE] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [STORAGE],
    },
    mcp: { to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" }, from: [STORAGE] },
    ...textBlocks("GEMINI.md", [STORAGE]),
  },
  instructions: { files: ["GEMINI.md"], from: [STORAGE] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS] } },
  user: {
    skill: { path: "~/.gemini/skills", from: [SKILLS] },
    instructions: { path: "~/.gemini/GEMINI.md", from: [STORAGE, AA] },
  },
  mcp_entry: { ...HTTP_URL, from: [vendor("google-gemini/gemini-cli", "2026-11", "docs/tools/mcp-server.md")] },
  shared_names: {
    types: ["skill", "command"],
    from: [report("vshulcz/deja-vu", "2026-09", 3665), report("crewrig/crewrig", "2026-08", 1077)],
  },
  as_of: "2026-11-25",
  notes: [
    "The setting context.fileName changes the name of the instruction file.",
    "Since 2026-06-18 it is closed to consumer accounts, for which Antigravity CLI is the successor. Enterprise accounts and API keys still work (google-gemini/gemini-cli discussion #28017).",
  ],
} as const satisfies CatalogueEntry;
