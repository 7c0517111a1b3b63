/** `remove`: deletes what was written and nobody changed, and its records. */

import { confirm } from "../confirm.ts";
import { isOfProfiles } from "../deploy/examine.ts";
import { type Placed, placeRecords } from "../deploy/placed.ts";
import { choiceOf, connectTo, isNamed } from "../deploy/prepare.ts";
import { readRecords } from "../deploy/records.ts";
import { removeRecorded } from "../deploy/remove.ts";
import { readProfiles } from "../deploy/service.ts";
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
  await confirmRemoval(chosen, input, world);
  const ours = new Set(chosen);
  const others = placed.filter((each) => !ours.has(each));
  // Also without records: a run that was killed when it had deleted them is completed.
  const scopes = ["project", ...chosen.map(({ scope }) => scope)];
  const to = { world, root: project.root, client, project_id, scopes };
  const { removed, problems } = await removeRecorded(to, chosen, others, input.flag("force"));
  return removalReport(world, { removed, absent, problems });
};

const isChosen = ({ row }: Placed, named: readonly string[]) =>
  named.length === 0 || named.some((name) => isNamed({ type: row.artifact_type, name: row.artifact_name }, name));

/** All of a project is removed only if the user is sure. */
async function confirmRemoval(chosen: readonly Placed[], input: Input, { terminal }: World): Promise<void> {
  if (input.args.length > 0 || input.flag("yes") || chosen.length === 0) return;
  const count = counted(chosen.length, "deployment");
  await confirm(terminal, {
    refusal: `This removes ${count}. There is no terminal to confirm it: nothing is removed.\nGive --yes, or name artifacts.`,
    question: `Remove ${count}?`,
    refused: "Nothing is removed.",
  });
}
