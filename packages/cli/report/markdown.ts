/** Differences as Markdown, for the page of a CI job. */
import type { Examined } from "../deploy/examine.ts";
import { nameOf, pathOf, sorted, summaryOf } from "./findings.ts";
import { plain } from "./style.ts";

/** A page of a job has little room. */
const MAX_ROWS = 200;

export function markdownSummary(examined: Examined): string {
  const found = sorted(examined.findings).filter(({ state }) => state !== "synced");
  const rows = [
    ...found.map((finding) => [
      finding.state,
      nameOf(finding),
      finding.placed.row.deployment_profile_id ?? "",
      pathOf(finding),
    ]),
    ...examined.untracked.map((path) => ["untracked", "", "", path]),
  ];
  const more = rows.length > MAX_ROWS ? [`${rows.length - MAX_ROWS} more are in the log.`, ""] : [];
  const table = rows.slice(0, MAX_ROWS).map((cells) => `| ${cells.map(cell).join(" | ")} |`);
  const head = ["| state | artifact | profile | path |", "|---|---|---|---|"];
  return [
    "### SkillMeat deployments",
    "",
    ...examined.notes.map((note) => `${plain(note)}\n`),
    summaryOf(examined),
    "",
    ...(rows.length === 0 ? [] : [...head, ...table, ""]),
    ...more,
  ].join("\n");
}

/** Names are text, whatever Markdown or HTML they look like. */
const cell = (text: string) =>
  plain(text).replaceAll(/[\\`*_{}[\]()#+!|<>&~-]/g, (c) => (c === "<" ? "&lt;" : c === "&" ? "&amp;" : `\\${c}`));
