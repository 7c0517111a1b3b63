/** Amp. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agnosticAi,
  aiRules,
  bmad,
  ghSkill,
  openPackage11,
  report,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKitContext,
  toolHive,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("amp");
const RS17 = rulesync17Paths("amp");
const AA = agnosticAi("amp");
const TEXTS = textBlocks("AGENTS.md", [RS, AA, specKitContext, aiRules]);

export const amp = {
  platform: "amp",
  name: "Amp",
  description: "The Amp coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".amp",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [RS, ghSkill, vercelSkills, ruler, AA],
      disputed: "Only agent-config writes .amp/skills. The catalogue follows all others.",
    },
    command: {
      unsupported: true,
      from: [AA],
      disputed:
        "spec-kit still writes .agents/commands. The catalogue follows the vendor, which announced on 2026-01-29 that custom commands are removed.",
    },
    hook: { to: { path: "plugins", format: "ts", filename: "{name}.ts" }, from: [RS] },
    mcp: { to: { path: "settings.json", kind: "merge", key: "amp.mcpServers", format: "json" }, from: [RS, AA] },
    ...TEXTS,
    rule_file: {
      ...TEXTS.rule_file,
      disputed:
        "rulesync writes .agents/memories, and names its files in AGENTS.md. Amp does not read that folder by itself, so the catalogue does not follow it.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext, aiRules] },
  also_reads: {
    skill: {
      paths: [".claude/skills"],
      from: [report("Chemaclass/agnostic-ai", "2026-11", 1023), report("Chemaclass/agnostic-ai", "2026-11", 1067)],
    },
  },
  user_root: ".config/amp",
  user: {
    skill: {
      path: "~/.config/agents/skills",
      from: [RS, RS17, ghSkill, vercelSkills, bmad, skillshare],
      disputed:
        "agnostic-ai and ToolHive name ~/.agents/skills, agent-config ~/.amp/skills. The catalogue follows the majority.",
    },
    hook: { path: "~/.config/amp/plugins", from: [RS17] },
    mcp: {
      path: "~/.config/amp/settings.json",
      from: [RS17, openPackage11, toolHive],
      disputed: "Only agent-config writes ~/.amp/settings.json. The catalogue follows the three others.",
    },
    instructions: {
      path: "~/.config/amp/AGENTS.md",
      from: [RS, RS17],
      disputed: "Only agent-config writes ~/.amp/AGENTS.md. The catalogue follows rulesync, as for the other files.",
    },
  },
  relocations: [{ by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [vercelSkills17] }],
  markers: { paths: [".amp", ".agents/checks"], from: [openPackage11, RS] },
  permissions: {
    project: [".amp/settings.json"],
    user: ["~/.config/amp/settings.json"],
    keys: ["amp.permissions", "amp.tools.disable"],
    from: [rulesync17("permissions/amp-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/amp-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "amp.mcpServers is one key that contains a dot, not a path of two keys.",
    "Review checks, .agents/checks/<name>.md with a name and a description, have no artifact type (rulesync, OpenPackage). The user's are in ~/.config/amp/checks.",
    "A file that AGENTS.md names can have globs, and then applies to these files alone (rulesync).",
    "Hooks are TypeScript plugins: code, not configuration.",
  ],
} as const satisfies CatalogueEntry;
