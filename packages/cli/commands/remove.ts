/** `remove`: deletes what was written and nobody changed, and its records. */
import { type Client, ProblemError } from "@skillmeat-deployments/client";
import { isOfProfiles } from "../deploy/examine.ts";
import { type Placed, placeRecords } from "../deploy/placed.ts";
import { choiceOf, connectTo, isNamed } from "../deploy/prepare.ts";
import { readRecords } from "../deploy/records.ts";
import { removePlaced } from "../deploy/remove.ts";
import { withRuns } from "../deploy/runs.ts";
import { inParallel, readProfiles } from "../deploy/service.ts";
import { keepTrackers } from "../deploy/trackers.ts";
import { CommandError } from "../fail.ts";
import { requireProject } from "../project/config.ts";
import { removalReport } from "../report/removal.ts";
import { counted } from "../report/style.ts";
import type { World } from "../world.ts";
import type { Input, Run } from "./command.ts";

export const remove: Run = async (input, world) => {
  const project = await requireProject(world);
  const { client } = await connectTo(world, project);
  const project_id = project.project;
  const choice = choiceOf(input);
  const { all } = await readProfiles(client, project_id, choice);
  const records = await readRecords(client, project_id);
  const placed = await placeRecords([...records.values()], { client, project_id, profiles: all, world });
  const chosen = placed.filter(isOfProfiles(choice.ids, choice.withUser)).filter((each) => isChosen(each, input.args));
  const absent = input.args.filter((name) => !chosen.some((each) => isChosen(each, [name])));
  await confirm(chosen, input, world);
  const others = placed.filter((each) => !chosen.includes(each));
  const options = { world, root: project.root, dryRun: false };
  // Also without records: a run that was killed when it had deleted them is completed.
  const scopes = ["project", ...chosen.map(({ scope }) => scope)];
  const { removed, gone, problems } = await withRuns(scopes, options, async (runs) => {
    const removed = await removePlaced(runs, chosen, others, input.flag("force"));
    const gone = removed.filter(({ isGone }) => isGone).map(({ placed }) => placed);
    const rows = gone.map(({ id, scope, root }) => ({ id, scope, root_dir: root }));
    return { removed, gone, problems: await keepTrackers(world, project.root, [], rows) };
  });
  // The records last, when the runs have kept what they did: a command that is killed before finds them again.
  await inParallel(gone, ({ id }) => deleteRecord(client, project_id, id));
  return removalReport(world, { removed, absent, problems });
};

const isChosen = ({ row }: Placed, named: readonly string[]) =>
  named.length === 0 || named.some((name) => isNamed({ type: row.artifact_type, name: row.artifact_name }, name));

/** All of a project is removed only if the user is sure. */
async function confirm(chosen: readonly Placed[], input: Input, { terminal }: World): Promise<void> {
  if (input.args.length > 0 || input.flag("yes") || chosen.length === 0) return;
  if (!terminal.canAsk)
    throw new CommandError(
      "not-confirmed",
      `This removes ${counted(chosen.length, "deployment")}. There is no terminal to confirm it: nothing is removed.\nGive --yes, or name artifacts.`,
    );
  const answer = await terminal.ask(`Remove ${counted(chosen.length, "deployment")}? [y/N] `);
  if (!/^y(?:es)?$/i.test(answer?.trim() ?? "")) throw new CommandError("not-confirmed", "Nothing is removed.");
}

/** Deletes a record. One that is gone already is no error. */
export async function deleteRecord(client: Client, project_id: string, deployment_id: string): Promise<void> {
  try {
    await client.deleteDeployment({ project_id, deployment_id });
  } catch (error) {
    // Deleted in the meantime, or by a run that was killed before it got the answer.
    if (!(error instanceof ProblemError) || error.status !== 404) throw error;
  }
}
