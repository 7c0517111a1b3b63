/** TAKT. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NO_KEYS } from "../shapes/front-matter.ts";
import { page, rulesync17, rulesync17Paths, vendor } from "../sources.ts";

const FACETS = vendor("nrslib/takt", "2026-08@766135ce", "docs/faceted-prompting.md");
const PACKAGE = page("https://www.npmjs.com/package/takt", "2026-08-07", "0.39.0");
const RS17 = rulesync17Paths("takt");

export const takt = {
  platform: "takt",
  name: "TAKT",
  description: "TAKT, which runs coding agents by workflows.",
  status: "active",
  replaced_by: null,
  root_dir: ".takt",
  artifacts: {
    skill: { to: { path: "facets/knowledge", filename: "{name}.md" }, from: [FACETS, PACKAGE, RS17] },
    command: { to: "facets/instructions", from: [FACETS, PACKAGE, RS17] },
    agent: { to: "facets/personas", from: [FACETS, PACKAGE, RS17] },
    mcp: {
      unsupported: true,
      from: [rulesync17("mcp/takt-mcp"), RS17],
      disputed:
        "rulesync writes workflow_mcp_servers in .takt/config.yaml. It names no servers: it says which transports (stdio, sse, http) the servers of a workflow are allowed to have.",
    },
    rule_file: { to: "facets/policies", from: [FACETS, PACKAGE, RS17] },
    workflow: { to: { path: "workflows", format: "yaml", filename: "{name}.yaml" }, from: [PACKAGE] },
  },
  instructions: null,
  also_reads: {},
  user: {
    skill: { path: "~/.takt/facets/knowledge", from: [FACETS, PACKAGE, RS17] },
    command: { path: "~/.takt/facets/instructions", from: [FACETS, PACKAGE, RS17] },
    agent: { path: "~/.takt/facets/personas", from: [FACETS, PACKAGE, RS17] },
    mcp: {
      unsupported: true,
      from: [rulesync17("mcp/takt-mcp"), RS17],
      disputed:
        "rulesync writes workflow_mcp_servers in ~/.takt/config.yaml. It names no servers: it says which transports the servers of a workflow are allowed to have.",
    },
    rule_file: { path: "~/.takt/facets/policies", from: [FACETS, PACKAGE, RS17] },
    workflow: { path: "~/.takt/workflows", from: [PACKAGE] },
  },
  relocations: [{ by: { variable: "TAKT_CONFIG_DIR", replaces: "~/.takt" }, from: [PACKAGE] }],
  markers: { paths: [".takt"], from: [PACKAGE, RS17] },
  frontmatter: {
    command: { keys: NO_KEYS, from: [rulesync17("commands/takt-command")] },
    agent: { keys: NO_KEYS, from: [rulesync17("subagents/takt-subagent")] },
    skill: { keys: NO_KEYS, from: [rulesync17("skills/takt-skill")] },
  },
  permissions: {
    project: [".takt/config.yaml"],
    user: ["~/.takt/config.yaml"],
    keys: ["provider_profiles.<provider>.default_permission_mode"],
    from: [rulesync17("permissions/takt-permissions")],
  },
  as_of: "2026-11-25",
  notes: [
    "A step of a workflow names its facets: a persona (agent), an instruction (command), knowledge (skill) and policies (rules). A facet that no step names has no effect.",
    "Facets of the project come before those of the user.",
  ],
} as const satisfies CatalogueEntry;
