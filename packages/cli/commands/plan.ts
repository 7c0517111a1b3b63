/** `plan`: shows what `apply` would write, and writes nothing. */
import { isPlanned } from "../deploy/items.ts";
import { prepare } from "../deploy/prepare.ts";
import { writeItems } from "../deploy/write.ts";
import { deploymentReport } from "../report/deployment.ts";
import type { Run } from "./command.ts";

export const plan: Run = async (input, world) => {
  const prepared = await prepare(input, world);
  const { items, project, records } = prepared;
  const options = { world, root: project.root, records, force: input.flag("force"), dryRun: true };
  const written = await writeItems(items.filter(isPlanned), options);
  return deploymentReport(world, { ...prepared, ...written, isPlan: true, withDiff: input.flag("diff") });
};
