/** Where an artifact goes by a profile, or why the profile does not take it. */
import * as z from "zod";
import { recordedPathOf } from "../catalogue/mapping.ts";
import { PRIMARY, readPlatform } from "../catalogue/platform.ts";
import { invalid } from "../fault.ts";
import type { ArtifactType } from "../values/artifact-type.ts";
import { normalisedName, resolvedPathProblem } from "../values/strings.ts";
import { type Artifact, targetsPlatform } from "./artifact.ts";
import type { DeploymentCreate } from "./deployment.ts";
import type { Profile } from "./profile.ts";

/** Why a profile does not take an artifact. */
export const SkipCode = z.enum(["unsupported-artifact-type", "platform-mismatch"]);

/**
 * Why a profile does not take an artifact, if it does not.
 * @param artifact as it is registered: one that is not fits everywhere
 * @param placed whether somebody says where it goes: then the profile's map need not
 */
export function skipCode(
  profile: Profile,
  type: ArtifactType,
  artifact: Artifact | undefined,
  placed = false,
): z.infer<typeof SkipCode> | undefined {
  const takes = profile.supported_artifact_types;
  if (takes.length > 0 && !takes.includes(type)) return "unsupported-artifact-type";
  if (profile.artifact_path_map[type] === undefined && !placed) return "unsupported-artifact-type";
  return artifact && !targetsPlatform(artifact, profile.platform) ? "platform-mismatch" : undefined;
}

/** Where an artifact goes by a profile, or why the profile does not take it. */
export type Placement = { path: string; base: "root" | "project" } | { code: z.infer<typeof SkipCode>; detail: string };

export function placeByProfile(profile: Profile, input: DeploymentCreate, artifact: Artifact | undefined): Placement {
  const { artifact_type: type } = input;
  const code = skipCode(profile, type, artifact, input.artifact_path !== undefined);
  if (code === "unsupported-artifact-type") {
    return { code, detail: `Deployment profile '${profile.profile_id}' does not take artifacts of type '${type}'` };
  }
  if (code) {
    const detail = `Artifact '${artifact?.artifact_id}' does not target platform '${profile.platform}' of deployment profile '${profile.profile_id}'`;
    return { code, detail };
  }
  const mapping = profile.artifact_path_map[type];
  if (input.artifact_path !== undefined) return { path: input.artifact_path, base: input.artifact_path_base ?? "root" };
  return resolvePath(mapping as NonNullable<typeof mapping>, input);
}

/** A path resolved from a map; a name that would leave its directory is the caller's error. */
function resolvePath(
  mapping: Parameters<typeof recordedPathOf>[0],
  input: { artifact_type: ArtifactType; artifact_name: string },
) {
  const target = recordedPathOf(mapping, input.artifact_type, normalisedName(input.artifact_name));
  const problem = resolvedPathProblem(target.path);
  if (problem)
    throw invalid({ pointer: "/artifact_name", detail: `the path it resolves to, '${target.path}', ${problem}` });
  return target;
}

/** Where a record without profile lies: in the primary platform's folders. */
export function placeWithoutProfile(input: {
  artifact_type: ArtifactType;
  artifact_name: string;
  artifact_path?: string | undefined;
  artifact_path_base?: "root" | "project" | undefined;
}): Placement {
  if (input.artifact_path !== undefined) return { path: input.artifact_path, base: input.artifact_path_base ?? "root" };
  const mapping = readPlatform(PRIMARY).artifact_path_map[input.artifact_type];
  if (mapping === undefined) {
    const detail = `artifact_path is required: platform '${PRIMARY}' has no folder for type '${input.artifact_type}'`;
    return { code: "unsupported-artifact-type", detail };
  }
  return resolvePath(mapping, input);
}

/** A base without a path says nothing: the map would decide both. */
export function assertBaseHasPath(input: DeploymentCreate) {
  if (input.artifact_path_base !== undefined && input.artifact_path === undefined) {
    throw invalid({ pointer: "/artifact_path_base", detail: "artifact_path_base needs artifact_path beside it" });
  }
}
