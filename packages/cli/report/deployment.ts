/** The report of `plan` and `apply`: a line for each place, then what was skipped, collides or failed. */
import type { PlanCollision } from "@skillmeat-deployments/client";
import type { ExitCode, Report } from "../commands/command.ts";
import { type Item, isPlanned, recordedPath } from "../deploy/items.ts";
import type { Done } from "../deploy/write.ts";
import type { Action } from "../files/place.ts";
import type { Source } from "../sources/source.ts";
import type { World } from "../world.ts";
import { diffLines } from "./diff.ts";
import { type Colour, counted, plain, type Style, styleOf, type TableCell, tableLines } from "./style.ts";

export type Deployment = {
  readonly source: Source;
  readonly items: readonly Item[];
  readonly collisions: readonly PlanCollision[];
  readonly done: readonly Done[];
  readonly notes: readonly string[];
  readonly isPlan?: boolean;
  readonly withDiff?: boolean;
  readonly recorded?: number;
  readonly refusals?: ReadonlyMap<string, string>;
  readonly problems?: readonly string[];
};

const COLOURS: Partial<Record<Action, Colour>> = {
  create: "green",
  update: "green",
  merge: "yellow",
  conflict: "red",
  failed: "red",
  unchanged: "dim",
};

export async function deploymentReport(world: World, deployment: Deployment): Promise<Report> {
  const { source, items, collisions, done, notes, isPlan = false, recorded = 0 } = deployment;
  const refusals = [...(deployment.refusals ?? [])];
  const problems = deployment.problems ?? [];
  const style = styleOf(world);
  const skipped = items.filter((item) => !isPlanned(item));
  const lines = [
    ...notes.map(plain),
    ...tableLines(done.filter(({ outcome }) => outcome.action !== "unchanged").map(rowOf), style),
    ...(deployment.withDiff ? await diffLines(done, style) : []),
    ...(isPlan ? section("Skipped", skippedRows(items), style) : []),
    ...section(
      "Not read",
      source.problems.map(({ path, detail }) => [path, detail]),
      style,
    ),
    ...(isPlan ? section("Collisions", collisions.map(collisionRow), style) : []),
    ...(isPlan ? section("Warnings", warningRows(items), style) : []),
    ...section("Refused by the service", refusals, style),
    ...problems.map((problem) => style("red", plain(problem))),
    summary(done, isPlan, recorded),
    ...(isPlan ? [] : leftToPlan(skipped.length, collisions.length, warningRows(items).length)),
  ];
  const broken = source.problems.filter((problem) => problem.code !== "unsupported");
  const code = codeOf(done, isPlan, refusals.length + problems.length + broken.length);
  const json = {
    places: done.map(placeJson),
    skipped: skipped.map((item) => ({ ...identity(item), reason: "skipped" in item ? item.skipped : null })),
    collisions,
    source_problems: source.problems,
    ...(isPlan
      ? {}
      : { recorded, refused: refusals.map(([deployment_id, detail]) => ({ deployment_id, detail })), problems }),
    notes,
  };
  return { code, lines, json };
}

/** An error is 1. Conflicts are differences, and so is what a plan would write. */
function codeOf(done: readonly Done[], isPlan: boolean, problems: number): ExitCode {
  const has = (...actions: Action[]) => done.some(({ outcome }) => actions.includes(outcome.action));
  if (problems > 0 || has("failed")) return 1;
  return has("conflict") || (isPlan && has("create", "update", "merge")) ? 2 : 0;
}

const rowOf = ({ item, outcome }: Done): TableCell[] => {
  const { action, detail, conflicts } = outcome;
  const see = conflicts.length > 0 ? `see ${conflicts[0]}` : "";
  const notes = [detail ?? "", see, ...item.notes].filter((note) => note !== "").join("; ");
  return [
    [COLOURS[action] ?? "dim", action],
    `${item.artifact.type} ${item.artifact.name}`,
    item.profile.profile_id,
    placeShown(item.place.path, item.place.kind, item.place.key, item.profile.scope),
    ["dim", notes],
  ];
};

function placeShown(
  path: string,
  kind: string,
  key: string | readonly string[] | null | undefined,
  scope: string,
): string {
  const inFile = kind === "block" ? " (block)" : kind === "merge" ? ` (${[key ?? []].flat().join(".") || "root"})` : "";
  return `${scope === "user" ? "~/" : ""}${path}${inFile}`;
}

function section(title: string, rows: readonly (readonly TableCell[])[], style: Style): string[] {
  return rows.length === 0
    ? []
    : ["", style("bold", `${title}:`), ...tableLines(rows, style).map((line) => `  ${line}`)];
}

/** One row for each artifact and reason, with the profiles. */
function skippedRows(items: readonly Item[]): TableCell[][] {
  const rows = new Map<string, { name: string; reason: string; profiles: string[] }>();
  for (const item of items) {
    if (isPlanned(item)) continue;
    const name = `${item.artifact.type} ${item.artifact.name}`;
    const row = rows.get(`${name} ${item.skipped}`) ?? { name, reason: item.skipped, profiles: [] };
    row.profiles.push(item.profile.profile_id);
    rows.set(`${name} ${item.skipped}`, row);
  }
  return [...rows.values()].map(({ name, reason, profiles }) => [name, profiles.join(", "), ["dim", reason]]);
}

const COLLISIONS: Partial<Record<string, string>> = {
  same_path: "written to one place",
  case_fold: "one file on macOS and Windows",
  also_reads: "read by both platforms, so it is seen twice",
  leak: "read by a platform that it does not target",
  same_name: "called by one name",
};

function collisionRow({ kind, path, entries }: PlanCollision): TableCell[] {
  const names = entries.map(({ profile_id, artifact }) => `${artifact.name} (${profile_id})`);
  const shown = names.length > 4 ? [...names.slice(0, 4), `${names.length - 4} more`] : names;
  return [path, ["yellow", COLLISIONS[kind] ?? kind], shown.join(", ")];
}

const warningRows = (items: readonly Item[]): TableCell[][] =>
  items.flatMap(({ artifact, profile, entry }) =>
    entry.warnings.map((warning): TableCell[] => [
      `${artifact.type} ${artifact.name}`,
      profile.profile_id,
      ["yellow", warning],
    ]),
  );

function summary(done: readonly Done[], isPlan: boolean, recorded: number): string {
  const count = (action: Action) => done.filter(({ outcome }) => outcome.action === action).length;
  const actions: readonly (readonly [Action, string])[] = [
    ["create", isPlan ? "to create" : "created"],
    ["update", isPlan ? "to update" : "updated"],
    ["merge", isPlan ? "to merge" : "merged"],
    ["unchanged", "unchanged"],
    ["conflict", "in conflict"],
    ["failed", "failed"],
  ];
  const counts = actions.flatMap(([action, text]) => (count(action) > 0 ? [`${count(action)} ${text}`] : []));
  const text = counts.length === 0 ? "Nothing to write" : counts.join(", ");
  return isPlan ? `${text}.` : `${text}; ${counted(recorded, "record")} written.`;
}

/** What `apply` does not list: it would be the same in each run. */
function leftToPlan(skipped: number, collisions: number, warnings: number): string[] {
  const counts = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(collisions > 0 ? [counted(collisions, "collision")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  return counts.length === 0 ? [] : [`${counts.join(", ")}: see skillmeat-deploy plan.`];
}

const identity = ({ id, artifact, profile }: Item) => ({
  deployment_id: id,
  artifact: { type: artifact.type, name: artifact.name },
  profile_id: profile.profile_id,
  platform: profile.platform,
});

function placeJson({ item, outcome }: Done) {
  const { action, detail, hash, disk_hash, changes, conflicts } = outcome;
  const { path, kind, key, entry, name } = item.place;
  return {
    ...identity(item),
    action,
    detail,
    path,
    kind,
    key: key ?? null,
    entry: entry ?? null,
    install_name: name,
    ...recordedPath(item),
    content_hash: item.artifact.content_hash,
    written_hash: hash,
    disk_hash,
    files: changes.map((change) => change.path),
    conflicts,
    notes: item.notes,
    warnings: item.entry.warnings,
  };
}
