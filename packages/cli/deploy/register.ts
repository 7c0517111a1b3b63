/** Registers artifacts and records deployments. Both can be repeated: what is there already stays. */
import { type Client, type DeploymentCreate, ProblemError, type RecordBatchItem } from "@skillmeat-deployments/client";
import type { SourceArtifact } from "../sources/source.ts";
import { recordedPath } from "./items.ts";
import { ADOPTED, COLLECTION, escapedName } from "./names.ts";
import type { DeploymentRecord } from "./records.ts";
import { chunks, inParallel } from "./service.ts";
import type { Done } from "./write.ts";

/** What the service refused, by record id. */
export type Refusals = ReadonlyMap<string, string>;
export type Registered = { readonly recorded: number; readonly refusals: Refusals };

const BATCH_SIZE = 500;

/** Whether what an item is about is at its place now. */
export const isInPlace = ({ outcome: { action } }: Done) => ["create", "unchanged", "update", "merge"].includes(action);

/** What the record of an item has to say. */
export function wantedRecord({ item, outcome }: Done) {
  const { content_hash } = item.artifact;
  return {
    ...recordedPath(item),
    content_hash,
    // As the service has it: only where what is written differs from the artifact.
    written_hash: outcome.hash === content_hash ? null : outcome.hash,
    local_modifications: outcome.disk_hash !== outcome.hash,
  };
}

/**
 * Registers and records what is in place and not recorded yet.
 * @param source where the artifacts are from, as the service keeps it
 */
export async function register(
  {
    client,
    project_id,
    records,
    source,
  }: { client: Client; project_id: string; records: ReadonlyMap<string, DeploymentRecord>; source: string },
  done: readonly Done[],
): Promise<Registered> {
  const recordOf = (each: Done) => records.get(each.item.id);
  const wanted = done.filter(isInPlace).filter((each) => !isRecorded(each, recordOf(each)));
  // First the artifacts: who reads a record can then compare it.
  const artifacts = [...new Set(wanted.map(({ item }) => item.artifact))];
  await inParallel(artifacts, (artifact) => registerArtifact(client, artifact, source));
  const refusals = new Map<string, string>();
  for (const lot of chunks(wanted, BATCH_SIZE)) {
    const items = lot.map((each) => batchItem(each, recordOf(each)));
    const { data } = await client.recordBatch({ project_id, body: { items } });
    for (const [i, { error }] of data.items.entries()) {
      if (error) refusals.set((lot[i] as Done).item.id, error.detail);
    }
  }
  return { recorded: wanted.length - refusals.size, refusals };
}

function isRecorded(done: Done, record: DeploymentRecord | undefined): boolean {
  if (record === undefined || record.from_collection === ADOPTED) return false;
  const { local_modifications: _, ...wanted } = wantedRecord(done);
  return Object.entries(wanted).every(([name, value]) => record[name as keyof typeof wanted] === value);
}

function batchItem(done: Done, record: DeploymentRecord | undefined): RecordBatchItem {
  const { artifact, profile } = done.item;
  return {
    artifact_name: artifact.name,
    // Safe cast: the service planned it, so it knows the type.
    artifact_type: artifact.type as DeploymentCreate["artifact_type"],
    deployment_profile_id: profile.profile_id,
    ...wantedRecord(done),
    // It was adopted, and now the collection has it.
    ...(record?.from_collection === ADOPTED ? { from_collection: COLLECTION, replace: true } : {}),
  };
}

const MAX_DESCRIPTION = 500;
const MAX_SOURCE = 1_000;

async function registerArtifact(client: Client, artifact: SourceArtifact, source: string): Promise<void> {
  const { name, content_hash } = artifact;
  const from = source === "" ? artifact.path : `${source}/${artifact.path}`;
  const fields = {
    content_hash,
    ...(Buffer.byteLength(from) <= MAX_SOURCE ? { source: from } : {}),
    ...(artifact.description === null ? {} : { description: artifact.description.slice(0, MAX_DESCRIPTION) }),
  };
  const type = artifact.type as DeploymentCreate["artifact_type"];
  try {
    await client.createArtifact({ body: { type, name, ...fields } });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "already-exists") throw error;
    const artifact_id = `${type}:${escapedName(name)}`;
    await client.patchArtifact({ artifact_id, body: fields });
  }
}
