/** `adopt`: makes records of what lies in the project's folders already. Nothing on the disk changes. */
import { basename } from "node:path";
import { findCandidates } from "../adopt/candidates.ts";
import { type Match, matchAll, spotOf } from "../adopt/match.ts";
import { recordMatches } from "../adopt/record.ts";
import { confirm } from "../confirm.ts";
import { isPlanned } from "../deploy/items.ts";
import { ADOPTED, PRIMARY } from "../deploy/names.ts";
import { placeRecords } from "../deploy/placed.ts";
import { choiceOf, connectTo, prepare, sourceFolderIfAny } from "../deploy/prepare.ts";
import { type DeploymentRecord, readRecords } from "../deploy/records.ts";
import { withRuns } from "../deploy/runs.ts";
import { readProfiles } from "../deploy/service.ts";
import { type Done, writeItems } from "../deploy/write.ts";
import { createInspector } from "../files/compare.ts";
import { type LocalProject, requireProject } from "../project/config.ts";
import { adoptionReport, adoptionTable } from "../report/adoption.ts";
import { counted } from "../report/style.ts";
import type { World } from "../world.ts";
import type { Input, Run } from "./command.ts";

export const adopt: Run = async (input, world) => {
  const project = await requireProject(world);
  const { client } = await connectTo(world, project);
  const project_id = project.project;
  const { chosen, all } = await readProfiles(client, project_id, { ...choiceOf(input), withUser: false });
  const records = await readRecords(client, project_id);
  const placed = await placeRecords([...records.values()], { client, project_id, profiles: all, world });
  const settled = placed.filter(({ row }) => row.from_collection !== ADOPTED);
  const recordedAt = new Set(settled.map(({ row, place }) => spotOf(row.deployment_profile_id ?? PRIMARY, place)));
  const { found, problems } = await findCandidates(world.disk, project.root, chosen, {
    isRecorded: (profile, place) => recordedAt.has(spotOf(profile, place)),
    isSame: (id, hash) => records.get(id)?.content_hash === hash,
  });
  const { would, artifacts, notes } = await lookAtCollection(input, world, project, records);
  const matches = matchAll(would, found, { records, recordedAt, artifacts });
  const shown = { matches, problems: [...notes, ...problems] };
  if (input.flag("dry-run") || matches.length === 0) return adoptionReport(world, shown);
  await confirmAdoption(matches, input, world);
  const source = project.source ?? basename(sourceFolderIfAny(input, world, project) ?? project.root);
  const result = await recordMatches({ client, project_id, records, source }, matches);
  return adoptionReport(world, { ...shown, result });
};

/** What writing the collection would do: where it would do nothing, the artifact is there already. */
async function lookAtCollection(
  input: Input,
  world: World,
  project: LocalProject,
  records: ReadonlyMap<string, DeploymentRecord>,
) {
  if (sourceFolderIfAny(input, world, project) === undefined) return { would: [], artifacts: [], notes: [] };
  const { items, source } = await prepare(input, world, records);
  const planned = items.filter(isPlanned).filter(({ profile }) => profile.scope !== "user");
  const options = { world, root: project.root, dryRun: true };
  const looked = await withRuns(["project"], options, (runs) => writeItems(runs, planned, { records, force: false }));
  const would = await onlyOnDisk(looked, world, project.root);
  const notes = source.problems.map(({ path, detail }) => `${path}: ${detail}`);
  return { would, artifacts: source.artifacts, notes };
}

/** Drops items that are `unchanged` only because the dry run pretended an earlier write to the same place. */
async function onlyOnDisk(looked: readonly Done[], { disk }: World, root: string): Promise<Done[]> {
  const inspector = createInspector(disk, root);
  const isThere = async ({ item, outcome }: Done) =>
    outcome.action !== "unchanged" || (await inspector.compare(item.place, outcome.hash ?? "")).hash !== null;
  const there = await Promise.all(looked.map(isThere));
  return looked.filter((_, i) => there[i]);
}

async function confirmAdoption(matches: readonly Match[], input: Input, world: World): Promise<void> {
  if (input.flag("yes")) return;
  await confirm(world.terminal, {
    refusal: `${counted(matches.length, "artifact")} found. There is no terminal to confirm them: nothing is recorded.\nGive --yes, or --dry-run to see them.`,
    shown: adoptionTable(world, matches),
    question: `Make ${counted(matches.length, "record")}?`,
    refused: "Nothing is recorded.",
  });
}
