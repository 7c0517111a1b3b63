/** Places: where an artifact's content goes in a project, what is written there, and what became of it. */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** Whether a value is an object, and no list. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A place in a project. Its members have the meanings of a plan's entry. */
export type Place = {
  /** Tells the place apart from all others of the project: the id of its deployment record. */
  readonly id: string;
  /** The file, relative to the project, with `/`. For the files of a skill it is the path of its `SKILL.md`. */
  readonly path: string;
  /** `directory` and `file`: files of our own. `merge`: an entry, `block`: a marked section of a shared file. */
  readonly kind: "directory" | "file" | "merge" | "block";
  /** For `merge`: the member, or the names that lead to the member, that has the entries. null and []: the root. */
  readonly key?: string | readonly string[] | null;
  /** For `merge`: how the entry lies there. Default: `by_name`. */
  readonly entry?: "by_name" | "list" | "by_event" | null;
  /** For `entry: list`: the member that has an item's name. Default: `name`. */
  readonly item_name?: string | null;
  /** The format of the file. null: told by the extension of the path. */
  readonly format?: string | null;
  /** What the artifact is called on disk: the name of an entry, an item or a block. */
  readonly name: string;
};

/** A file of an artifact. */
export type ContentFile = {
  /** Relative to the artifact's folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether the file can be run. Its mode is 0755, else 0644; of a file that exists only these bits are changed. */
  readonly executable?: boolean;
};

/** What is written at a place. */
export type Content =
  /** A folder of files, such as a skill. They go into the folder of the place's path. */
  | { readonly type: "folder"; readonly files: readonly ContentFile[] }
  | { readonly type: "file"; readonly bytes: Uint8Array; readonly executable?: boolean }
  /**
   * An entry of a shared file. For `by_event`: an object of lists by event.
   * `members`: what the file needs besides the entries (`new_file` of the catalogue). Members that exist are kept.
   */
  | { readonly type: "entry"; readonly value: Json; readonly members?: JsonObject }
  | { readonly type: "block"; readonly text: string };

/** What was done at a place, or in a run that only looks: what would be done. */
export type Action =
  /** There was nothing at the place. */
  | "create"
  /** The place has the content already. */
  | "unchanged"
  /** The place had what was written last, and got the new content. */
  | "update"
  /** The place was changed since, and the new content was merged into it. */
  | "merge"
  /** The place was changed, or is not ours, and stays as it is. The new content is in `.skillmeat/conflicts/`. */
  | "conflict"
  /** Removed. */
  | "remove"
  /** Not removed: it was changed, or is not ours. */
  | "keep"
  /** There was nothing to remove. */
  | "absent"
  /** Nothing was done, for the reason in `detail`. */
  | "failed";

/** What became of a place. */
export type Outcome = {
  readonly id: string;
  readonly path: string;
  readonly action: Action;
  /** For `conflict`, `keep` and `failed`: the reason, one or two lines. */
  readonly detail: string | null;
  /** The hash of the content, as a record stores it (`written_hash`, or `content_hash` of a copy). null: removed. */
  readonly hash: string | null;
  /** The hash of what is at the place now. It differs from `hash` after a merge or a conflict. null: nothing. */
  readonly disk_hash: string | null;
  /** The files that were written or removed, with their contents before and after. Relative to the project. */
  readonly changes: readonly Change[];
  /** For `conflict`: where the new contents are, relative to the project. */
  readonly conflicts: readonly string[];
};

/** A change of one file. null: the file does not exist. */
type Change = { readonly path: string; readonly before: Uint8Array | null; readonly after: Uint8Array | null };

/** Options of a write or a removal. */
export type Options = {
  /**
   * The hash in the deployment record or tracker of the place, `written_hash ?? content_hash`. It proves that content with this hash is ours where the
   * project's own state is missing, as in a fresh clone.
   */
  readonly recorded?: string | null;
  /** Overwrites or removes also what is not ours or was changed. */
  readonly force?: boolean;
};

/** The path of an artifact: a skill's folder is told by its file too. */
export const artifactPath = (path: string) => path.replace(/\/SKILL\.md$/, "");
