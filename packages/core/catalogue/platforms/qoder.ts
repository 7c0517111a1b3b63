/** Qoder. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import {
  agentConfig,
  bmad,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  page,
  rulesyncNext,
  skillshare,
  specKit,
  vercelSkills17,
} from "../sources.ts";

const PACKAGE = page("https://www.npmjs.com/package/@qoder-ai/qodercli", "2026-11", "1.1.52");
const RS_NEXT = rulesyncNext("qoder", "7d1014b4");
const SKILLS = [PACKAGE, RS_NEXT, ghSkill, vercelSkills17, skillshare, bmad, openPackage11, openSpecTools];

export const qoder = {
  platform: "qoder",
  name: "Qoder",
  description: "Alibaba's Qoder, an editor and the command line qodercli.",
  status: "active",
  replaced_by: null,
  root_dir: ".qoder",
  artifacts: {
    skill: { to: "skills", from: [...SKILLS, specKit("qodercli")] },
    command: {
      to: "commands",
      from: [PACKAGE, RS_NEXT, openSpec("qoder"), openPackage11],
      disputed:
        "spec-kit writes commands as skills, .qoder/skills, and says that the editor no longer reads .qoder/commands since 1.24. The catalogue follows the command line, which reads the folder.",
    },
    agent: { to: "agents", from: [PACKAGE, RS_NEXT, openPackage11] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [PACKAGE],
    },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [PACKAGE],
      disputed:
        "agent-config and rulesync write .mcp.json, which is read too. The catalogue follows the file that belongs to the platform alone.",
    },
    rule_file: { to: "rules", from: [PACKAGE, RS_NEXT, openPackage11] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [PACKAGE, RS_NEXT, agentConfig],
    disputed: "spec-kit writes QODER.md. The catalogue follows the vendor's package, which does not contain this name.",
  },
  native_skills: { to: "skills", from: SKILLS },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [PACKAGE] },
    mcp: { paths: [".mcp.json"], from: [PACKAGE, RS_NEXT, agentConfig] },
    instructions: { paths: ["AGENTS.local.md"], from: [PACKAGE, RS_NEXT] },
  },
  user: {
    skill: {
      path: "~/.qoder/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [PACKAGE] },
      from: SKILLS,
    },
    command: { path: "~/.qoder/commands", from: [PACKAGE, RS_NEXT] },
    agent: { path: "~/.qoder/agents", from: [PACKAGE, RS_NEXT] },
    hook: { path: "~/.qoder/settings.json", from: [PACKAGE] },
    mcp: {
      path: "~/.qoder/settings.json",
      from: [PACKAGE, RS_NEXT],
      disputed: "agent-config writes ~/.qoder.json. The catalogue follows the vendor's package and rulesync.",
    },
    rule_file: { path: "~/.qoder/rules", from: [RS_NEXT] },
    instructions: { path: "~/.qoder/AGENTS.md", from: [PACKAGE, RS_NEXT, agentConfig] },
  },
  markers: { paths: [".qoder"], from: [openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: NAME_AND_DESCRIPTION, from: [openSpec("qoder")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [PACKAGE] },
  },
  ignore_files: { project: [".qoderignore"], user: [], keys: [], from: [PACKAGE, RS_NEXT] },
  as_of: "2026-11-29",
  notes: [
    "The folders .agents/skills and ~/.agents/skills are read only if a setting says so.",
    "Qoder CN is an edition of its own: its folder in the home is ~/.qoder-cn, and its ignore file .qoder-cnignore.",
  ],
} as const satisfies CatalogueEntry;
