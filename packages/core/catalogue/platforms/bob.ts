/** IBM Bob. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS, DESCRIPTION } from "../shapes/front-matter.ts";
import { TYPED_HTTP } from "../shapes/mcp-entry.ts";
import {
  bmad,
  ghSkill,
  openSpec,
  openSpecTools,
  rulesync17,
  rulesync17Paths,
  rulesyncNext,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync17Paths("bob");
const RS_NEXT = rulesyncNext("bob", "62d26f1f");
const SKILLS = [RS, ghSkill, vercelSkills17, skillshare, bmad];

export const bob = {
  platform: "bob",
  name: "IBM Bob",
  description: "IBM's Bob, an editor and the command line Bob Shell.",
  status: "active",
  replaced_by: null,
  root_dir: ".bob",
  artifacts: {
    skill: { to: "skills", from: [...SKILLS, openSpecTools, specKit("bob")] },
    command: { to: "commands", from: [RS, openSpec("bob"), specKit("bob")] },
    agent: {
      to: {
        path: "custom_modes.yaml",
        kind: "merge",
        key: "customModes",
        entry: "list",
        item_name: "slug",
        format: "yaml",
      },
      from: [RS_NEXT],
    },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/bob-hooks")],
    },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [rulesync17("mcp/bob-mcp")],
    },
    rule_file: { to: "rules", from: [RS] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, specKitContext] },
  also_reads: {},
  user: {
    skill: { path: "~/.bob/skills", from: SKILLS },
    command: { path: "~/.bob/commands", from: [RS] },
    hook: { path: "~/.bob/settings/settings.json", from: [RS] },
    mcp: {
      path: "~/.bob/settings/mcp.json",
      from: [RS_NEXT],
      disputed:
        "rulesync 17 writes ~/.bob/mcp.json. The catalogue follows the version after it, which names the vendor's page for the editor. Bob Shell reads ~/.bob/mcp_settings.json, in another shape.",
    },
    rule_file: { path: "~/.bob/rules", from: [RS] },
    instructions: { path: "~/.bob/AGENTS.md", from: [RS] },
  },
  markers: { paths: [".bob"], from: [openSpecTools] },
  frontmatter: { command: { keys: DESCRIPTION, from: [rulesync17("commands/bob-command"), openSpec("bob")] } },
  rule_frontmatter: { ...ALWAYS, from: [rulesync17("rules/bob-rule")] },
  ignore_files: { project: [".bobignore"], user: [], keys: [], from: [rulesync17("ignore/bob-ignore")] },
  mcp_entry: { ...TYPED_HTTP, from: [rulesync17("mcp/bob-mcp")] },
  as_of: "2026-11-29",
  notes: [
    "Rules of one mode are in .bob/rules-<mode>/.",
    "According to spec-kit, Bob 2 prefers skills to commands.",
    "An agent is a mode in the list customModes, with slug, name, roleDefinition and groups. The vendor's pages disagree on the user's file of modes.",
  ],
} as const satisfies CatalogueEntry;
