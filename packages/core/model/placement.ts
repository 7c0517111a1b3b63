/** Placement: the path to which a profile deploys an artifact, or why the profile does not accept it. */
import type { Mapping } from "../catalogue/mapping.schema.ts";
import { type RecordedPath, type Roots, recordedPathOf } from "../catalogue/mapping.ts";
import { readPlatform } from "../catalogue/platform.ts";
import { PRIMARY } from "../catalogue/primary.ts";
import { Fault, invalid, invalidAll } from "../fault.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { normalisedName, resolvedPathProblem } from "../values/strings.ts";
import type { Artifact } from "./artifact.schema.ts";
import { targetsPlatform } from "./artifact.ts";
import type { DeploymentCreate } from "./deployments/deployment.schema.ts";
import type { Profile } from "./profile.schema.ts";

/** The reasons for which a profile does not accept an artifact. */
export const SKIP_CODES = ["unsupported-artifact-type", "platform-mismatch"] as const;
type SkipCodeName = (typeof SKIP_CODES)[number];
/** The path of an artifact in a record. */
export type RecordPath = { artifact_path: string; artifact_path_base: "root" | "project" };

/** The path of an artifact, or why the profile does not accept it. */
export type Placement = RecordPath | { code: SkipCodeName; detail: string };

/**
 * Returns why a profile does not accept an artifact. undefined: the profile accepts it.
 * @param artifact the registered artifact. An artifact that is not registered targets every platform.
 * @param pathKnown whether the caller or a record gives the path. If so, the profile's map needs no entry for the type.
 */
export function skipCode(
  profile: Profile,
  type: ArtifactType,
  artifact: Artifact | undefined,
  pathKnown = false,
): SkipCodeName | undefined {
  const supported = profile.supported_artifact_types;
  if (supported.length > 0 && !supported.includes(type)) return "unsupported-artifact-type";
  if (profile.artifact_path_map[type] === undefined && !pathKnown) return "unsupported-artifact-type";
  return artifact && !targetsPlatform(artifact, profile.platform) ? "platform-mismatch" : undefined;
}

/** Returns what an artifact is called on disk. @param artifact the registered artifact, if there is one */
export const nameOnDisk = (name: string, artifact: Pick<Artifact, "install_name"> | undefined) =>
  normalisedName(artifact?.install_name ?? name);

/**
 * Returns the placement of an artifact by a profile.
 * @param recorded the path of the record that exists. A record stays where it is, unless the caller gives another path.
 * @throws 422 if the name makes the path invalid, for example `../x`
 */
export function placeByProfile(
  profile: Profile,
  input: DeploymentCreate,
  artifact: Artifact | undefined,
  recorded: RecordPath | undefined,
): Placement {
  const { artifact_type: type, artifact_name } = input;
  const { profile_id, platform } = profile;
  const known = givenPath(input) ?? recorded;
  const code = skipCode(profile, type, artifact, known !== undefined);
  if (code === "unsupported-artifact-type") {
    return { code, detail: `Deployment profile '${profile_id}' does not accept artifacts of type '${type}'` };
  }
  if (code) {
    const target = `platform '${platform}' of deployment profile '${profile_id}'`;
    return { code, detail: `Artifact '${artifact?.artifact_id}' does not target ${target}` };
  }
  // Safe cast: a type without a mapping has a skip code, unless the path is known.
  return (
    known ??
    pathByMapping(profile.artifact_path_map[type] as Mapping, profile, type, nameOnDisk(artifact_name, artifact))
  );
}

/**
 * Returns the placement for a record without a profile, by the preset of the primary platform.
 * @param recorded as for `placeByProfile`
 * @throws 422 as `placeByProfile`
 */
export function placeWithoutProfile(input: DeploymentCreate, recorded: RecordPath | undefined): Placement {
  const { artifact_type: type, artifact_name } = input;
  const known = givenPath(input) ?? recorded;
  if (known) return known;
  const mapping = readPlatform(PRIMARY).artifact_path_map[type];
  if (mapping !== undefined) return pathByMapping(mapping, { scope_dir: "" }, type, normalisedName(artifact_name));
  const detail = `artifact_path is required: platform '${PRIMARY}' has no folder for type '${type}'`;
  return { code: "unsupported-artifact-type", detail };
}

/** Returns the path of a placement. @throws 422 with the skip code if the profile does not accept the artifact */
export function requirePlace(placement: Placement): RecordPath {
  if (!("code" in placement)) return placement;
  const { code, detail } = placement;
  const pointer = code === "platform-mismatch" ? "/artifact_name" : "/artifact_type";
  throw new Fault(code, detail, { errors: [{ pointer, detail }] });
}

/**
 * Checks of each input that its base comes with a path. Without a path, the profile's map decides both.
 * @param inputs by their pointers in the body
 * @throws 422
 */
export function assertBaseHasPath(inputs: Readonly<Record<string, DeploymentCreate>>): void {
  const errors = Object.entries(inputs)
    .filter(([, input]) => input.artifact_path_base !== undefined && input.artifact_path === undefined)
    .map(([at]) => ({
      pointer: `${at}/artifact_path_base`,
      detail: "artifact_path_base requires artifact_path",
    }));
  if (errors.length > 0) throw invalidAll(errors);
}

const recordPath = ({ path, base }: RecordedPath): RecordPath => ({ artifact_path: path, artifact_path_base: base });

const givenPath = ({ artifact_path: path, artifact_path_base: base = "root" }: DeploymentCreate) =>
  path === undefined ? undefined : recordPath({ path, base });

function pathByMapping(
  mapping: Mapping,
  roots: Pick<Roots, "scope_dir">,
  type: ArtifactType,
  name: string,
): RecordPath {
  const resolved = recordedPathOf(mapping, roots, type, name);
  const problem = resolvedPathProblem(resolved.path);
  if (problem === undefined) return recordPath(resolved);
  throw invalid({ pointer: "/artifact_name", detail: `the resulting path '${resolved.path}' ${problem}` });
}
