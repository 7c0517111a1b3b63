/** Names and ids as the service has them. */

/** A name in NFC without one trailing document suffix. The service and SkillMeat compare names in this form. */
export const normalisedName = (name: string) =>
  name
    .normalize("NFC")
    .replace(/(?<=.)\.(md|txt|json|yaml|yml)$/, "")
    .trimEnd();

/** The profile that a record without one counts as. */
export const PRIMARY = "claude_code";
/** The `from_collection` of an adopted artifact that no collection has. Its only copy may be the file itself. */
export const ADOPTED = "adopted";
/** The collection of all that this tool writes. */
export const COLLECTION = "default";

/** The root that a record without one counts as. */
export const PRIMARY_ROOT = ".claude";

/** A name for use in an id: `/ \ ? # % ~` are written as `~` and two hex digits. */
export const escapedName = (name: string) =>
  name.normalize("NFC").replaceAll(/[/\\?#%~]/g, (c) => `~${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The id of a record: `<profile_id>:<type>:<normalised name>`. */
export const recordId = (profileId: string | null | undefined, type: string, name: string) =>
  `${profileId ?? PRIMARY}:${type}:${escapedName(normalisedName(name))}`;
