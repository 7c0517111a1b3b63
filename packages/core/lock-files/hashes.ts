/**
 * The hashes of lock files. Each gets the prefix of its kind, because hashes of different kinds say nothing of each other: none
 * of them is computed as SkillMeat's is.
 */
import { bytes, CONTROL } from "../values/strings.ts";

/** The kinds of hashes that an import writes. */
export const KINDS = {
  /** Of one file, as apm computes it. */
  apmFile: "apm-file",
  /** Of a folder: of its paths and apm's hashes of its files. The import computes it. */
  apmFolder: "apm-folder",
  /** Of a package's tree, as apm computes it. */
  apmPackage: "apm-package",
  /** Of an archive of a package registry. */
  apmArchive: "apm-archive",
  /** Of a skill's folder, as skills computes it. */
  skills: "skills",
  /** The tree of a skill's folder in its repository. */
  gitTree: "git-tree",
  /** What a website says of a skill that it offers. */
  wellKnown: "well-known",
  /** No hash: the commit of the repository. */
  gitCommit: "git-commit",
  /** No hash: nothing tells one content from another. */
  none: "unhashed",
} as const;

type Kind = (typeof KINDS)[keyof typeof KINDS];

/** Whether a hash is of a kind that an import writes. */
export const isLockHash = (hash: string) =>
  Object.values(KINDS).some((kind) => hash.startsWith(`${kind}:`) || hash.startsWith(`${kind}-sha`));

/** Returns why a hash of a file is invalid, or undefined. */
export function hashProblem(hash: unknown): string | undefined {
  if (typeof hash !== "string") return "must be a string";
  if (hash.trim() === "") return "must not be empty or blank";
  if (bytes(hash) > 512) return "must be at most 512 bytes";
  return CONTROL.test(hash) || !hash.isWellFormed() ? "must not contain control characters" : undefined;
}

const ALGORITHM = /^(sha[0-9]{1,4}):/;

/** Returns a hash with the prefix of its kind. `sha256:`, which is the usual algorithm, is left out. */
export function kindOf(kind: Kind, hash: string): string {
  const text = hash.trim().toLowerCase();
  const algorithm = ALGORITHM.exec(text)?.[1];
  if (algorithm === undefined) return `${kind}:${text}`;
  const value = text.slice(algorithm.length + 1);
  return algorithm === "sha256" ? `${kind}:${value}` : `${kind}-${algorithm}:${value}`;
}
