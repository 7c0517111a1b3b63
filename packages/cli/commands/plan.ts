/** `plan`: shows what `apply` would write, and writes nothing. */
import { isPlanned } from "../deploy/items.ts";
import { prepare } from "../deploy/prepare.ts";
import { notesOf, withRuns } from "../deploy/runs.ts";
import { scopesOf, writeItems } from "../deploy/write.ts";
import { deploymentReport } from "../report/deployment.ts";
import type { Run } from "./command.ts";

export const plan: Run = async (input, world) => {
  const prepared = await prepare(input, world);
  const { items, project, records } = prepared;
  const planned = items.filter(isPlanned);
  const options = { world, root: project.root, dryRun: true };
  return withRuns(scopesOf(planned), options, async (runs) => {
    const done = await writeItems(runs, planned, { records, force: input.flag("force") });
    return deploymentReport(world, {
      ...prepared,
      done,
      notes: notesOf(runs),
      isPlan: true,
      withDiff: input.flag("diff"),
    });
  });
};
