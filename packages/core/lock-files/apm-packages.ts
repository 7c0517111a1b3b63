/** The packages of an `apm.lock.yaml`. */
import type { FieldError } from "../fault.ts";
import { fieldErrors } from "../resource/parse.ts";
import { documentErrors } from "../values/documents/document.ts";
import { isObject, type JsonObject } from "../values/json.ts";
import { ApmPackage } from "./apm.schema.ts";
import { hashProblem } from "./hashes.ts";
import { sourceOf, withoutCredentials } from "./source.ts";

/** A package with its place in the file. */
export type LockedPackage = {
  pointer: string;
  fields: ApmPackage;
  /** All its keys without the lists of its files. */
  kept: JsonObject;
  /** The lists of its files, as the file has them. */
  lists: JsonObject;
  source: string | null;
};

/** The keys of a package that list its files. They are not kept, because the records say the same. */
const LISTS = ["deployed_files", "deployed_file_hashes", "deployed_skills"];
/** The level of a package's keys in an export: below the document, `deployed`, the row and `apm`. */
const KEPT_DEPTH = 4;

/** Reads a package, or tells what is wrong with it. */
export function readPackage(value: unknown, pointer: string): LockedPackage | FieldError[] {
  if (!isObject(value)) return [{ pointer, detail: "must be a map" }];
  const kept: Record<string, unknown> = {};
  const lists: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) {
    // Of a key such as __proto__ an assignment makes no member.
    Object.defineProperty(LISTS.includes(key) ? lists : kept, key, { value: member, enumerable: true, writable: true });
  }
  const badKeys = documentErrors(kept, pointer, KEPT_DEPTH);
  if (badKeys.length > 0) return badKeys;
  const { data: fields, error } = ApmPackage.safeParse(kept, { reportInput: true });
  if (!fields) return fieldErrors(error.issues, pointer);
  if (!fields.repo_url && !fields.local_path)
    return [{ pointer: `${pointer}/repo_url`, detail: "repo_url: is required" }];
  for (const name of ["content_hash", "resolved_hash"] as const) {
    const problem = fields[name] === undefined ? undefined : hashProblem(fields[name]);
    if (problem !== undefined) return [{ pointer: `${pointer}/${name}`, detail: `${name}: ${problem}` }];
  }
  return { pointer, fields, kept, lists, source: packageSource(fields) };
}

/** Returns where a package came from. null: it is the project's own. */
function packageSource(fields: ApmPackage): string | null {
  const { repo_url, host, port, virtual_path, local_path, resolved_commit, resolved_tag, resolved_ref, version } =
    fields;
  if (fields.source === "local" || repo_url === undefined)
    return local_path === undefined ? null : withoutCredentials(local_path);
  const commit = resolved_commit ?? resolved_tag ?? resolved_ref ?? version;
  return sourceOf({ url: repo_url, host, port, path: virtual_path, version: commit });
}

/**
 * Creates the function that finds a package by the name that `deployments` has for it: its path, or its repository, with its
 * host unless that is GitHub, and with the path in it.
 */
export function packageFinder(packages: readonly LockedPackage[]): (name: string) => LockedPackage | undefined {
  const byName = new Map<string, LockedPackage>();
  for (const entry of packages) {
    const { repo_url = "", host = "", virtual_path, local_path, anchored_local_path } = entry.fields;
    const repository = virtual_path ? `${repo_url}/${virtual_path}` : repo_url;
    for (const name of [repository, `${host}/${repository}`, local_path, anchored_local_path]) {
      if (name && !byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), entry);
    }
  }
  return (name) => byName.get(name.toLowerCase());
}
