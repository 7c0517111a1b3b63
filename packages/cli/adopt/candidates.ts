/** Finds artifacts that lie in a project already: files in the platforms' folders, entries of shared files, marked blocks. */
import { dirname } from "node:path/posix";
import type { ArtifactMappingOutput, DeploymentProfile } from "@skillmeat-deployments/client";
import { recordId } from "../deploy/names.ts";
import { artifactsIn, folderOf } from "../deploy/untracked.ts";
import { createInspector, type Inspector } from "../files/compare.ts";
import type { Disk } from "../files/disk.ts";
import { FileError } from "../files/file-error.ts";
import { createPaths, type Paths } from "../files/paths.ts";
import type { Place } from "../files/place.ts";
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

/** More are no project's. A second run finds the rest. */
const MOST = 5_000;
/** The hash of nothing: whatever is at the place, it is compared and returned. */
const NO_HASH = "0".repeat(64);

/** Looks into the folders and files of profiles. @param root the project's folder */
export async function findCandidates(
  disk: Disk,
  root: string,
  profiles: readonly DeploymentProfile[],
): Promise<Candidates> {
  const paths = createPaths(disk, root);
  const inspector = createInspector(disk, root);
  const found: Candidate[] = [];
  const problems = new Set<string>();
  for (const profile of profiles) {
    const taken = new Set<string>();
    for (const { type, mapping } of mappingsOf(profile)) {
      for (const { name, place, hash: known } of await placesIn(disk, paths, profile, type, mapping, problems)) {
        // Two types of one folder: the first one in the order below has the file.
        const key = JSON.stringify([place.path, place.kind, place.name]);
        if (taken.has(key) || found.length >= MOST) continue;
        const hash = await hashAt(inspector, place, known, problems);
        if (hash === undefined) continue;
        taken.add(key);
        const id = recordId(profile.profile_id, type, name);
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
      const path = type === "skill" ? dirname(file) : file;
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
