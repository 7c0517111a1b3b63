/** Differences as Markdown, for the page of a CI job. */
import type { Examined } from "../deploy/examine.ts";
import type { Finding } from "../deploy/inspect.ts";
import { nameOf, pathOf, sorted, summaryOf } from "./findings.ts";
import { remedyOf, UNTRACKED_REMEDY } from "./remedy.ts";
import { plain } from "./style.ts";

/** A page of a job has little room. */
const MAX_ROWS = 200;

export function markdownSummary(examined: Examined): string {
  const found = sorted(examined.findings).filter(({ state }) => state !== "synced");
  const rows = [
    ...found.map((finding) => [
      finding.state,
      nameOf(finding),
      platformOf(finding),
      pathOf(finding),
      remedyOf(finding),
    ]),
    ...examined.untracked.map((path) => ["untracked", "", "", path, UNTRACKED_REMEDY]),
  ];
  const more = rows.length > MAX_ROWS ? [`${rows.length - MAX_ROWS} more are in the log.`, ""] : [];
  const table = rows.slice(0, MAX_ROWS).map((cells) => `| ${cells.map(cell).join(" | ")} |`);
  const head = ["| state | artifact | platform | file | what to do |", "|---|---|---|---|---|"];
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

/** The platform, and the profile where it is called otherwise. `other`: SkillMeat's word for a platform that it does not know. */
function platformOf({ placed: { row } }: Finding): string {
  const { platform, deployment_profile_id: profile } = row;
  if (platform === null || platform === "other" || platform === profile) return profile ?? "";
  return profile === null ? platform : `${platform} (${profile})`;
}
