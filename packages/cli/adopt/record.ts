/** Records what was matched. Nothing on the disk changes. */
import { type Client, type DeploymentCreate, ProblemError, type RecordBatchItem } from "@skillmeat-deployments/client";
import { ADOPTED } from "../deploy/names.ts";
import type { DeploymentRecord } from "../deploy/records.ts";
import { type Refusals, register } from "../deploy/register.ts";
import { chunks } from "../deploy/service.ts";
import type { Match } from "./match.ts";

type To = {
  readonly client: Client;
  readonly project_id: string;
  readonly records: ReadonlyMap<string, DeploymentRecord>;
  readonly source: string;
};

const BATCH_SIZE = 500;
/** What is recorded as it lies there. */
type Other = Exclude<Match, { done: unknown }>;

/** Registers the collection's artifacts, and makes the records. @returns how many, and what the service refused */
export async function recordMatches(
  to: To,
  matches: readonly Match[],
): Promise<{ readonly recorded: number; readonly refusals: Refusals }> {
  // Of what differs, the record has the collection's hashes: it is shown as modified, and never overwritten unasked.
  const done = matches.flatMap((match) =>
    "done" in match ? [{ ...match.done, outcome: { ...match.done.outcome, action: "unchanged" as const } }] : [],
  );
  const registered = await register(to, done);
  const refusals = new Map(registered.refusals);
  const others = matches.flatMap((match) => ("done" in match ? [] : [match]));
  for (const lot of chunks(others, BATCH_SIZE)) {
    for (const [id, reason] of await recordLot(to, lot)) refusals.set(id, reason);
  }
  return { recorded: done.length + others.length - refusals.size, refusals };
}

/** Records a lot. Files can have names that make the service refuse the whole lot: these are left out. */
async function recordLot({ client, project_id }: To, lot: readonly Other[]): Promise<Map<string, string>> {
  const refusals = new Map<string, string>();
  for (let items = lot; items.length > 0; ) {
    try {
      const { data } = await client.recordBatch({ project_id, body: { items: items.map(itemOf) } });
      for (const [i, { error }] of data.items.entries()) {
        const id = items[i]?.candidate.id;
        if (error && id !== undefined) refusals.set(id, error.detail);
      }
      return refusals;
    } catch (error) {
      const invalid = invalidItems(error);
      if (invalid.size === 0) throw error;
      for (const [i, reason] of invalid) {
        const id = items[i]?.candidate.id;
        if (id !== undefined) refusals.set(id, reason);
      }
      items = items.filter((_, i) => !invalid.has(i));
    }
  }
  return refusals;
}

/** The positions of the items that the service calls invalid, and why they are. */
function invalidItems(error: unknown): Map<number, string> {
  const invalid = new Map<number, string>();
  if (!(error instanceof ProblemError) || error.status !== 422) return invalid;
  for (const each of error.errors) {
    const position = "pointer" in each ? /^\/items\/(\d{1,4})\//.exec(each.pointer ?? "")?.[1] : undefined;
    if (position !== undefined) invalid.set(Number(position), each.detail);
  }
  return invalid;
}

function itemOf(match: Other): RecordBatchItem {
  const { profile, type, name, path, base, hash } = match.candidate;
  return {
    artifact_name: match.how === "renamed" ? match.artifact.name : name,
    // Safe cast: it is a type of the profile's map.
    artifact_type: type as DeploymentCreate["artifact_type"],
    deployment_profile_id: profile.profile_id,
    artifact_path: path,
    artifact_path_base: base,
    content_hash: hash,
    ...(match.how === "own" ? { from_collection: ADOPTED } : {}),
  };
}
