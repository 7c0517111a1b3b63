/** Kilo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { LOCAL_OR_REMOTE } from "../mcp-entry.ts";
import {
  agnosticAi,
  ghSkill,
  openPackage11,
  openSpec,
  rulesync,
  rulesync17,
  specKit,
  specKitContext,
  vendor,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("kilo");
const SKILLS = vendor("Kilo-Org/kilocode", "2026-08", "packages/kilo-docs/pages/customize/skills.md");
const CONFIG = vendor("Kilo-Org/kilocode", "2026-08", "packages/kilo-docs");
const AA = agnosticAi("kilo");

export const kilo = {
  platform: "kilo",
  name: "Kilo Code",
  description: "The Kilo Code agent for editors and the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".kilo",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, RS],
      disputed:
        "vercel's skills and agnostic-ai write .agents/skills, which is read too. gh writes the older .kilocode/skills. The catalogue follows the platform's own current folder.",
    },
    command: { to: "commands", from: [RS, specKit("kilocode"), AA] },
    agent: { to: "agents", from: [RS, AA] },
    hook: {
      to: { path: "plugin", format: "ts", filename: "{name}.ts" },
      from: [AA],
      disputed:
        "rulesync writes .kilo/plugins, and both folders load. The catalogue follows agnostic-ai, the newest source.",
    },
    mcp: {
      to: { path: "kilo.jsonc", base: "project", kind: "merge", key: "mcp", format: "jsonc" },
      from: [CONFIG, RS, AA],
      disputed:
        "ruler writes .kilocode/mcp.json, which the platform migrates. add-mcp writes kilo.json, which is read too. The catalogue follows the newer sources, which write kilo.jsonc.",
    },
    rule_file: {
      to: "rules",
      from: [RS, AA],
      disputed:
        "spec-kit's context file is in the older .kilocode. The catalogue follows the majority and the newest source.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [SKILLS, RS] },
  also_reads: {
    skill: {
      paths: [".agents/skills", ".claude/skills", ".kilocode/skills"],
      from: [SKILLS, vercelSkills, AA, ghSkill],
    },
    command: { paths: [".kilo/command", ".kilocode/workflows"], from: [openSpec("kilocode"), openPackage11] },
    mcp: { paths: ["kilo.json", ".kilo/kilo.jsonc"], from: [CONFIG] },
    rule_file: { paths: [".kilocode/rules"], from: [openPackage11, specKitContext] },
    hook: { paths: [".kilo/plugins"], from: [RS] },
  },
  user: {},
  mcp_entry: { ...LOCAL_OR_REMOTE, from: [rulesync17("mcp/kilo-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "A rule is read only if instructions[] in kilo.jsonc names it.",
    ".kilo replaced the folder .kilocode in 2026. .kilo/kilo.jsonc wins over kilo.jsonc at the root.",
    "Hooks are plugins: code, not configuration.",
  ],
} as const satisfies CatalogueEntry;
