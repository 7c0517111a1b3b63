/**
 * The schemas of the lock files of skills: a project's `skills-lock.json` and the user's `.skill-lock.json` (source:
 * vercel-labs/skills, src/local-lock.ts and src/skill-lock.ts). Only what the import uses: other keys are kept as they are.
 */
import * as z from "zod";
import { RelativePath, Text } from "../values/strings.schema.ts";

const Optional = Text.nullish().transform((text) => text || undefined);

/** What a lock file says of one skill. */
export const LockedSkill = z.object({
  source: Optional,
  sourceType: Optional,
  sourceUrl: Optional,
  ref: Optional,
  skillPath: Optional,
  computedHash: Optional,
  skillFolderHash: Optional,
  wellKnownDigest: Optional,
  updatedAt: Optional,
});
export type LockedSkill = z.infer<typeof LockedSkill>;

/** The keys beside the skills that the import uses. */
export const SkillsLock = z.object({
  version: z.int().nullish(),
  skillsDir: RelativePath.nullish(),
});
