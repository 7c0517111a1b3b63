/** The report of `status` and `verify`. */
import type { ExitCode, Report } from "../commands/command.ts";
import type { Examined } from "../deploy/examine.ts";
import type { Finding, State } from "../deploy/inspect.ts";
import type { World } from "../world.ts";
import { type Colour, counted, plain, styleOf, type TableCell, tableLines } from "./style.ts";

export const STATES: readonly State[] = [
  "error",
  "missing",
  "diverged",
  "modified",
  "outdated",
  "unverified",
  "synced",
];

const COLOURS: Record<State, Colour> = {
  error: "red",
  missing: "red",
  diverged: "red",
  modified: "yellow",
  outdated: "yellow",
  unverified: "dim",
  synced: "green",
};

/** What a state means for a user. */
export const MEANINGS: Record<State | "untracked", string> = {
  error: "It cannot be told what is there.",
  missing: "It is recorded, but not there.",
  diverged: "It was changed since it was deployed, and the artifact too.",
  modified: "It was changed since it was deployed.",
  outdated: "The artifact was changed since it was deployed.",
  unverified: "Its record has a hash of another kind, so it cannot be compared.",
  synced: "It is as it was deployed.",
  untracked: "It is in a folder of a platform, but not recorded.",
};

/** What the command is asked to show, and what counts as a difference. */
export type Wanted = { readonly all: boolean; readonly strict: boolean };

export function findingsReport(world: World, examined: Examined, { all, strict }: Wanted): Report {
  const { findings, untracked, notes, unread } = examined;
  const style = styleOf(world);
  const shown = sorted(findings).filter(({ state }) => all || state !== "synced");
  const rows = shown.map((finding): TableCell[] => [
    [COLOURS[finding.state], finding.state],
    nameOf(finding),
    finding.placed.row.deployment_profile_id ?? "-",
    pathOf(finding),
    ["dim", finding.detail ?? ""],
  ]);
  const extra = untracked.map((path): TableCell[] => [["dim", "untracked"], "", "", path]);
  const lines = [...[...notes, ...unread].map(plain), ...tableLines([...rows, ...extra], style), summaryOf(examined)];
  return { code: codeOf(examined, strict), lines, json: jsonOf(examined) };
}

function codeOf({ findings, untracked, unread }: Examined, strict: boolean): ExitCode {
  if (unread.length > 0 || findings.some(({ state }) => state === "error")) return 1;
  const differs = findings.some(({ state }) => state !== "synced" && state !== "unverified");
  return differs || (strict && untracked.length > 0) ? 2 : 0;
}

/** The worst first, then in the order of the paths. */
export const sorted = (findings: readonly Finding[]) =>
  [...findings].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || (pathOf(a) < pathOf(b) ? -1 : 1));

export const nameOf = ({ placed: { row } }: Finding) => `${row.artifact_type} ${row.artifact_name}`;

export function pathOf({ placed: { place, scope } }: Finding): string {
  const names = [place.key ?? [], place.entry === "by_event" ? [] : place.name].flat();
  const part = place.kind === "merge" ? ` (${names.join(".")})` : place.kind === "block" ? ` (${place.name})` : "";
  return `${scope === "user" ? "~/" : ""}${place.path}${part}`;
}

function countsOf({ findings, untracked }: Examined): Record<State | "untracked", number> {
  const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
  for (const { state } of findings) counts[state]++;
  return { ...counts, untracked: untracked.length };
}

export function summaryOf(examined: Examined): string {
  const counts = Object.entries(countsOf(examined)).filter(([, count]) => count > 0);
  const text = counts.map(([state, count]) => `${count} ${state}`).join(", ");
  return `${counted(examined.findings.length, "record")}${text === "" ? "" : `: ${text}`}.`;
}

const jsonOf = (examined: Examined) => ({
  counts: countsOf(examined),
  records: sorted(examined.findings).map(({ placed, state, detail, hash }) => ({
    deployment_id: placed.id,
    state,
    artifact: { type: placed.row.artifact_type, name: placed.row.artifact_name },
    profile_id: placed.row.deployment_profile_id,
    scope: placed.scope,
    path: placed.place.path,
    kind: placed.place.kind,
    expected: placed.row.written_hash ?? placed.row.content_hash,
    hash,
    detail,
  })),
  untracked: examined.untracked,
  notes: [...examined.notes, ...examined.unread],
});
