/** Imports lock files of other tools: registers their artifacts, and records what they say is deployed. */
import type { WriteCtx } from "../context.ts";
import { type FieldError, invalidAll } from "../fault.ts";
import type { Profile } from "../model/profile.schema.ts";
import type { Committed } from "../storage/writer.ts";
import { type ImportOptions, leftOutRecords } from "../tracker/identify.ts";
import type { ImportResult } from "../tracker/import.schema.ts";
import { importRows, readOwners } from "../tracker/import-rows.ts";
import type { LeftOut } from "../tracker/parse.ts";
import { readApmLock } from "./apm.ts";
import { registerArtifacts, registrations } from "./artifacts.ts";
import { assertRows, type LockedArtifact, type LockFile, MAX_ROWS } from "./lock-file.ts";
import { artifactErrors, createToRecord, type LockRow, recordErrors, rowOf } from "./rows.ts";
import { readSkillsLock } from "./skills.ts";

/** The tools whose lock files are read. */
export type LockTool = "apm" | "skills";

/**
 * Registers the artifacts of a lock file in the tenant, and writes its records. What is no artifact of the catalogue is left
 * out and listed.
 * @throws 400 if the file is malformed; 404 if the project or `profile_id` does not exist; 413 if it has more than 5,000 records or artifacts; as `importRows`
 * @throws 422 with a pointer for each invalid row, unless they are left out
 */
export async function importLockFile(
  ctx: WriteCtx,
  projectId: string,
  tool: LockTool,
  text: string,
  options: ImportOptions = {},
): Promise<Committed<ImportResult>> {
  // First, so that nobody makes us parse a file for a project that does not exist.
  const { project, profile } = await readOwners(ctx, projectId, options.profile_id);
  const lock = tool === "apm" ? await readApmLock(text) : readSkillsLock(text);
  const { rows, locked, leftOut } = checked(lock, profile, options.lenient ?? false);
  const toRecord = await createToRecord(ctx);
  const byId = registrations(locked);
  const file = {
    project,
    rows,
    leftOut,
    leftOutRecords: leftOutRecords({ leftOut }, profile, { ...options, backfill: false }),
    toRecord,
    writeFirst: async () => ({ artifacts: await registerArtifacts(ctx, byId, options) }),
  };
  return importRows(ctx, file, options);
}

/** What a file says of an artifact: its row, if it is deployed. */
type Entry = { locked: LockedArtifact; row: LockRow | undefined; errors: readonly FieldError[] };

/** Separates what is imported from what is not. @throws 413; 422 if something is invalid and not to be left out */
function checked({ records, undeployed, unread }: LockFile, profile: Profile | undefined, lenient: boolean) {
  const entries: Entry[] = [
    ...records.map(({ record, errors }) => {
      const row = rowOf(record, profile);
      return { locked: record, row, errors: errors.length > 0 ? errors : recordErrors(record, row) };
    }),
    ...undeployed.map((locked) => ({ locked, row: undefined, errors: artifactErrors(locked) })),
  ];
  const wrong = entries.filter(({ errors }) => errors.length > 0);
  const errors = [...unread.filter(({ isBad }) => isBad), ...wrong].flatMap((part) => part.errors);
  if (!lenient && errors.length > 0) throw invalidAll(errors, MAX_ROWS);
  const good = entries.filter((entry) => entry.errors.length === 0);
  assertRows(good.length);
  return {
    locked: good.map(({ locked }) => locked),
    rows: good.flatMap(({ locked: { pointer }, row }) => (row ? [{ pointer, row }] : [])),
    leftOut: [
      ...unread.map(({ pointer, errors, isBad }): LeftOut => ({ pointer, errors, isRow: isBad, hints: undefined })),
      ...wrong.map(({ locked: { pointer }, row, errors }): LeftOut => {
        return { pointer, errors: [...errors], isRow: row !== undefined, hints: row && { ...row, profile: undefined } };
      }),
    ],
  };
}
