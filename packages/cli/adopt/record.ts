/** Records what was matched. Nothing on the disk changes. */
import type { Client, DeploymentCreate, RecordBatchItem } from "@skillmeat-deployments/client";
import type { DeploymentRecord } from "../deploy/records.ts";
import { type Refusals, register } from "../deploy/register.ts";
import { lots } from "../deploy/service.ts";
import type { Match } from "./match.ts";

type To = {
  readonly client: Client;
  readonly project_id: string;
  readonly records: ReadonlyMap<string, DeploymentRecord>;
  readonly source: string;
};

const LOT = 500;

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
  for (const lot of lots(others, LOT)) {
    const { data } = await to.client.recordBatch({ project_id: to.project_id, body: { items: lot.map(itemOf) } });
    for (const [i, { error }] of data.items.entries()) {
      const id = lot[i]?.candidate.id;
      if (error && id !== undefined) refusals.set(id, error.detail);
    }
  }
  return { recorded: done.length + others.length - refusals.size, refusals };
}

function itemOf(match: Exclude<Match, { done: unknown }>): RecordBatchItem {
  const { profile, type, name, path, base, hash } = match.candidate;
  return {
    artifact_name: match.how === "renamed" ? match.artifact.name : name,
    // Safe cast: it is a type of the profile's map.
    artifact_type: type as DeploymentCreate["artifact_type"],
    deployment_profile_id: profile.profile_id,
    artifact_path: path,
    artifact_path_base: base,
    content_hash: hash,
  };
}
