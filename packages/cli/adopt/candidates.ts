/** Finds artifacts that lie in a project already: files in the platforms' folders, entries of shared files, marked blocks. */
import { dirname } from "node:path/posix";
import type { ArtifactMappingOutput, DeploymentProfile } from "@skillmeat-deployments/client";
import { recordId } from "../deploy/names.ts";
import { artifactsIn, folderOf } from "../deploy/untracked.ts";
import { createInspector, type Inspector } from "../files/compare.ts";
import type { Disk } from "../files/disk.ts";
import { FileError } from "../files/file-error.ts";
import { createPaths, type Paths } from "../files/paths.ts";
import { artifactPath, type Place } from "../files/place.ts";
import { partsIn } from "./shared.ts";

/** An artifact that lies in a project. */
export type Candidate = {
  /** The id that its record gets. */
  readonly id: string;
  readonly profile: DeploymentProfile;
  readonly type: string;
  readonly name: string;
  readonly place: Place;
  /** As a record has it: relative to its base. */
  readonly path: string;
  readonly base: "root" | "project";
  readonly hash: string;
};

export type Candidates = { readonly found: readonly Candidate[]; readonly problems: readonly string[] };

/** What is recorded already. */
type Known = {
  /** Whether a profile has a record of a place. */
  isRecorded(profile: string, place: Place): boolean;
  /** Whether the record with an id has this hash. */
  isSame(id: string, hash: string): boolean;
};

/** So many are recorded in one run. */
const MAX_FOUND = 5_000;
/** The hash of nothing: whatever is at the place, it is compared and returned. */
const NO_HASH = "0".repeat(64);

/**
 * Looks into the folders and files of profiles.
 * @param root the project's folder
 * @param known what needs no record
 * @param max how many are looked for. A second run finds the rest
 */
export async function findCandidates(
  disk: Disk,
  root: string,
  profiles: readonly DeploymentProfile[],
  known: Known,
  max = MAX_FOUND,
): Promise<Candidates> {
  const paths = createPaths(disk, root);
  const inspector = createInspector(disk, root);
  const found: Candidate[] = [];
  const problems = new Set<string>();
  for (const profile of profiles) {
    const taken = new Set<string>();
    for (const { type, mapping } of mappingsOf(profile)) {
      for (const { name, place, hash: partHash } of await placesIn(disk, paths, profile, type, mapping, problems)) {
        // Two types of one folder: the first one in the order below has the file.
        const key = JSON.stringify([artifactPath(place.path), place.kind, place.name]);
        if (taken.has(key) || known.isRecorded(profile.profile_id, place)) continue;
        // The service and other systems write names in NFC, and would not find this file again.
        if (place.path !== place.path.normalize("NFC")) {
          problems.add(`${place.path}: its name is not in NFC (Unicode). Rename it, or it cannot be found again.`);
          continue;
        }
        const hash = await hashAt(inspector, place, partHash, problems);
        if (hash === undefined) continue;
        taken.add(key);
        const id = recordId(profile.profile_id, type, name);
        if (known.isSame(id, hash)) continue;
        if (found.length >= max) {
          problems.add(`There are more than ${max} artifacts. Adopt these, then run it again.`);
          return { found, problems: [...problems] };
        }
        found.push({ id, profile, type, name, place: { ...place, id }, ...recordedAs(profile, mapping, place), hash });
      }
    }
  }
  return { found, problems: [...problems] };
}

type Typed = { readonly type: string; readonly mapping: ArtifactMappingOutput };

/** Skills first: what has the file of a skill is nothing else. */
function mappingsOf({ artifact_path_map }: DeploymentProfile): Typed[] {
  const all = Object.entries(artifact_path_map).map(([type, mapping]) => ({
    type,
    mapping: typeof mapping === "string" ? { path: mapping } : mapping,
  }));
  return all.sort((a, b) => Number(b.type === "skill") - Number(a.type === "skill"));
}

/** `hash`: of a part of a shared file. undefined: it is a file or folder, which is not read yet. */
type Located = { readonly name: string; readonly place: Place; readonly hash: string | undefined };

const isShared = (kind: string): kind is "merge" | "block" => kind === "merge" || kind === "block";

async function placesIn(
  disk: Disk,
  paths: Paths,
  profile: DeploymentProfile,
  type: string,
  mapping: ArtifactMappingOutput,
  problems: Set<string>,
): Promise<Located[]> {
  const folder = folderOf(profile, type, mapping);
  const { kind = "directory" } = mapping;
  const none = { id: "", key: null, entry: null, item_name: null, format: null };
  if (kind === "directory") {
    return artifactsIn(disk, paths, folder).map(({ file, name }) => {
      // The record of a skill has its folder.
      const path = type === "skill" && file.endsWith("/SKILL.md") ? dirname(file) : file;
      return { name, place: { ...none, path, kind: "directory", name }, hash: undefined };
    });
  }
  // Nobody knows what the artifact of a whole file is called. With the collection it is found.
  if (!isShared(kind)) return [];
  const place: Omit<Place, "name"> = {
    ...none,
    path: folder.path,
    kind,
    key: mapping.key ?? null,
    // Safe cast: the list of entries may grow, and one that is not known has no names.
    entry: kind === "merge" ? ((mapping.entry ?? "by_name") as NonNullable<Place["entry"]>) : null,
    item_name: mapping.item_name ?? null,
    format: mapping.format ?? null,
  };
  try {
    const parts = await partsIn(disk, paths, place);
    return parts.map(({ name, hash }) => ({ name, place: { ...place, name }, hash }));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    problems.add(error.message);
    return [];
  }
}

/** The hash, if `verify` will find it again. */
async function hashAt(
  inspector: Inspector,
  place: Place,
  known: string | undefined,
  problems: Set<string>,
): Promise<string | undefined> {
  const { hash, detail } = await inspector.compare(place, known ?? NO_HASH);
  if (detail !== null) problems.add(detail);
  else if (known !== undefined && hash !== known)
    problems.add(`${place.path}: ${place.name} cannot be told from others`);
  return known === undefined || hash === known ? (hash ?? undefined) : undefined;
}

/** As `recordedPath` has it: relative to the profile's root where it is in it. */
function recordedAs({ root_dir }: DeploymentProfile, { base }: ArtifactMappingOutput, { path }: Place) {
  const root = `${root_dir.split("/").filter(Boolean).join("/")}/`;
  return base !== "project" && path.startsWith(root)
    ? ({ path: path.slice(root.length), base: "root" } as const)
    : ({ path, base: "project" } as const);
}
