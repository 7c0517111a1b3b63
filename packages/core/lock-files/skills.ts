/** Reads the lock files of vercel-labs/skills: a project's `skills-lock.json` and the user's `.skill-lock.json`. */
import { knownRoot } from "../catalogue/infer/infer-profile.ts";
import { Fault, type FieldError, invalid } from "../fault.ts";
import { fieldErrors, parse } from "../resource/parse.ts";
import { documentErrors } from "../values/documents/document.ts";
import { jsonProblem } from "../values/documents/json-bounds.ts";
import { escapePointer, isObject } from "../values/json.ts";
import { nameProblem } from "../values/strings.ts";
import { hashProblem, KINDS, kindOf } from "./hashes.ts";
import { addBad, assertRows, type LockedRecord, type LockFile } from "./lock-file.ts";
import { LockedSkill, SkillsLock } from "./skills.schema.ts";
import { addressOf, sourceOf, withoutCredentials } from "./source.ts";

/** Where skills are installed unless the file says otherwise (source: vercel-labs/skills, src/constants.ts). */
const SKILLS_FOLDER = ".agents/skills";
/** The level of a skill's keys in an export: below the document, `deployed`, the row and `skills`. */
const KEPT_DEPTH = 4;

/** @throws 400 if it is no JSON; 422 if it is no lock file of skills */
export function readSkillsLock(text: string): LockFile {
  const root = parseJson(text);
  if (!isObject(root) || !isObject(root.skills))
    throw invalid({ pointer: isObject(root) ? "/skills" : "", detail: "must be a lock file of skills, with skills" });
  const { skillsDir } = parse(SkillsLock, root);
  const parent = skillsDir ?? SKILLS_FOLDER;
  const rootDir = knownRoot(`${parent}/`) ?? parent.slice(0, Math.max(parent.lastIndexOf("/"), 0));
  const lock: LockFile = { records: [], undeployed: [], unread: [] };
  const skills = Object.entries(root.skills);
  assertRows(skills.length);
  for (const [key, entry] of skills) {
    const pointer = `/skills/${escapePointer(key.toWellFormed())}`;
    const name = key.trim();
    const problem = key.isWellFormed() ? nameProblem(name) : "contains an unpaired surrogate";
    if (problem !== undefined) {
      addBad(lock.unread, pointer, [{ pointer, detail: `the name ${problem}` }]);
      continue;
    }
    const folder = folderName(name);
    const place = { path: `${parent}/${folder}`, isPathAssumed: !skillsDir, root: rootDir, platform: undefined };
    const skill = readSkill(entry, pointer);
    const [facts, errors] = Array.isArray(skill) ? [UNKNOWN, skill] : [skill, []];
    const install = folder === name ? {} : { install_name: folder };
    lock.records.push({ record: { pointer, type: "skill", name, ...install, ...place, ...facts }, errors });
  }
  return lock;
}

function parseJson(body: string): unknown {
  // Editors on Windows write a byte order mark.
  const text = body.startsWith("\uFEFF") ? body.slice(1) : body;
  const problem = jsonProblem(text);
  if (problem !== undefined) throw invalid({ pointer: "", detail: problem });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault("malformed-json", text.trim() === "" ? "The body is empty" : (error as Error).message);
  }
}

type SkillFacts = Pick<LockedRecord, "source" | "source_hash" | "content_hash" | "deployed_at" | "kept">;
/** What stands for the facts of a skill that cannot be read, and is not imported. */
const UNKNOWN: SkillFacts = { source: null, source_hash: null, content_hash: "", deployed_at: undefined, kept: {} };

function readSkill(entry: unknown, pointer: string): SkillFacts | FieldError[] {
  if (!isObject(entry)) return [{ pointer, detail: "must be an object" }];
  const badKeys = documentErrors(entry, pointer, KEPT_DEPTH);
  if (badKeys.length > 0) return badKeys;
  const { data: skill, error } = LockedSkill.safeParse(entry, { reportInput: true });
  if (!skill) return fieldErrors(error.issues, pointer);
  for (const name of ["computedHash", "skillFolderHash", "wellKnownDigest"] as const) {
    const problem = skill[name] === undefined ? undefined : hashProblem(skill[name]);
    if (problem !== undefined) return [{ pointer: `${pointer}/${name}`, detail: `${name}: ${problem}` }];
  }
  const content_hash = contentHash(skill);
  return {
    source: skillSource(skill),
    source_hash: skill.sourceType === "local" ? null : content_hash,
    content_hash,
    deployed_at: skill.updatedAt,
    kept: { skills: entry },
  };
}

function contentHash({ computedHash, skillFolderHash, wellKnownDigest }: LockedSkill): string {
  if (computedHash) return kindOf(KINDS.skills, computedHash);
  if (skillFolderHash) return kindOf(KINDS.gitTree, skillFolderHash);
  return wellKnownDigest ? kindOf(KINDS.wellKnown, wellKnownDigest) : `${KINDS.none}:skills`;
}

/** The hosts of repositories that are named without one. Of others `sourceUrl` has the host. */
const HOSTS: Readonly<Record<string, string | undefined>> = { github: "github.com", gitlab: "gitlab.com" };
/** The types of sources that are no repository: what is written before the source. */
const OTHERS: Readonly<Record<string, string>> = { node_modules: "npm:", local: "" };

/** Returns where a skill came from. The file has no commit: the version is the branch, tag or commit that was asked for. */
function skillSource({ source, sourceType = "", sourceUrl, ref, skillPath = "" }: LockedSkill): string | null {
  if (source === undefined && sourceUrl === undefined) return null;
  if (Object.hasOwn(OTHERS, sourceType)) return `${OTHERS[sourceType]}${withoutCredentials(source ?? sourceUrl ?? "")}`;
  const host = Object.hasOwn(HOSTS, sourceType) ? HOSTS[sourceType] : undefined;
  const url = (sourceType === "github" ? (source ?? sourceUrl) : (sourceUrl ?? source)) as string;
  const isRepository = host !== undefined || (url.includes(":") && !["well-known", "download"].includes(sourceType));
  if (!isRepository) return addressOf(url);
  const path = skillPath.replaceAll("\\", "/");
  const file = path.lastIndexOf("/") + 1;
  return sourceOf({
    url,
    host,
    path: /^skill\.md$/i.test(path.slice(file)) ? path.slice(0, file) : path,
    version: ref,
  });
}

/** Returns the name of a skill's folder (source: vercel-labs/skills, `sanitizeName` in src/installer.ts). */
function folderName(name: string): string {
  const words = name.toLowerCase().split(/[^a-z0-9._]+/);
  const joined = words.join("-");
  let start = 0;
  let end = joined.length;
  while (start < end && ".-".includes(joined[start] as string)) start++;
  while (end > start && ".-".includes(joined[end - 1] as string)) end--;
  return joined.slice(start, end).slice(0, 255) || "unnamed-skill";
}
