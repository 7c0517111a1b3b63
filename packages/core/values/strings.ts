/** The rules for strings: ids, names, paths, free text (contract, section 2). */
import * as z from "zod";

const bytes = (s: string) => Buffer.byteLength(s, "utf8");

/** C0 and C1 controls, DEL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
export const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Characters that reorder what is displayed (Unicode UAX #9: marks, embeddings, overrides, isolates). */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Free text of at most 1,024 bytes. */
export const Text = z.string().refine((s) => bytes(s) <= 1024, "must be at most 1,024 bytes");

/** A description: at most 500 characters. */
export const Description = z.string().max(500, "must be at most 500 characters");

/** A name: trimmed, 1–256 bytes, no control or bidi characters. */
export const Name = z
  .string()
  .trim()
  .superRefine((s, ctx) => {
    const problem = nameProblem(s);
    if (problem) ctx.addIssue({ code: "custom", message: problem });
  })
  .meta({ minLength: 1, maxLength: 256 });

function nameProblem(s: string): string | undefined {
  if (s === "") return "must not be blank";
  // Ids hold the NFC form, which may be the longer one.
  if (bytes(s) > 256 || bytes(s.normalize("NFC")) > 256) return "must be at most 256 bytes";
  if (CONTROL.test(s)) return "must not hold control characters";
  if (BIDI.test(s)) return "must not hold bidirectional control characters";
  return undefined;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._~+=@-]{0,127}$/;
const ID_RULE = "must match [A-Za-z0-9][A-Za-z0-9._~+=@-]{0,127}";
export const ProjectId = z.string().regex(ID, ID_RULE);
export const ProfileId = z.string().regex(ID, ID_RULE);
export const TenantId = z.string().regex(/^[a-z0-9-]{1,63}$/, "must match [a-z0-9-]{1,63}");
export const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, "must be a ULID");

/** Why a relative path is refused, or undefined. One rule for every place where a path can stand. */
export function pathProblem(path: string): string | undefined {
  if (path.trim() === "") return "must not be empty or blank";
  if (bytes(path) > 1024) return "must be at most 1,024 bytes";
  if (CONTROL.test(path)) return "must not hold control characters";
  if (BIDI.test(path)) return "must not hold bidirectional control characters";
  if (path.includes("\\")) return "must use / as its separator, not \\";
  if (path.startsWith("/")) return "must be relative, not absolute";
  if (/^[A-Za-z]:/.test(path)) return "must not begin with a drive letter";
  if (path.startsWith("~")) return "must not begin with ~";
  for (const segment of path.split("/")) {
    if (segment === "." || segment === "..") return `must not hold a '${segment}' segment`;
  }
  return undefined;
}

/** The same of a path that a name was put into: a name such as `/x` leaves an empty segment, which no file system keeps. */
export const resolvedPathProblem = (path: string): string | undefined =>
  pathProblem(path) ?? (path.includes("//") ? "must not hold an empty segment" : undefined);

/** A path relative to a root: `/`-separated, NFC, never able to leave it. */
export const RelativePath = z
  .string()
  .overwrite((s) => s.normalize("NFC"))
  .superRefine((s, ctx) => {
    const problem = pathProblem(s);
    if (problem) ctx.addIssue({ code: "custom", message: problem });
  })
  .meta({ minLength: 1, maxLength: 1024 });

/** NFC, with one trailing document suffix removed, as upstream matches names. */
export const normalisedName = (name: string) =>
  name
    .normalize("NFC")
    .replace(/(?<=.)\.(md|txt|json|yaml|yml)$/, "")
    .trimEnd();

/** A name as part of an id: HTTP APIs deliver paths decoded, so what a path cannot carry is `~` + two hex digits. */
export const escapedName = (name: string) =>
  name.normalize("NFC").replace(/[/\\?#%~]/g, (c) => `~${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Is this a name as `escapedName` writes it? Anything else cannot be an id of ours. */
export function isEscapedName(s: string): boolean {
  if (/[/\\?#%]/.test(s) || s.normalize("NFC") !== s || s.trim() !== s) return false;
  const name = s.replace(/~(2F|5C|3F|23|25|7E)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return escapedName(name) === s && nameProblem(name) === undefined;
}
