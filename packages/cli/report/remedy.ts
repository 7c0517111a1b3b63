/** What a user can do about a difference. */
import type { Finding, State } from "../deploy/inspect.ts";
import { ADOPTED } from "../deploy/names.ts";

const PROGRAM = "skillmeat-deploy";

const REMEDIES: Record<Exclude<State, "synced" | "error">, (name: string) => string> = {
  missing: (name) => `Write it again: ${PROGRAM} apply ${name}`,
  modified: (name) => `Take the change into the artifact, or undo it: ${PROGRAM} apply ${name} --force`,
  outdated: (name) => `Update it: ${PROGRAM} apply ${name}`,
  diverged: (name) => `Merge both: ${PROGRAM} apply ${name}`,
  unverified: (name) => `Record it anew: ${PROGRAM} apply ${name}`,
};

/** No collection has what was adopted without one, so it cannot be written again. */
const ADOPTED_REMEDIES: Partial<typeof REMEDIES> = {
  missing: (name) => `Restore it, or forget it: ${PROGRAM} remove ${name}`,
  modified: () => `Undo the change, or record it: ${PROGRAM} adopt`,
};

/** What to do about what has no record. */
export const UNTRACKED_REMEDY = `Record it: ${PROGRAM} adopt`;

/** What to do about a finding, in one sentence. */
export function remedyOf({ state, detail, placed: { row } }: Finding): string {
  if (state === "synced") return "";
  if (state === "error") return detail ?? "";
  const remedy = (row.from_collection === ADOPTED && ADOPTED_REMEDIES[state]) || REMEDIES[state];
  return remedy(shellWord(`${row.artifact_type}:${row.artifact_name}`));
}

/** A name as one word of a shell: names can come from others, and users copy what they are told. */
const shellWord = (text: string) => (/^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
