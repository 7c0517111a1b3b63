/** Infers which artifacts files are: from the folders of the catalogue, and from the names that tools give their folders. */
import type { ArtifactType } from "../../values/artifact-type.schema.ts";
import { destinationOf } from "../mapping.ts";
import { listPlatforms } from "../platform.ts";
import { type Extent, extentOf, type FileTree, isTooDeep } from "./infer-extent.ts";
import { knownRoot } from "./infer-profile.ts";

/** The artifact that a file is, or is a part of. Paths are relative to the project. */
export type InferredArtifact = {
  type: ArtifactType;
  name: string;
  /** The path of the artifact: of its file, or of its folder if it is a skill or has several files. */
  path: string;
  /** The folder to which a record's path is relative. Empty: the project. */
  root: string;
  /** The platform that reads the folder, where its root does not tell it. */
  platform: string | undefined;
};

/** What lies in a folder. `filename`: that of the catalogue, with `{name}`. */
type FolderUse = { type: ArtifactType; filename: string | undefined; platform: string };

/** The folders of the catalogue, in its order. */
const FOLDERS = new Map<string, FolderUse[]>();
for (const { platform, root_dir, artifact_path_map } of listPlatforms()) {
  for (const [type, mapping] of Object.entries(artifact_path_map)) {
    const { kind = "directory", filename } = typeof mapping === "string" ? {} : mapping;
    // A skill's file lies in a folder of its own. What a platform calls a command, and is such a file, is a skill to others.
    if (root_dir === null || kind !== "directory" || (filename?.endsWith("/SKILL.md") && type !== "skill")) continue;
    const folder = destinationOf(mapping, { root_dir, scope_dir: "" });
    // A folder such as `skills` or `data/skills` is one of the project, and tells nothing of a platform.
    if (!folder.startsWith(".")) continue;
    const uses = FOLDERS.get(folder) ?? [];
    FOLDERS.set(folder, [...uses, { type: type as ArtifactType, filename, platform }]);
  }
}

/** How many segments the longest of them has. */
const MAX_FOLDER = Math.max(...[...FOLDERS.keys()].map((folder) => folder.split("/").length));

/** The platforms of the folders in the user's home, where a lock file for the user lies. */
const HOME_FOLDERS = new Map(
  [...listPlatforms()]
    .reverse()
    .flatMap(({ platform, user_paths }) =>
      Object.values(user_paths).map((path) => [path.replace(/^~\//, ""), platform] as const),
    ),
);

/** What tools keep in folders of these names (source: microsoft/apm, src/apm_cli/integration/targets.py). */
const NAMED: ReadonlyMap<string, ArtifactType> = new Map([
  ["skills", "skill"],
  ["agents", "agent"],
  ["chatmodes", "agent"],
  ["commands", "command"],
  ["prompts", "command"],
  ["workflows", "command"],
  ["rules", "rule_file"],
  ["instructions", "rule_file"],
  ["steering", "rule_file"],
  ["hooks", "hook"],
]);

/**
 * Returns the artifact that a file is, or is a part of. undefined: it is none, such as a shared file of a platform.
 * @param path relative to the project, with `/`
 * @param tree all files of the project that are known
 */
export function inferArtifact(path: string, tree: FileTree): InferredArtifact | undefined {
  if (isTooDeep(path)) return undefined;
  const segments = path.split("/");
  const found = folderIn(segments);
  if (!found) return undefined;
  const folder = segments.slice(0, found.length).join("/");
  const rest = segments.slice(found.length);
  const extent = firstExtent(found.uses, folder, rest, tree);
  if (!extent) return undefined;
  const own = knownRoot(path);
  const [use] = found.uses;
  return {
    type: extent.type,
    name: extent.name,
    path: `${folder}/${extent.path}`,
    root: own ?? (use?.platform === undefined ? segments.slice(0, found.length - 1).join("/") : ""),
    platform: own === undefined ? (use?.platform ?? HOME_FOLDERS.get(folder)) : undefined,
  };
}

type Use = Omit<FolderUse, "platform"> & { platform: string | undefined };

/** Returns the folder that tells what a path is, by its number of segments. The catalogue's folders come first. */
function folderIn(segments: readonly string[]): { length: number; uses: readonly Use[] } | undefined {
  for (let length = Math.min(segments.length - 1, MAX_FOLDER); length > 0; length--) {
    const uses = FOLDERS.get(segments.slice(0, length).join("/"));
    if (uses) return { length, uses };
  }
  for (let length = 1; length < segments.length; length++) {
    const type = NAMED.get(segments[length - 1] as string);
    if (type) return { length, uses: [{ type, filename: undefined, platform: undefined }] };
  }
  return undefined;
}

/** Returns what of a folder is the artifact: by the first use whose file name fits, else by the first use. */
function firstExtent(
  uses: readonly Use[],
  folder: string,
  rest: readonly string[],
  tree: FileTree,
): (Extent & { type: ArtifactType }) | undefined {
  for (const isExact of [true, false]) {
    for (const { type, filename } of uses) {
      const extent = extentOf({ type, filename, isExact }, folder, rest, tree);
      if (extent) return { type, ...extent };
    }
  }
  return undefined;
}
