/** Compares what is on the disk with the records, and the records with the artifacts. */
import { createInspector } from "../files/compare.ts";
import { homeState } from "../project/credentials.ts";
import type { World } from "../world.ts";
import { ADOPTED, normalisedName } from "./names.ts";
import type { Placed } from "./placed.ts";
import { recordedHash } from "./write.ts";

/**
 * `modified`: the file is not as it was written. `outdated`: the artifact is not as it was deployed. `diverged`: both.
 * `unverified`: the record has a hash of another kind. `error`: it cannot be told, see `detail`.
 */
export type State = "synced" | "modified" | "outdated" | "diverged" | "missing" | "unverified" | "error";

export type Finding = {
  readonly placed: Placed;
  readonly state: State;
  /** For `error`. */
  readonly detail: string | null;
  /** The hash of what is on the disk. */
  readonly hash: string | null;
};

/** The hashes of the artifacts as they are now, by type and normalised name. */
export type Current = ReadonlyMap<string, string>;
export const currentKey = (type: string, name: string) => `${type}:${normalisedName(name)}`;

type Options = {
  readonly world: Pick<World, "disk" | "env" | "home">;
  readonly root: string;
  readonly current: Current;
};

export async function inspect(placed: readonly Placed[], { world, root, current }: Options): Promise<Finding[]> {
  const inspectors = {
    project: createInspector(world.disk, root),
    // A project alone must not need a home folder.
    user: placed.some(({ scope }) => scope === "user")
      ? createInspector(world.disk, world.home, { folder: homeState(world) })
      : undefined,
  };
  const findings: Finding[] = [];
  for (const each of placed) {
    const inspector = inspectors[each.scope];
    const expected = recordedHash(each.row) ?? "";
    const compared =
      each.problem === null && inspector
        ? await inspector.compare(each.place, expected)
        : ({ state: "error", hash: null, detail: each.problem } as const);
    const { artifact_type, artifact_name, content_hash, from_collection } = each.row;
    // What was adopted without a collection is not the artifact of that name.
    const now = from_collection === ADOPTED ? undefined : current.get(currentKey(artifact_type, artifact_name));
    const isOutdated = isKnownToDiffer(now, content_hash);
    const state = stateOf(compared.state, isSha256(expected), isOutdated);
    findings.push({ placed: each, state, detail: compared.detail, hash: compared.hash });
  }
  return findings;
}

function stateOf(disk: "synced" | "modified" | "missing" | "error", isComparable: boolean, isOutdated: boolean): State {
  if (disk === "missing" || disk === "error") return disk;
  if (!isComparable) return "unverified";
  if (disk === "modified") return isOutdated ? "diverged" : "modified";
  return isOutdated ? "outdated" : "synced";
}

const isSha256 = (hash: string) => /^(?:sha256:)?[0-9a-f]{64}$/i.test(hash);
const plainHash = (hash: string) => hash.toLowerCase().replace(/^sha256:/, "");

/** Whether an artifact is known to have another content. Hashes of different kinds are not compared. */
const isKnownToDiffer = (now: string | undefined, then: string) =>
  now !== undefined && isSha256(now) && isSha256(then) && plainHash(now) !== plainHash(then);
