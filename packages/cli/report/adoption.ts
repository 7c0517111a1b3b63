/** The report of `adopt`. */
import type { Match } from "../adopt/match.ts";
import type { ExitCode, Report } from "../commands/command.ts";
import type { Refusals } from "../deploy/register.ts";
import type { World } from "../world.ts";
import { counted, plain, styleOf, type TableCell, tableLines } from "./style.ts";

type Adoption = {
  readonly matches: readonly Match[];
  /** What could not be looked at. */
  readonly problems: readonly string[];
  /** undefined: nothing was to be recorded yet. */
  readonly result?: { readonly recorded: number; readonly refusals: Refusals };
};

const MEANINGS: Record<Match["how"], string> = {
  same: "as in the collection",
  changed: "differs from the collection",
  renamed: "in the collection under another name",
  own: "not in the collection",
};

/** What is to be recorded, a line each. */
export function adoptionTable(world: World, matches: readonly Match[]): string[] {
  const rows = matches.map((match): TableCell[] => {
    const { type, name, profile, path } = shownOf(match);
    return [`${type} ${name}`, profile, path, [match.how === "changed" ? "yellow" : "dim", MEANINGS[match.how]]];
  });
  return tableLines(rows, styleOf(world));
}

function shownOf(match: Match) {
  if ("done" in match) {
    const { artifact, profile, place } = match.done.item;
    return {
      id: match.done.item.id,
      type: artifact.type,
      name: artifact.name,
      profile: profile.profile_id,
      path: place.path,
    };
  }
  const { id, type, profile, place } = match.candidate;
  const name = match.how === "renamed" ? match.artifact.name : match.candidate.name;
  return { id, type, name, profile: profile.profile_id, path: place.path };
}

/** Exit code 2: there is something to record, or something was left out. */
export function adoptionReport(world: World, { matches, problems, result }: Adoption): Report {
  const refused = [...(result?.refusals ?? [])];
  const left = result ? refused.length : matches.length;
  const code: ExitCode = left > 0 || problems.length > 0 ? 2 : 0;
  const summary = result
    ? `${counted(result.recorded, "record")} made${left > 0 ? `, ${left} refused` : ""}.`
    : `${counted(left, "artifact")} without a record.`;
  const lines = [
    ...adoptionTable(world, matches),
    ...problems.map(plain),
    ...refused.map(([id, detail]) => styleOf(world)("red", plain(`${id}: ${detail}`))),
    summary,
  ];
  const artifacts = matches.map((match) => {
    const { id, type, name, profile, path } = shownOf(match);
    const refusal = result?.refusals.get(id) ?? null;
    return { artifact: { type, name }, profile_id: profile, path, match: match.how, refusal };
  });
  return { code, lines, json: { recorded: result?.recorded ?? 0, artifacts, problems } };
}
