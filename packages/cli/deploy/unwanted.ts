/** Finds what this tool wrote and nothing wants any more: the artifact is gone, or the profile, or the profile takes it no more. */
import type { Client, DeploymentProfile } from "@skillmeat-deployments/client";
import type { SourceArtifact } from "../sources/source.ts";
import { currentKey } from "./inspect.ts";
import { placeOf } from "./items.ts";
import { ADOPTED, recordId } from "./names.ts";
import type { Placed } from "./placed.ts";
import { planAll } from "./service.ts";

type Options = {
  readonly client: Client;
  readonly project_id: string;
  readonly profiles: readonly DeploymentProfile[];
  readonly artifacts: readonly SourceArtifact[];
  /** Whether a run in this folder wrote what a record is of. */
  readonly isWritten: (id: string) => boolean;
};

/** The records that have a place of ours and are not wanted. */
export async function unwantedOf(placed: readonly Placed[], options: Options): Promise<Placed[]> {
  const { isWritten } = options;
  const [wanted, registered] = await Promise.all([wantedIds(options), registeredArtifacts(options.client)]);
  // In a fresh clone there is no state: a record of a registered artifact proves that it was written from a collection.
  const isOurs = ({ id, row }: Placed) =>
    isWritten(id) ||
    (row.from_collection !== ADOPTED && registered.has(currentKey(row.artifact_type, row.artifact_name)));
  return placed.filter((each) => !wanted.has(each.id) && isOurs(each));
}

/** The ids of the records that the artifacts have with the profiles. */
async function wantedIds({ client, project_id, profiles, artifacts }: Options): Promise<Set<string>> {
  if (profiles.length === 0 || artifacts.length === 0) return new Set();
  const named = artifacts.map(({ type, name }) => ({ type, name }));
  const ids = profiles.map(({ profile_id }) => profile_id);
  const { entries } = await planAll(client, project_id, named, ids);
  return new Set(
    entries.flatMap((entry) => {
      const id = recordId(entry.profile_id, entry.artifact.type, entry.artifact.name);
      return placeOf(id, entry) ? [id] : [];
    }),
  );
}

async function registeredArtifacts(client: Client): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const { type, name } of client.listArtifacts({ limit: 100 })) keys.add(currentKey(type, name));
  return keys;
}
