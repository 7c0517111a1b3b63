/** Where an artifact goes by a profile, or why the profile does not take it. */
import * as z from "zod";
import { type Mapping, type RecordedPath, recordedPathOf } from "../catalogue/mapping.ts";
import { PRIMARY, readPlatform } from "../catalogue/platform.ts";
import { Fault, invalid } from "../fault.ts";
import type { ArtifactType } from "../values/artifact-type.ts";
import { normalisedName, resolvedPathProblem } from "../values/strings.ts";
import { type Artifact, targetsPlatform } from "./artifact.ts";
import type { DeploymentCreate } from "./deployment.ts";
import type { Profile } from "./profile.ts";

/** Why a profile does not take an artifact. */
export const SkipCode = z.enum(["unsupported-artifact-type", "platform-mismatch"]);
type SkipCode = z.infer<typeof SkipCode>;

/** Where a record says that its artifact is. */
export type RecordPath = { artifact_path: string; artifact_path_base: "root" | "project" };

/** A place, or why there is none. */
export type Placement = RecordPath | { code: SkipCode; detail: string };

/**
 * Why a profile does not take an artifact; undefined where it does.
 * @param artifact as it is registered; one that is not registered fits every profile
 * @param pathGiven whether the caller says where it goes: then the profile's map need not
 */
export function skipCode(
  profile: Profile,
  type: ArtifactType,
  artifact: Artifact | undefined,
  pathGiven = false,
): SkipCode | undefined {
  const supported = profile.supported_artifact_types;
  if (supported.length > 0 && !supported.includes(type)) return "unsupported-artifact-type";
  if (profile.artifact_path_map[type] === undefined && !pathGiven) return "unsupported-artifact-type";
  return artifact && !targetsPlatform(artifact, profile.platform) ? "platform-mismatch" : undefined;
}

/** @throws 422 where the name would leave the profile's folder */
export function placeByProfile(profile: Profile, input: DeploymentCreate, artifact: Artifact | undefined): Placement {
  const { artifact_type: type } = input;
  const { profile_id, platform } = profile;
  const given = givenPath(input);
  const code = skipCode(profile, type, artifact, given !== undefined);
  if (code === "unsupported-artifact-type") {
    return { code, detail: `Deployment profile '${profile_id}' does not take artifacts of type '${type}'` };
  }
  if (code) {
    const target = `platform '${platform}' of deployment profile '${profile_id}'`;
    return { code, detail: `Artifact '${artifact?.artifact_id}' does not target ${target}` };
  }
  // A type without a mapping has a skip code, unless its path is given.
  return given ?? pathByMapping(profile.artifact_path_map[type] as Mapping, input);
}

/** A record without a profile is in the primary platform's folders. @throws 422 as `placeByProfile` */
export function placeWithoutProfile(input: DeploymentCreate): Placement {
  const given = givenPath(input);
  if (given) return given;
  const mapping = readPlatform(PRIMARY).artifact_path_map[input.artifact_type];
  if (mapping !== undefined) return pathByMapping(mapping, input);
  const detail = `artifact_path is required: platform '${PRIMARY}' has no folder for type '${input.artifact_type}'`;
  return { code: "unsupported-artifact-type", detail };
}

/** @throws 422 with the placement's code, where it is no place */
export function requirePlace(placement: Placement): RecordPath {
  if (!("code" in placement)) return placement;
  const { code, detail } = placement;
  const pointer = code === "platform-mismatch" ? "/artifact_name" : "/artifact_type";
  throw new Fault(code, detail, { errors: [{ pointer, detail }] });
}

/** A base without a path says nothing: the map would decide both. @throws 422 */
export function assertBaseHasPath(input: DeploymentCreate): void {
  if (input.artifact_path_base !== undefined && input.artifact_path === undefined) {
    throw invalid({ pointer: "/artifact_path_base", detail: "artifact_path_base needs artifact_path beside it" });
  }
}

const recordPath = ({ path, base }: RecordedPath): RecordPath => ({ artifact_path: path, artifact_path_base: base });

const givenPath = ({ artifact_path: path, artifact_path_base: base = "root" }: DeploymentCreate) =>
  path === undefined ? undefined : recordPath({ path, base });

function pathByMapping(mapping: Mapping, input: DeploymentCreate): RecordPath {
  const resolved = recordedPathOf(mapping, input.artifact_type, normalisedName(input.artifact_name));
  const problem = resolvedPathProblem(resolved.path);
  if (problem === undefined) return recordPath(resolved);
  throw invalid({ pointer: "/artifact_name", detail: `the path it resolves to, '${resolved.path}', ${problem}` });
}
