/** What is to be done: for each artifact and profile a place and a content, or why there is none. */
import { dirname } from "node:path/posix";
import type { DeploymentProfile, PlanEntry, PlatformEntry } from "@skillmeat-deployments/client";
import { convert } from "../convert/convert.ts";
import { factsOf } from "../convert/target.ts";
import type { Content, Place } from "../files/place.ts";
import type { SourceArtifact } from "../sources/source.ts";
import type { World } from "../world.ts";
import { recordId } from "./names.ts";
import { relocate } from "./relocate.ts";

export type Item = {
  /** The id of the deployment record. */
  readonly id: string;
  readonly artifact: SourceArtifact;
  readonly profile: DeploymentProfile;
  readonly entry: PlanEntry;
} & (
  | { readonly place: Place; readonly content: Content; readonly notes: readonly string[] }
  | { readonly skipped: string }
);

export type Planned = Extract<Item, { place: Place }>;
export const isPlanned = (item: Item): item is Planned => "place" in item;

const REASONS: Partial<Record<string, string>> = {
  "unsupported-artifact-type": "the profile does not take this type",
  "platform-mismatch": "the artifact does not target this platform",
  "invalid-path": "no file system takes the path of its name",
};

type Known = {
  readonly profiles: ReadonlyMap<string, DeploymentProfile>;
  readonly platforms: ReadonlyMap<string, PlatformEntry>;
  readonly world: Pick<World, "env" | "home" | "system">;
  /** The path of a place through all links: two profiles' folders can be one. */
  readonly locate: (scope: DeploymentProfile["scope"], path: string) => string;
};

/** Makes items of a plan. @param artifacts by type and name, as `artifactKey` has them */
export function itemsOf(
  entries: readonly PlanEntry[],
  artifacts: ReadonlyMap<string, SourceArtifact>,
  known: Known,
): Item[] {
  const items = entries.flatMap((entry): Item[] => {
    const artifact = artifacts.get(artifactKey(entry.artifact));
    const profile = known.profiles.get(entry.profile_id);
    return artifact && profile ? [itemOf(entry, artifact, profile, known)] : [];
  });
  return withoutClashes(items, known);
}

export const artifactKey = ({ type, name }: { type: string; name: string }) => `${type}:${name}`;

function itemOf(entry: PlanEntry, artifact: SourceArtifact, profile: DeploymentProfile, known: Known): Item {
  const base = { id: recordId(entry.profile_id, artifact.type, artifact.name), artifact, profile, entry };
  const skip = (skipped: string): Item => ({ ...base, skipped });
  const located = placeOf(base.id, entry);
  if (located === undefined)
    return skip(REASONS[entry.reason ?? ""] ?? entry.reason ?? "the service gives no place for it");
  const platform = known.platforms.get(profile.platform);
  if (platform === undefined) return skip(`the catalogue does not have ${profile.platform}`);
  const moved = profile.scope === "user" ? relocate(located.path, platform.relocations, known.world) : located;
  if ("problem" in moved) return skip(moved.problem);
  const place = { ...located, path: moved.path, key: located.key ?? ownKey(profile, artifact.type, located) };
  const converted = convert(artifact, { place, facts: factsOf(platform, profile.scope) });
  return "skipped" in converted ? skip(converted.skipped) : { ...base, place, ...converted };
}

/** The member of a file of its own that has the artifact. The service leaves it out of the entries of recorded artifacts. */
function ownKey({ artifact_path_map }: DeploymentProfile, type: string, { kind }: Place): Place["key"] {
  const mapping = artifact_path_map[type as keyof typeof artifact_path_map];
  return kind === "directory" && typeof mapping === "object" ? (mapping.key ?? null) : null;
}

/** The place of an entry. undefined: it is skipped. */
export function placeOf(id: string, entry: PlanEntry): Place | undefined {
  const { path, kind, key, item_name, format, install_name } = entry;
  if (path === null || kind === null) return undefined;
  // Safe casts: the service's lists of kinds may grow, and a run refuses those that it does not know.
  return {
    id,
    path,
    kind: kind as Place["kind"],
    key,
    entry: entry.entry as NonNullable<Place["entry"]> | null,
    item_name,
    format,
    name: install_name,
  };
}

/** Where an item is, told apart from all others of its root. */
export const locationOf = ({ path, kind, key, entry, name }: Place) =>
  JSON.stringify(
    kind === "merge" || kind === "block" ? [path, typeof key === "string" ? [key] : (key ?? []), entry, name] : [path],
  );

/** Two items with different contents at one place would overwrite each other for ever: the first one stays. */
function withoutClashes(items: readonly Item[], { locate }: Known): Item[] {
  const first = new Map<string, Planned>();
  return items.map((item) => {
    if (!isPlanned(item)) return item;
    const { id, artifact, profile, entry, place } = item;
    const key = `${profile.scope} ${locationOf({ ...place, path: locate(profile.scope, place.path) })}`;
    const there = first.get(key);
    if (there === undefined) first.set(key, item);
    if (there === undefined || contentKey(there.content) === contentKey(item.content)) return item;
    return { id, artifact, profile, entry, skipped: `${there.id} is written to ${place.path} too, and differs` };
  });
}

/** The same for equal contents. */
const contentKey = (content: Content) =>
  JSON.stringify(content, (_, value: unknown) =>
    value instanceof Uint8Array
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1")
      : value,
  );

/** The path that a record stores: relative to the profile's root or to the project; for a skill, its folder. */
export function recordedPath({ artifact, profile, entry }: Item): {
  artifact_path: string;
  artifact_path_base: "root" | "project";
} {
  const file = entry.path as string;
  const isFolder = artifact.type === "skill" && entry.kind === "directory" && file.endsWith("/SKILL.md");
  const path = isFolder ? dirname(file) : file;
  const root = `${profile.root_dir
    .split("/")
    .filter((s) => s !== "")
    .join("/")}/`;
  return entry.base === "root" && path.startsWith(root)
    ? { artifact_path: path.slice(root.length), artifact_path_base: "root" }
    : { artifact_path: path, artifact_path_base: "project" };
}
