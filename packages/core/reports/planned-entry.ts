/** Plans one artifact for one profile: where it goes, why it is skipped, and what to watch. Pure. */
import { knownPlatform } from "../catalogue/infer/infer-profile.ts";
import type { Mapping } from "../catalogue/mapping.schema.ts";
import {
  destinationOf,
  isFileOf,
  joined,
  type Location,
  locationOf,
  placeInFile,
  skillFileOf,
} from "../catalogue/mapping.ts";
import { readPlatform } from "../catalogue/platform.ts";
import type { Platform } from "../catalogue/platform-id.schema.ts";
import type { Artifact } from "../model/artifact.schema.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { rootOfRecord } from "../model/deployments/deployment.ts";
import { nameOnDisk, skipCode } from "../model/placement.ts";
import type { Profile } from "../model/profile.schema.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { isArtifactType } from "../values/artifact-type.ts";
import { isSkillName, isTooLongForAnyDisk, isUnportable } from "../values/file-name.ts";
import { isSameHash } from "../values/hash.ts";
import { ownMember } from "../values/json.ts";
import { lastSegment, resolvedPathProblem } from "../values/strings.ts";
import type { PlanEntry, SkipReason } from "./plan.schema.ts";
import { TEXT_TYPES, WARNINGS } from "./plan-terms.ts";

type Warning = (typeof WARNINGS)[number];

/** An artifact to plan. `registered`: the registered artifact, if there is one. */
export type ToPlan = {
  artifact: { type: string; name: string };
  content_hash: string | undefined;
  registered: Artifact | undefined;
};

const NOWHERE = { path: null, base: null, kind: null, key: null, entry: null, item_name: null, format: null } as const;

/** Returns the plan for an artifact and a profile. @param record the artifact's record for this profile, if there is one */
export function planEntry(profile: Profile, planned: ToPlan, record: Deployment | undefined): PlanEntry {
  const { profile_id, platform } = profile;
  const { artifact, registered, content_hash } = planned;
  // A cast: a record can have a type that the service does not know. No map and no list of types has it.
  const type = artifact.type as ArtifactType;
  const place = record && placeOfRecord(record, profile);
  const recorded = record && place !== undefined ? { path: place, content_hash: record.content_hash } : null;
  const install_name = nameOnDisk(artifact.name, registered);
  const identity = { profile_id, platform, artifact, install_name };
  const skip = (reason: SkipReason): PlanEntry => ({
    ...identity,
    action: "skip",
    reason,
    ...NOWHERE,
    recorded,
    warnings: [],
  });
  const code = isArtifactType(type) ? skipCode(profile, type, registered, record !== undefined) : unknownType(record);
  if (code) return skip(code);
  const location =
    record && place !== undefined
      ? recordedLocation(profile, record, place, install_name)
      : plannedLocation(profile, type, install_name);
  // A name such as `../x` would lead out of the directory.
  if (!record && (resolvedPathProblem(location.path) !== undefined || isTooLongForAnyDisk(location.path))) {
    return skip("invalid-path");
  }
  const action = record && content_hash !== undefined ? updateOf(record, content_hash) : "deploy";
  const warnings = warningsOf(profile, type, location);
  return { ...identity, action, reason: null, ...location, recorded, warnings };
}

/** A type that the service does not know has no place but the one that a record tells. */
const unknownType = (record: Deployment | undefined) => (record ? undefined : "unsupported-artifact-type");

const updateOf = (record: Deployment, hash: string) => (isSameHash(record.content_hash, hash) ? "unchanged" : "update");

/**
 * Returns the recorded path, relative to the project. For a skill, its folder. A path that begins with the root already, as a
 * backfill finds them, is not put below it again.
 */
export function placeOfRecord(record: Deployment, profile: Pick<Profile, "root_dir"> | undefined): string {
  const { artifact_path: path, artifact_path_base } = record;
  const root = rootOfRecord(record, profile);
  return artifact_path_base === "project" || path.startsWith(`${root}/`) ? joined("", path) : joined(root, path);
}

function plannedLocation(profile: Profile, type: ArtifactType, name: string): Location {
  const mapping = ownMember(profile.artifact_path_map, type);
  // `skipCode` skips a type without a mapping.
  if (mapping === undefined) throw new Error(`The profile has no mapping for '${type}'`);
  return locationOf(mapping, profile, type, name);
}

/** What decides where the artifacts of a profile go. */
export type Placing = Pick<Profile, "platform" | "artifact_path_map" | "root_dir" | "scope_dir">;

/**
 * Returns the location of a record: a place in a shared file, or a file of its own.
 * @param name what the artifact is called on disk
 */
export function recordedLocation(profile: Placing, record: Deployment, place: string, name: string): Location {
  const type = record.artifact_type as ArtifactType;
  const base = record.artifact_path_base;
  const own = ownMember(profile.artifact_path_map, type);
  const shared = sharedPlace(profile, record, place, name);
  if (shared) return { path: place, base, ...shared };
  const file = type === "skill" ? `/${skillFileOf(own, name)}` : "";
  const inFolder = own === undefined ? undefined : placeInFile(own);
  const { key, format } = inFolder?.kind === "directory" ? inFolder : { key: null, format: null };
  return { path: `${place}${file}`, base, kind: "directory", key, entry: null, item_name: null, format };
}

const BLOCK = { kind: "block", key: null, entry: null, item_name: null, format: "md" } as const;

/**
 * Returns the place in a shared file, for a record that is in one. Where the type belongs into a shared file, only a file
 * that is named after the artifact is its own: to take a shared file for its own would wipe what others wrote.
 */
function sharedPlace(profile: Placing, record: Deployment, place: string, name: string) {
  const { artifact_type: type } = record;
  const presets = [record.platform, profile.platform].flatMap((platform) => knownPlatform(platform) ?? []);
  const maps = [profile.artifact_path_map, ...presets.map((platform) => readPlatform(platform).artifact_path_map)];
  const mappings = maps.flatMap((map) => ownMember<Mapping>(map, type) ?? []);
  const shared = mappings.filter((mapping) => placeInFile(mapping).kind !== "directory");
  const exact = shared.find((mapping) => isFileOf(mapping, place));
  if (exact) return placeInFile(exact);
  if (TEXT_TYPES.includes(type) && presets.some((platform) => isInstructionFile(platform, place))) return BLOCK;
  const [first] = isNamedAfter([lastSegment(name)], place.split("/")) ? [] : shared;
  return first && placeInFile(first);
}

/** Whether a path is an instruction file of a platform, below whatever folder. */
const isInstructionFile = (platform: Platform, path: string) => {
  const { project_config_filenames, also_reads } = readPlatform(platform);
  return [...project_config_filenames, ...(also_reads.instructions ?? [])].some((file) =>
    isFileOf({ path: file }, path),
  );
};

function warningsOf(profile: Profile, type: ArtifactType, location: Location): Warning[] {
  const { path } = location;
  const { one_level, hook_events } = readPlatform(profile.platform);
  const segments = path.split("/");
  const checks: Record<Warning, boolean> = {
    "unportable-name": isUnportable(path),
    "too-deep": one_level.includes(type) && isTooDeep(profile, type, location),
    "invalid-skill-name": isSkill(type, segments) && !isSkillName(skillNameOf(segments)),
    "unknown-event": type === "hook" && hook_events !== null && !isNamedAfter(hook_events, segments.slice(-1)),
  };
  return WARNINGS.filter((warning) => checks[warning]);
}

/** The file of a skill. Platforms without commands take a command as a skill. */
const SKILL_FILE = "SKILL.md";
const isSkill = (type: ArtifactType, segments: readonly string[]) => type === "skill" || segments.at(-1) === SKILL_FILE;

/** Returns the name of a skill: of its folder, or of its file if it has no folder of its own. */
const skillNameOf = (segments: readonly string[]) =>
  segments.at(-1) === SKILL_FILE ? (segments.at(-2) ?? "") : withoutExtension(segments.at(-1) ?? "");

const withoutExtension = (file: string) => file.replace(/\.[^.]*$/, "");

/** Whether a file is deeper below its folder than the file of a name without `/` would be. */
function isTooDeep(profile: Profile, type: ArtifactType, { path, kind }: Location): boolean {
  const mapping = ownMember(profile.artifact_path_map, type);
  if (mapping === undefined || kind !== "directory") return false;
  const folder = `${destinationOf(mapping, profile)}/`;
  const depth = (file: string) => file.slice(folder.length).split("/").length;
  return path.startsWith(folder) && depth(path) > depth(locationOf(mapping, profile, type, "x").path);
}

/** Whether a segment of a path is one of the names, with any extension. The case does not count. */
const isNamedAfter = (names: readonly string[], segments: readonly string[]) =>
  segments.some((segment) =>
    names.some((name) => [segment, withoutExtension(segment)].some((s) => s.toLowerCase() === name.toLowerCase())),
  );
