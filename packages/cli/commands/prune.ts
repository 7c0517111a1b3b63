/** `prune`: deletes what was written, nobody changed, and no artifact or profile wants any more. */

import { confirm } from "../confirm.ts";
import { isOfProfiles } from "../deploy/examine.ts";
import { type Placed, placeRecords } from "../deploy/placed.ts";
import { choiceOf, connectTo, sourceFolder } from "../deploy/prepare.ts";
import { readRecords } from "../deploy/records.ts";
import { type Removed, removePlaced, removeRecorded } from "../deploy/remove.ts";
import { withRuns } from "../deploy/runs.ts";
import { readProfiles } from "../deploy/service.ts";
import { unwantedOf } from "../deploy/unwanted.ts";
import { CommandError } from "../fail.ts";
import { requireProject } from "../project/config.ts";
import { removalReport } from "../report/removal.ts";
import { counted } from "../report/style.ts";
import { readSource } from "../sources/read-source.ts";
import type { World } from "../world.ts";
import type { Input, Run } from "./command.ts";

export const prune: Run = async (input, world) => {
  const project = await requireProject(world);
  const { artifacts, problems } = await readSource(world.disk, sourceFolder(input, world, project));
  // An artifact that cannot be read is not one that was removed.
  if (problems.length > 0)
    throw new CommandError(
      "unreadable-source",
      `The collection cannot be read as a whole, so it is not known what it has no more: nothing is deleted.\n${problems[0]?.path}: ${problems[0]?.detail}`,
    );
  // A folder that is not checked out, such as a submodule, looks like this.
  if (artifacts.length === 0)
    throw new CommandError(
      "no-artifacts",
      "The folder of artifacts is empty: nothing is deleted.\nTo delete everything, use skillmeat-deploy remove.",
    );
  const { client } = await connectTo(world, project);
  const project_id = project.project;
  const choice = choiceOf(input);
  const { all } = await readProfiles(client, project_id, { ids: [], withUser: true });
  const records = await readRecords(client, project_id);
  const placed = await placeRecords([...records.values()], { client, project_id, profiles: all, world });
  const options = { world, root: project.root, dryRun: true };
  const look = <T>(work: Parameters<typeof withRuns<T>>[2]) => withRuns<T>(scopesOf(placed), options, work);
  const unwanted = await look(async (runs) => {
    const isWritten = (id: string) => [runs.project, runs.user].some((run) => run?.state().places.has(id));
    return unwantedOf(placed, { client, project_id, profiles: all, artifacts, isWritten });
  });
  const chosen = unwanted.filter(isOfProfiles(choice.ids, choice.withUser));
  const ours = new Set(chosen);
  const others = placed.filter((each) => !ours.has(each));
  const would = await look((runs) => removePlaced(runs, chosen, others, false));
  if (input.flag("dry-run")) return pruningReport(world, would, true);
  if (!would.some(({ isGone }) => isGone)) {
    // What a run left that was killed is cleared away.
    await withRuns(scopesOf(placed), { ...options, dryRun: false }, async () => {});
    return pruningReport(world, would, true);
  }
  await confirmPruning(would, input, world);
  const to = { world, root: project.root, client, project_id, scopes: scopesOf(placed) };
  return removalReport(world, { absent: [], ...(await removeRecorded(to, chosen, others, false)) });
};

const scopesOf = (placed: readonly Placed[]) => ["project", ...placed.map(({ scope }) => scope)];

/** Exit code 2: there is something to delete, or something that was changed and would stay. */
function pruningReport(world: World, would: readonly Removed[], isDry: boolean) {
  const report = removalReport(world, { removed: would, absent: [], problems: [] });
  if (would.length === 0) return { ...report, lines: ["Everything that is recorded is still wanted."] };
  const lines = isDry ? [...report.lines.slice(0, -1), "Nothing is deleted: this only looks."] : report.lines;
  return { ...report, code: report.code === 1 ? (1 as const) : (2 as const), lines };
}

/** On a terminal it shows first what it would do. */
async function confirmPruning(would: readonly Removed[], input: Input, world: World): Promise<void> {
  if (input.flag("yes")) return;
  const count = counted(would.filter(({ isGone }) => isGone).length, "deployment");
  await confirm(world.terminal, {
    refusal: `This deletes ${count}. There is no terminal to confirm it: nothing is deleted.\nGive --yes, or --dry-run to see them.`,
    shown: pruningReport(world, would, false).lines.slice(0, -1),
    question: `Delete ${count}?`,
    refused: "Nothing is deleted.",
  });
}
