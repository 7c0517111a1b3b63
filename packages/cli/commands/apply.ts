/** `apply`: writes artifacts into the project, registers them and records what was deployed. */
import { basename } from "node:path";
import { ClientError } from "@skillmeat-deployments/client";
import { isPlanned, type Planned } from "../deploy/items.ts";
import { prepare, sourceFolder } from "../deploy/prepare.ts";
import { register } from "../deploy/register.ts";
import { notesOf, withRuns } from "../deploy/runs.ts";
import { keepTrackers } from "../deploy/trackers.ts";
import { scopesOf, writeItems } from "../deploy/write.ts";
import { CommandError } from "../fail.ts";
import { deploymentReport } from "../report/deployment.ts";
import { explain } from "../report/explain.ts";
import type { World } from "../world.ts";
import type { Input, Run } from "./command.ts";
import { confirmPrograms } from "./confirm-programs.ts";

export const apply: Run = async (input, world) => {
  const prepared = await prepare(input, world);
  const { items, project, client, records } = prepared;
  const planned = items.filter(isPlanned);
  const options = { world, root: project.root, dryRun: false };
  const how = { records, force: input.flag("force") };
  await confirmNew(planned, input, world, { ...options, dryRun: true }, how);
  const source = project.source ?? basename(sourceFolder(input, world, project));
  const to = { client, project_id: project.project, records, source };
  return withRuns(scopesOf(planned), options, async (runs) => {
    const done = await writeItems(runs, planned, how);
    const { recorded, refusals } = await afterWriting(() => register(to, done));
    const kept = done.filter(({ item }) => !refusals.has(item.id));
    const problems = await keepTrackers(world, project.root, kept, []);
    return deploymentReport(world, { ...prepared, done, notes: notesOf(runs), recorded, refusals, problems });
  });
};

/** Has new hooks and MCP servers confirmed, before anything is written. */
async function confirmNew(
  planned: readonly Planned[],
  input: Input,
  world: World,
  options: Parameters<typeof withRuns>[1],
  how: Parameters<typeof writeItems>[2],
): Promise<void> {
  const programs = planned.filter(({ artifact }) => ["hook", "mcp"].includes(artifact.type));
  if (programs.length === 0) return;
  const would = await withRuns(scopesOf(programs), options, (runs) => writeItems(runs, programs, how));
  await confirmPrograms(would, world, input.flag("yes"));
}

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
