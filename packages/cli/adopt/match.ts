/** Matches what lies in a project with the artifacts of a collection, by place and content, then by hash. */
import { locationOf } from "../deploy/items.ts";
import { ADOPTED, recordId } from "../deploy/names.ts";
import type { DeploymentRecord } from "../deploy/records.ts";
import type { Done } from "../deploy/write.ts";
import { artifactPath } from "../files/place.ts";
import type { SourceArtifact } from "../sources/source.ts";
import type { Candidate } from "./candidates.ts";

/**
 * What is to be recorded.
 * `same`: the collection's artifact, as it would be written. `changed`: something else at the place of the collection's artifact.
 * `renamed`: the collection's artifact at another place. `own`: the collection has nothing like it.
 */
export type Match =
  | { readonly how: "same" | "changed"; readonly done: Done }
  | { readonly how: "renamed"; readonly candidate: Candidate; readonly artifact: Pick<SourceArtifact, "type" | "name"> }
  | { readonly how: "own"; readonly candidate: Candidate };

type Known = {
  readonly records: ReadonlyMap<string, DeploymentRecord>;
  /** Where records are already, by profile; not those of what was adopted without a collection. */
  readonly recordedAt: ReadonlySet<string>;
  readonly artifacts: readonly SourceArtifact[];
};

/** Tells a place of a profile apart from all others. */
export const spotOf = (profile: string, place: Parameters<typeof locationOf>[0]) =>
  `${profile} ${locationOf({ ...place, path: artifactPath(place.path) })}`;

/** @param would what a run that only looks says of writing the collection */
export function matchAll(
  would: readonly Done[],
  candidates: readonly Candidate[],
  { records, recordedAt, artifacts }: Known,
): Match[] {
  const ofCollection = would.flatMap((done): Match[] => {
    const how = howOf(done);
    if (how === undefined || records.has(done.item.id) || recordedAt.has(spotOfItem(done))) return [];
    return [{ how, done }];
  });
  const there = would.filter(howOf);
  const taken = new Set([...recordedAt, ...there.map(spotOfItem)]);
  const ids = new Set(there.map(({ item }) => item.id));
  const byHash = new Map(artifacts.map((artifact) => [`${artifact.type}:${artifact.content_hash}`, artifact]));
  const others = candidates.flatMap((candidate): Match[] => {
    const record = records.get(candidate.id);
    // What was adopted and then changed is adopted again as it is now.
    if (record && record.from_collection !== ADOPTED) return [];
    if (ids.has(candidate.id) || taken.has(spotOf(candidate.profile.profile_id, candidate.place))) return [];
    const artifact = byHash.get(`${candidate.type}:${candidate.hash}`);
    const id = artifact && renamedId(candidate, artifact.name);
    const isFree = id !== undefined && !ids.has(id) && !records.has(id);
    ids.add(isFree ? id : candidate.id);
    return [isFree && artifact ? { how: "renamed", candidate, artifact } : { how: "own", candidate }];
  });
  return [...ofCollection, ...others];
}

/** How what lies at the place of an artifact of the collection is like it. undefined: nothing is there. */
function howOf({ outcome: { action, hash, disk_hash } }: Done): "same" | "changed" | undefined {
  const how = MATCH_OF_ACTION[action];
  // A skill's folder can have more files than the skill.
  return how === "same" && disk_hash !== hash ? "changed" : how;
}

const MATCH_OF_ACTION: Partial<Record<Done["outcome"]["action"], "same" | "changed">> = {
  unchanged: "same",
  conflict: "changed",
  merge: "changed",
  update: "changed",
};

const spotOfItem = ({ item }: Done) => spotOf(item.profile.profile_id, item.place);

const renamedId = ({ profile, type }: Candidate, name: string) => recordId(profile.profile_id, type, name);
