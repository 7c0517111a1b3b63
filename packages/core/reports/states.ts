/** The state of a deployment record, compared with the registered artifact. */
import type { Artifact } from "../model/artifact.schema.ts";
import { artifactIdentity } from "../model/artifact.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { isSameHash, isSameKind } from "../values/hash.ts";

/** The states of a record. */
export const STATES = ["synced", "modified", "outdated", "diverged", "unverified"] as const;
export type State = (typeof STATES)[number];

/** The states of records with local modifications, and of those without. The artifact decides which it is. */
const POSSIBLE: Record<"true" | "false", readonly State[]> = {
  true: ["modified", "diverged", "unverified"],
  false: ["synced", "outdated", "unverified"],
};

/** Whether a record can have a state, whatever its artifact is. */
export const canBe = (record: Deployment, state: State) => POSSIBLE[`${record.local_modifications}`].includes(state);

/** Whether the artifact of a record is registered. `unknown`: there are more artifacts than were read. */
export const ARTIFACT_STATES = ["registered", "absent", "unknown"] as const;

/** The state of a record, and whether its artifact is registered. */
export type RecordState = { status: State; artifact: (typeof ARTIFACT_STATES)[number] };

/** What of an artifact decides the state of its records. */
type Compared = Pick<Artifact, "type" | "name" | "content_hash" | "collection">;

/**
 * Creates the function that tells the state of a record. Several artifacts can have the same normalised name.
 * @param truncatedTypes the types of which not all artifacts were read
 */
export function createStateOf(
  artifacts: readonly Compared[],
  truncatedTypes: ReadonlySet<string>,
): (record: Deployment) => RecordState {
  const byName = Map.groupBy(artifacts, artifactIdentity);
  return (record) => {
    const sameName = byName.get(artifactIdentity({ type: record.artifact_type, name: record.artifact_name })) ?? [];
    const registered = sameName.filter((a) => a.collection === null || a.collection === record.from_collection);
    const hashes = registered.flatMap(({ content_hash }) => (content_hash === null ? [] : [content_hash]));
    if (registered.length === 0 && truncatedTypes.has(record.artifact_type)) {
      return { status: "unverified", artifact: "unknown" };
    }
    return { status: stateOf(record, hashes), artifact: registered.length > 0 ? "registered" : "absent" };
  };
}

function stateOf(record: Deployment, hashes: readonly string[]): State {
  const deployed = record.collection_sha || record.content_hash;
  if (hashes.some((hash) => !isSameKind(hash, deployed))) return "unverified";
  const isOutdated = hashes.some((hash) => !isSameHash(hash, deployed));
  if (record.local_modifications) return isOutdated ? "diverged" : "modified";
  return isOutdated ? "outdated" : "synced";
}
