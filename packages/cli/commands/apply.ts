/** `apply`: writes artifacts into the project, registers them and records what was deployed. */
import { basename } from "node:path";
import { ClientError } from "@skillmeat-deployments/client";
import { confirmPrograms } from "../deploy/confirm.ts";
import { isPlanned } from "../deploy/items.ts";
import { prepare, sourceFolder } from "../deploy/prepare.ts";
import { register } from "../deploy/register.ts";
import { keepTrackers } from "../deploy/trackers.ts";
import { writeItems } from "../deploy/write.ts";
import { CommandError } from "../fail.ts";
import { deploymentReport } from "../report/deployment.ts";
import { explain } from "../report/explain.ts";
import type { Run } from "./command.ts";

export const apply: Run = async (input, world) => {
  const prepared = await prepare(input, world);
  const { items, project, client, records } = prepared;
  const planned = items.filter(isPlanned);
  const options = { world, root: project.root, records, force: input.flag("force") };
  const programs = planned.filter(({ artifact }) => ["hook", "mcp"].includes(artifact.type));
  if (programs.length > 0) {
    const { done } = await writeItems(programs, { ...options, dryRun: true });
    await confirmPrograms(done, world, input.flag("yes"));
  }
  const written = await writeItems(planned, { ...options, dryRun: false });
  const source = project.source ?? basename(sourceFolder(input, world, project));
  const to = { client, project_id: project.project, records, source };
  const { recorded, refusals } = await afterWriting(() => register(to, written.done));
  const kept = written.done.filter(({ item }) => !refusals.has(item.id));
  const problems = await keepTrackers(world, project.root, kept, []);
  return deploymentReport(world, { ...prepared, ...written, recorded, refusals, problems });
};

/** The files are written already when the service fails: the user has to know that the command can be repeated. */
async function afterWriting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const { code, message } = explain(error);
    throw new CommandError(
      code,
      `The files are written, but not all are recorded. Run the command again.\n${message.split("\n")[0]}`,
      error,
    );
  }
}
