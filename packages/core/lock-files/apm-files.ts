/** Reads which files an `apm.lock.yaml` says are deployed, and for which package. */
import { type FieldError, invalid } from "../fault.ts";
import { fieldErrors } from "../resource/parse.ts";
import { isObject, type JsonObject } from "../values/json.ts";
import { pathProblem } from "../values/strings.ts";
import { ApmDeployment } from "./apm.schema.ts";
import type { LockedPackage } from "./apm-packages.ts";
import { hashProblem } from "./hashes.ts";
import { addBad, ignored, type Unread } from "./lock-file.ts";

/** A deployed file or folder. */
export type DeployedFile = {
  pointer: string;
  /** Relative to the project. */
  path: string;
  /** The package that it belongs to. undefined: the project itself. */
  owner: LockedPackage | undefined;
  /** All who claim it, if more than one do. */
  owners: readonly string[];
  /** As the file says it. undefined: it is a folder, or the file does not say. */
  hash: string | undefined;
  /** What is wrong with its hash. */
  error: FieldError | undefined;
};

/** How many files a lock file can list. One of 4 MiB has some 100,000. */
const MAX_FILES = 200_000;

/** Collects the deployed files by path. Of several lines about one file the last one counts, as for apm. */
export function createFileList() {
  const files = new Map<string, DeployedFile>();
  const unread: Unread[] = [];
  let lines = 0;

  const add = (pointer: string, value: unknown, about: Pick<DeployedFile, "owner" | "owners">, hash: unknown) => {
    if (++lines > MAX_FILES) throw invalid({ pointer, detail: `the file lists more than ${MAX_FILES} files` });
    const read = pathOf(value);
    if ("skipped" in read) {
      if (read.isBad) addBad(unread, pointer, [{ pointer, detail: read.skipped }]);
      else unread.push(ignored(pointer, read.skipped));
      return;
    }
    const earlier = files.get(read.path);
    const problem = hash === undefined || hash === null ? undefined : hashProblem(hash);
    files.set(read.path, {
      pointer,
      path: read.path,
      ...about,
      hash: problem === undefined && typeof hash === "string" ? hash : earlier?.hash,
      error: problem === undefined ? undefined : { pointer, detail: `hash: ${problem}` },
    });
  };

  const addWrong = (pointer: string, detail: string) => addBad(unread, pointer, [{ pointer, detail }]);

  return {
    files,
    unread,
    /** Adds a list of files with their hashes beside it. @param at the pointer of what has both */
    addList(at: string, lists: JsonObject, names: { files: string; hashes: string }, owner: LockedPackage | undefined) {
      const hashes = lists[names.hashes] ?? {};
      const paths = lists[names.files] ?? [];
      if (!isObject(hashes)) return addWrong(`${at}/${names.hashes}`, "must be a map of hashes");
      if (!Array.isArray(paths)) return addWrong(`${at}/${names.files}`, "must be a list of paths");
      for (const [i, path] of paths.entries()) {
        const hash = typeof path === "string" && Object.hasOwn(hashes, path) ? hashes[path] : undefined;
        add(`${at}/${names.files}/${i}`, path, { owner, owners: [] }, hash);
      }
    },
    /** Adds the rows of `deployments`. @param ownerOf returns the package of a name */
    addRows(rows: readonly unknown[], ownerOf: (name: string) => LockedPackage | undefined) {
      for (const [i, row] of rows.entries()) {
        const pointer = `/deployments/${i}`;
        const { data, error } = ApmDeployment.safeParse(row, { reportInput: true });
        if (!data) {
          addBad(unread, pointer, fieldErrors(error.issues, pointer));
          continue;
        }
        const elsewhere = data.kind === "uri" ? NO_FILE : data.kind === "target-relative" ? OUTSIDE : undefined;
        if (elsewhere !== undefined) unread.push(ignored(pointer, elsewhere));
        else {
          const name = data.active_owner ?? data.owners.at(-1) ?? "";
          const owners = data.owners.length > 1 ? data.owners : [];
          const owner = ownerOf(name) ?? (name === SELF ? undefined : files.get(data.value)?.owner);
          add(pointer, data.value, { owner, owners }, data.content_hash);
        }
      }
    },
  };
}

/** The owner of what the project itself deploys. */
const SELF = ".";
const NO_FILE = "it is no file";
const OUTSIDE = "it lies outside of the project";

/** Returns a path in the form of records, or why it is none. */
function pathOf(value: unknown): { path: string } | { skipped: string; isBad: boolean } {
  if (typeof value !== "string") return { skipped: "must be a path", isBad: true };
  if (value.includes("://")) return { skipped: NO_FILE, isBad: false };
  const path = withoutSlash(value.replaceAll("\\", "/")).normalize("NFC");
  const problem = value.isWellFormed() ? pathProblem(path) : "contains an unpaired surrogate";
  return problem === undefined ? { path } : { skipped: problem, isBad: true };
}

/** Old lock files write folders with a slash at the end. */
function withoutSlash(path: string): string {
  const start = path.startsWith("./") ? 2 : 0;
  return path.endsWith("/") ? path.slice(start, -1) : path.slice(start);
}
