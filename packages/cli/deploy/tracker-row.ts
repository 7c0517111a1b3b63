/** A row of a SkillMeat tracker: what of it this tool reads. */
import { PRIMARY_ROOT, recordId } from "./names.ts";

export type TrackerRow = {
  readonly artifact_name: string;
  readonly artifact_type: string;
  readonly artifact_path: string;
  readonly artifact_path_base: "root" | "project";
  readonly content_hash: string;
  readonly from_collection: string | null;
  readonly written_hash: string | null;
  readonly deployment_profile_id: string | null;
  readonly platform: string | null;
  readonly profile_root_dir: string | null;
  readonly version_lineage: readonly string[];
  /** For entries and blocks of shared files, which `verify --offline` has to find. Only this tool writes them. */
  readonly part: Part | null;
};

/** Where an artifact is in a shared file. The members have the meanings of a plan's entry. */
type Part = {
  readonly kind: "merge" | "block";
  readonly name: string;
  readonly key: string | readonly string[] | null;
  readonly entry: "by_name" | "list" | "by_event" | null;
  readonly item_name: string | null;
  readonly format: string | null;
};

/** The id of the record that a row is. */
export const idOfRow = (row: TrackerRow) => recordId(row.deployment_profile_id, row.artifact_type, row.artifact_name);

/** Reads a row. undefined: it is none, or lacks what tells which artifact it is. */
export function rowOf(table: unknown): TrackerRow | undefined {
  if (typeof table !== "object" || table === null || Array.isArray(table)) return undefined;
  const row = table as Readonly<Record<string, unknown>>;
  const text = (name: string) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [artifact_name, artifact_type, path] = [text("artifact_name"), text("artifact_type"), text("artifact_path")];
  const content_hash = text("content_hash") ?? text("collection_sha");
  if (!artifact_name || !artifact_type || !path || !content_hash) return undefined;
  const lineage = row.version_lineage;
  return {
    artifact_name,
    artifact_type,
    // Trackers that were written on Windows have backslashes.
    artifact_path: path.replaceAll("\\", "/"),
    artifact_path_base: text("artifact_path_base") === "project" ? "project" : "root",
    content_hash,
    from_collection: text("from_collection") ?? null,
    written_hash: text("written_hash") ?? null,
    deployment_profile_id: text("deployment_profile_id") ?? null,
    platform: text("platform") ?? null,
    profile_root_dir: text("profile_root_dir")?.replaceAll("\\", "/") ?? null,
    version_lineage: Array.isArray(lineage) ? lineage.filter((each) => typeof each === "string") : [content_hash],
    part: partOf(row, text),
  };
}

function partOf(row: Readonly<Record<string, unknown>>, text: (name: string) => string | undefined): Part | null {
  const kind = text("kind");
  const name = text("install_name");
  if ((kind !== "merge" && kind !== "block") || name === undefined) return null;
  const { key } = row;
  const isList = Array.isArray(key) && key.every((each) => typeof each === "string");
  const entry = text("entry");
  return {
    kind,
    name,
    key: typeof key === "string" || isList ? key : null,
    entry: entry === "by_name" || entry === "list" || entry === "by_event" ? entry : null,
    item_name: text("item_name") ?? null,
    format: text("format") ?? null,
  };
}

/**
 * The path of a row, relative to the project. For a skill, its folder. A path that begins with the root already is not put below
 * it again.
 * @param root the root of the row's profile, for a row that does not name it
 */
export function pathOfRow(row: TrackerRow, root = PRIMARY_ROOT): string {
  const folder = clean(row.profile_root_dir ?? root);
  const path = clean(row.artifact_path);
  return row.artifact_path_base === "project" || path.startsWith(`${folder}/`) ? path : `${folder}/${path}`;
}

/** Slashes that are doubled or at the end do not count. */
const clean = (path: string) =>
  path
    .split("/")
    .filter((segment) => segment !== "")
    .join("/");
