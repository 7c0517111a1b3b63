/** Reads the lock file of microsoft/apm, `apm.lock.yaml`. */
import { type InferredArtifact, inferArtifact } from "../catalogue/infer/infer-artifact.ts";
import { createFileTree } from "../catalogue/infer/infer-extent.ts";
import { invalid } from "../fault.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { loadYaml } from "../values/documents/yaml.ts";
import { escapePointer, isObject, type JsonObject } from "../values/json.ts";
import { sha256 } from "../values/secret.ts";
import { lastSegment } from "../values/strings.ts";
import { createFileList, type DeployedFile } from "./apm-files.ts";
import { type LockedPackage, packageFinder, readPackage } from "./apm-packages.ts";
import { KINDS, kindOf } from "./hashes.ts";
import {
  addBad,
  assertRows,
  ignored,
  type LockedArtifact,
  type LockedRecord,
  type LockFile,
  type Unread,
} from "./lock-file.ts";
import { addressOf } from "./source.ts";

/** The versions of the format (source: microsoft/apm, lockfile-v0.1.schema.json). Older files say none. */
const VERSIONS = ["1", "2"];

/** @throws 400 if it is no YAML; 422 if it is no lock file of apm */
export async function readApmLock(text: string): Promise<LockFile> {
  const parseYaml = await loadYaml();
  const root = lockOf(parseYaml(text));
  const list = createFileList();
  const { files, unread } = list;
  const packages: LockedPackage[] = [];
  const dependencies = listIn(root, "dependencies");
  assertRows(dependencies.length);
  for (const [i, value] of dependencies.entries()) {
    const read = readPackage(value, `/dependencies/${i}`);
    if (Array.isArray(read)) addBad(unread, `/dependencies/${i}`, read);
    else packages.push(read);
  }
  for (const entry of packages) {
    const names = { files: "deployed_files", hashes: "deployed_file_hashes" };
    list.addList(entry.pointer, withFormerSkills(entry.lists), names, entry);
  }
  list.addList("", root, { files: "local_deployed_files", hashes: "local_deployed_file_hashes" }, undefined);
  list.addRows(listIn(root, "deployments"), packageFinder(packages));
  unread.push(...serversOf(root.mcp_servers));

  const groups = groupsOf(files, unread);
  const deployed = new Set(groups.flatMap(({ files: [file] }) => file?.owner ?? []));
  const undeployed = packages.filter((entry) => !deployed.has(entry)).flatMap((entry) => undeployedOf(entry, unread));
  const records = groups.map((group) => {
    return { record: recordOf(group), errors: group.files.flatMap(({ error }) => error ?? []) };
  });
  return { records, undeployed, unread };
}

const PARTS = ["dependencies", "deployments", "local_deployed_files"] as const;

function lockOf(value: unknown): JsonObject {
  if (!isObject(value) || !(Object.hasOwn(value, "lockfile_version") || PARTS.some((key) => Object.hasOwn(value, key))))
    throw invalid({ pointer: "", detail: "must be a lock file of apm, a map with lockfile_version and dependencies" });
  const { lockfile_version: version = "1" } = value;
  if (!VERSIONS.includes(textOf(version).replace(/\.0$/, ""))) {
    const detail = `lockfile_version: must be one of ${VERSIONS.join(", ")}`;
    throw invalid({ pointer: "/lockfile_version", detail });
  }
  return value;
}

/** Returns a list of the file. @throws 422 if it is no list */
function listIn(root: JsonObject, name: (typeof PARTS)[number]): readonly unknown[] {
  const value = root[name] ?? [];
  if (!Array.isArray(value)) throw invalid({ pointer: `/${name}`, detail: `${name}: must be a list` });
  return value;
}

/** Returns the MCP servers of a list or map of them. They are not imported, so that their form does not matter. */
function serversOf(servers: unknown): Unread[] {
  const why = "a lock file has no commit, path or hash of an MCP server";
  if (Array.isArray(servers))
    return servers.map((name, i) => ignored(`/mcp_servers/${i}`, `${textOf(name) || "server"}: ${why}`));
  if (!isObject(servers)) return servers === null || servers === undefined ? [] : [ignored("/mcp_servers", why)];
  return Object.keys(servers).map((name) => {
    const key = name.toWellFormed();
    return ignored(`/mcp_servers/${escapePointer(key)}`, `${key}: ${why}`);
  });
}

/** Returns a scalar as text. A list or map, which has none, is empty. */
const textOf = (value: unknown) => (typeof value === "object" ? "" : String(value));

/** Files of the first releases list names of skills (source: microsoft/apm, src/apm_cli/deps/_lockfile_serde.py). */
function withFormerSkills(lists: JsonObject): JsonObject {
  const { deployed_skills: names, deployed_files: files } = lists;
  if (!Array.isArray(names) || (Array.isArray(files) && files.length > 0)) return lists;
  const folders = [".github/skills", ".claude/skills"];
  return { ...lists, deployed_files: names.flatMap((name) => folders.map((folder) => `${folder}/${textOf(name)}/`)) };
}

/** The files of one artifact in one place, in the order of their paths. */
type Group = { artifact: InferredArtifact; files: [DeployedFile, ...DeployedFile[]] };

/** Groups files by the artifact that they are. Others are added to `unread`. */
function groupsOf(files: ReadonlyMap<string, DeployedFile>, unread: Unread[]): Group[] {
  const withHash = [...files.values()].filter(({ hash }) => hash !== undefined);
  const tree = createFileTree(files.keys(), new Set(withHash.map(({ path }) => path)));
  const groups = new Map<string, Group>();
  for (const file of files.values()) {
    const artifact = inferArtifact(file.path, tree);
    if (!artifact) {
      if (!tree.holdsSkills(file.path)) unread.push(ignored(file.pointer, "it is not known which artifact this is"));
      continue;
    }
    const group = groups.get(artifact.path);
    if (group) group.files.push(file);
    else groups.set(artifact.path, { artifact, files: [file] });
    assertRows(groups.size);
  }
  return [...groups.values()];
}

/** Returns the record of an artifact in one place. The owner of its first file is the owner. */
function recordOf({ artifact, files }: Group): LockedRecord {
  const [first] = files;
  const owner = first.owner;
  const owners = files.find((file) => file.owners.length > 0)?.owners;
  return {
    ...artifact,
    // The next import of an export reads names without spaces around them.
    name: artifact.name.trim(),
    pointer: first.pointer,
    source: owner?.source ?? null,
    source_hash: owner ? sourceHash(owner) : null,
    content_hash: contentHash(artifact, files, owner),
    isPathAssumed: false,
    deployed_at: undefined,
    kept: { apm: { ...(owner?.kept ?? { source: "local", local_path: "." }), ...(owners ? { owners } : {}) } },
  };
}

function contentHash(artifact: InferredArtifact, files: Group["files"], owner: LockedPackage | undefined): string {
  const hashed = files.filter(({ hash }) => hash !== undefined);
  const own = hashed.find(({ path }) => path === artifact.path);
  if (own?.hash !== undefined) return kindOf(KINDS.apmFile, own.hash);
  // The package is the skill.
  if (owner?.fields.package_type === "claude_skill" && owner.fields.content_hash) return packageHash(owner);
  if (hashed.length === 0) return packageHash(owner);
  const lines = hashed.map(
    ({ path, hash = "" }) => `${path.slice(artifact.path.length + 1)}\0${kindOf("apm-file", hash)}\n`,
  );
  return kindOf(KINDS.apmFolder, sha256(lines.sort().join("")));
}

/** The hash of a package that other projects can have too. */
const sourceHash = (owner: LockedPackage) => (owner.fields.source === "local" ? null : packageHash(owner));

/** What tells one version of a package from another. */
function packageHash(owner: LockedPackage | undefined): string {
  const { content_hash, resolved_hash, resolved_commit } = owner?.fields ?? {};
  if (content_hash) return kindOf(KINDS.apmPackage, content_hash);
  if (resolved_hash) return kindOf(KINDS.apmArchive, resolved_hash);
  return resolved_commit ? kindOf(KINDS.gitCommit, resolved_commit) : `${KINDS.none}:apm`;
}

/** The artifacts of a package of which nothing is deployed, as far as the package says what it has. */
function undeployedOf(entry: LockedPackage, unread: Unread[]): LockedArtifact[] {
  const { package_type, virtual_path, name, repo_url = "", skill_subset } = entry.fields;
  const own = lastSegment(virtual_path ?? name ?? addressOf(repo_url));
  const skills = package_type === "claude_skill" ? [own] : skill_subset;
  if (skills.length === 0)
    unread.push(ignored(entry.pointer, "nothing of it is deployed, and it is not known which artifacts it has"));
  const type: ArtifactType = "skill";
  const about = { pointer: entry.pointer, type, source: entry.source, source_hash: sourceHash(entry) };
  return skills.map((skill) => ({ ...about, name: skill.trim() }));
}
