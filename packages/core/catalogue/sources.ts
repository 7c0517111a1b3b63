/**
 * The public projects from which the catalogue's facts come, at the versions that were read. Each function returns the
 * source for one platform. This file contains no facts about platforms.
 */
import type { Source } from "./entry.schema.ts";

/** When a source was read: `2026-08-22`, `2026-08`, or with the commit `2026-08-22@21cb8d25`. */
function readAt(at: string): Pick<Source, "date" | "commit"> {
  const [date = "", commit] = at.split("@");
  return { date, ...(commit === undefined ? {} : { commit }) };
}

const other = (repo: string, at: string, path: string): Source => ({ repo, ...readAt(at), path, grade: "1" });

/** rulesync v16.14.0, 2026-08-18: one file per tool. */
export const rulesync = (tool: string) =>
  other("dyoshikawa/rulesync", "2026-08-18@cfebcd75", `src/constants/${tool}-paths.ts`);
/** rulesync's table of supported features, for tools without a file of paths. */
export const rulesyncTable = other("dyoshikawa/rulesync", "2026-08-18@cfebcd75", "docs/reference/supported-tools.md");
/** rulesync v17.0.0: the code of one feature for one tool, checked against the files that it writes. */
export const rulesync17 = (feature: string) => other("dyoshikawa/rulesync", "2026-09-22", `src/features/${feature}.ts`);
/** rulesync v17.0.0: the paths of one tool. */
export const rulesync17Paths = (tool: string) =>
  other("dyoshikawa/rulesync", "2026-09-22", `src/constants/${tool}-paths.ts`);
/** rulesync after v17.0.0, as it was read in November 2026: the paths of one tool. */
export const rulesyncNext = (tool: string, commit: string) =>
  other("dyoshikawa/rulesync", `2026-11@${commit}`, `src/constants/${tool}-paths.ts`);
/** apm v0.28.0, 2026-08-06: all targets in one file. */
export const apm = other("microsoft/apm", "2026-08-06@3aa03655", "src/apm_cli/integration/targets.py");
/** apm v0.35.0: all targets in one file. */
export const apm35 = other("microsoft/apm", "2026-10", "src/apm_cli/integration/targets.py");
/** agnostic-ai, 2026-08 to 2026-09: one page per target. Each fact links to the vendor's documentation. */
export const agnosticAi = (target: string): Source => ({
  repo: "Chemaclass/agnostic-ai",
  date: "2026-09",
  path: `docs/site/content/docs/targets/${target}.md`,
  grade: "1",
});
/** Vercel's skills: all agents in one file. */
export const vercelSkills = other("vercel-labs/skills", "2026-08@007a5332", "src/agents.ts");
/** Vercel's skills v1.7.4. */
export const vercelSkills17 = other("vercel-labs/skills", "2026-10-19", "src/agents.ts");
/** `gh skill`: all hosts in one file. */
export const ghSkill = other("cli/cli", "2026-08@12bad318", "internal/skills/registry/registry.go");
/** spec-kit v1.0.1, 2026-08-21: one folder per integration. */
export const specKit = (integration: string) =>
  other("github/spec-kit", "2026-08-21@27f50f7e", `src/specify_cli/integrations/${integration}/__init__.py`);
/** spec-kit's instruction files for all agents. */
export const specKitContext = other(
  "github/spec-kit",
  "2026-08-21@27f50f7e",
  "extensions/agent-context/agent-context-defaults.json",
);
/** ruler v0.3.44, 2026-08-19: all agents in one table. */
export const ruler = other("intellectronica/ruler", "2026-08-19@0fa2caee", "README.md");
/** OpenPackage: all platforms in one file. */
export const openPackage = other("enulus/OpenPackage", "2026-08@0894a61d", "platforms.jsonc");
/** OpenPackage v0.11.3, 2026-05-11. */
export const openPackage11 = other("enulus/OpenPackage", "2026-05-11@399187d6", "platforms.jsonc");
/** dotagents: all agents in one table. */
export const dotagents = other("getsentry/dotagents", "2026-08@003e65f0", "README.md");
/** ai-rules v1.6.0, 2026-03-31. */
export const aiRules = other("block/ai-rules", "2026-03-31@0458dbc9", "docs/agents.md");
/** OpenSpec v1.13.2: one adapter per tool. */
export const openSpec = (tool: string) =>
  other("Fission-AI/OpenSpec", "2026-09-25", `src/core/command-generation/adapters/${tool}.ts`);
/** add-mcp v2.4.0: all agents in one file. */
export const addMcp = other("neondatabase/add-mcp", "2026-09-16", "src/agents.ts");
/** ToolHive, 2026-08-21: all clients in one file. */
export const toolHive = other("stacklok/toolhive", "2026-08-21@e25de16c", "pkg/client/config.go");
/** agent-config v0.3.3: the table of supported agents. */
export const agentConfig: Source = {
  url: "https://crates.io/crates/agent-config",
  date: "2026-05-29",
  path: "The support matrix.",
  grade: "1",
};
/** skillshare: all targets in one file. */
export const skillshare = other("runkids/skillshare", "2026-07-21@039ec940", "internal/config/targets.yaml");
/** BMAD-METHOD v6.12.0: all platforms in one file, which says that it was checked against the vendors' documents. */
export const bmad = other("bmad-code-org/BMAD-METHOD", "2026-04-25", "tools/installer/ide/platform-codes.yaml");
/** Docker's MCP gateway: all clients in one file. */
export const dockerMcp = other("docker/mcp-gateway", "2026-07-23@2bd20fe8", "cmd/docker-mcp/client/config.yml");
/** OpenSpec v1.13.2: all tools in one table, with the paths by which it finds them. */
export const openSpecTools = other("Fission-AI/OpenSpec", "2026-09-25", "src/core/config.ts");
/** The list of platforms that read AGENTS.md. */
export const agentsMd = other("agentsmd/agents.md", "2026-08@d1ac7f0", "components/CompatibilitySection.tsx");
/** Zed's list of the instruction files of others. */
export const zedInstructions = other("zed-industries/zed", "2026-08", "docs/src/ai/instructions.md");
/** SkillMeat's own presets, 2026-03-14. */
export const skillmeat = other("miethe/skillmeat", "2026-03-14@9798d2f8", "skillmeat/core/platform_defaults.py");

/** A vendor's own source code or documentation. @param at as of `readAt`: `2026-08-22@21cb8d25` or `2026-08` */
export const vendor = (repo: string, at: string, path: string): Source => ({ repo, ...readAt(at), path, grade: "P" });

/** A page or a package of the vendor. @param section the part of it, or the version of the package */
export const page = (url: string, date: string, section: string): Source => ({ url, date, path: section, grade: "P" });

/** A user's report in a public thread. @param date the month of the report, or in which it was read */
export const report = (repo: string, date: string, issue: number): Source => other(repo, date, `issue #${issue}`);
