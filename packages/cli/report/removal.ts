/** The report of `remove`. */
import type { ExitCode, Report } from "../commands/command.ts";
import type { Removed } from "../deploy/remove.ts";
import type { World } from "../world.ts";
import { counted, plain, styleOf, type TableCell, tableLines } from "./style.ts";

type Removal = {
  readonly removed: readonly Removed[];
  /** What the user named and is not there. */
  readonly absent: readonly string[];
  readonly problems: readonly string[];
};

export function removalReport(world: World, { removed, absent, problems }: Removal): Report {
  const style = styleOf(world);
  const rows = removed.map(({ placed, outcome, isGone }): TableCell[] => [
    [isGone ? "green" : "red", outcome.action],
    `${placed.row.artifact_type} ${placed.row.artifact_name}`,
    placed.row.deployment_profile_id ?? "-",
    placed.place.path,
    ["dim", outcome.detail ?? ""],
  ]);
  const gone = removed.filter(({ isGone }) => isGone).length;
  const stay = removed.length - gone;
  const lines = [
    ...tableLines(rows, style),
    ...absent.map((name) => `${plain(name)} is not deployed.`),
    ...problems.map((problem) => style("red", plain(problem))),
    `${counted(gone, "record")} removed${stay > 0 ? `, ${stay} kept` : ""}.`,
  ];
  const hasFailed = problems.length > 0 || removed.some(({ outcome }) => outcome.action === "failed");
  const code: ExitCode = hasFailed ? 1 : stay > 0 ? 2 : 0;
  const json = {
    places: removed.map(({ placed, outcome, isGone }) => ({
      deployment_id: placed.id,
      path: placed.place.path,
      action: outcome.action,
      detail: outcome.detail,
      record_removed: isGone,
    })),
    absent,
    problems,
  };
  return { code, lines, json };
}
