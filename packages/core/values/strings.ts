/** The rules for strings: ids, names, paths and free text. */

export const bytes = (s: string) => Buffer.byteLength(s, "utf8");

/** C0 and C1 control characters, and DEL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern exists to reject them
export const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Characters that change the display order of a text (Unicode UAX #9: marks, embeddings, overrides, isolates). */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

export function nameProblem(s: string): string | undefined {
  if (s === "") return "must not be blank";
  // Ids contain the NFC form, which can be longer than the name as sent.
  if (bytes(s) > 256 || bytes(s.normalize("NFC")) > 256) return "must be at most 256 bytes";
  if (CONTROL.test(s)) return "must not contain control characters";
  if (BIDI.test(s)) return "must not contain bidirectional control characters";
  return undefined;
}

/** The pattern of ids that clients choose: of projects and of deployment profiles. */
export const CHOSEN_ID = /^[A-Za-z0-9][A-Za-z0-9._~+=@-]{0,127}$/;
/** The pattern of a tenant's id. */
export const TENANT_ID = /^[a-z0-9-]{1,63}$/;
/** The pattern of a ULID: 26 characters of Crockford's base32. */
export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Returns why a relative path is invalid, or undefined if it is valid. Every path of the API obeys this rule. */
export function pathProblem(path: string): string | undefined {
  if (path.trim() === "") return "must not be empty or blank";
  if (bytes(path) > 1024) return "must be at most 1,024 bytes";
  if (CONTROL.test(path)) return "must not contain control characters";
  if (BIDI.test(path)) return "must not contain bidirectional control characters";
  if (path.includes("\\")) return "must use / as its separator, not \\";
  if (path.startsWith("/")) return "must be relative, not absolute";
  if (/^[A-Za-z]:/.test(path)) return "must not start with a drive letter";
  if (path.startsWith("~")) return "must not start with ~";
  for (const segment of path.split("/")) {
    if (segment === "." || segment === "..") return `must not contain a '${segment}' segment`;
  }
  return undefined;
}

/**
 * Like `pathProblem`, for a path that a name was inserted into. A name such as `/x` results in an empty segment, which
 * is invalid.
 */
export const resolvedPathProblem = (path: string): string | undefined =>
  pathProblem(path) ?? (path.includes("//") ? "must not contain an empty segment" : undefined);

/** Whether two names are the same text. Case counts. */
export const isSameName = (a: string, b: string) => a.normalize("NFC") === b.normalize("NFC");

/** The suffixes that `normalisedName` removes. */
const DOCUMENT_SUFFIXES = [".md", ".txt", ".json", ".yaml", ".yml"];

/** Returns a name in NFC without one trailing document suffix. SkillMeat compares names in this form. */
export const normalisedName = (name: string) =>
  name
    .normalize("NFC")
    .replace(/(?<=.)\.(md|txt|json|yaml|yml)$/, "")
    .trimEnd();

/**
 * Returns the names that have the same normalised form as a name, in NFC: with each suffix, and as given. Names with a
 * space before the suffix are left out.
 */
export function namesLike(name: string): string[] {
  const normalised = normalisedName(name);
  const names = ["", ...DOCUMENT_SUFFIXES].map((suffix) => normalised + suffix);
  return [...new Set([...names, name.normalize("NFC")])].filter((like) => normalisedName(like) === normalised);
}

/** Returns what an artifact is called on disk unless it says otherwise: the last part of a name such as `acme/review`. */
export const lastSegment = (name: string) => name.slice(name.lastIndexOf("/") + 1).trim() || name;

/** The pattern of an artifact type, also of one that this release does not know. */
export const TYPE_NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

/**
 * Returns a name for use in an id. API Gateway decodes paths, so `/ \ ? # % ~` are written as `~` and two hex digits.
 */
export const escapedName = (name: string) =>
  name.normalize("NFC").replace(/[/\\?#%~]/g, (c) => `~${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Whether a text is a valid name in the form that `escapedName` returns. No id contains any other text. */
export function isEscapedName(s: string): boolean {
  if (/[/\\?#%]/.test(s) || s.normalize("NFC") !== s || s.trim() !== s) return false;
  const name = s.replace(/~(2F|5C|3F|23|25|7E)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return escapedName(name) === s && nameProblem(name) === undefined;
}
