/** What a catalogue entry says, cell by cell, each with its sources; a test holds every entry to it. */
import * as z from "zod";
import { ArtifactType } from "../values/artifact-type.ts";
import { RelativePath } from "../values/strings.ts";
import { Mapping } from "./mapping.ts";

/** Where a fact was read: a file of a repository at a commit or date, or a page. */
export const Source = z
  .strictObject({
    repo: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/)
      .optional()
      .meta({ description: "A public repository, `owner/name`." }),
    url: z.url().optional().meta({ description: "A page, where it is no repository." }),
    commit: z
      .string()
      .regex(/^[0-9a-f]{7,40}$/)
      .optional(),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}(-\d{2})?$/)
      .optional()
      .meta({ description: "When it was read, where no commit is known." }),
    path: z.string().min(1).meta({ description: "Where in it." }),
    grade: z.enum(["P", "1"]).meta({ description: "P: the vendor's own source or document; 1: another project's." }),
  })
  .refine((s) => (s.repo === undefined) !== (s.url === undefined), "names a repo or a url")
  .refine((s) => (s.commit === undefined) !== (s.date === undefined), "names a commit or a date")
  .meta({ id: "CatalogueSource" });
export type Source = z.infer<typeof Source>;

const from = z.array(Source).min(1).meta({ description: "Who says so." });
const disputed = z.string().optional().meta({ description: "Where sources disagree: which was followed, and why." });

/** Where artifacts of one type go, or that the platform has no place for them. A type without a source has no cell. */
export const Cell = z.union([
  z.strictObject({ to: Mapping, from, disputed }),
  z.strictObject({ unsupported: z.literal(true), from, disputed }),
]);
export type Cell = z.infer<typeof Cell>;

/** A path in the user's home, or below a variable that names it. */
const UserPath = z.string().regex(/^(~|\$[A-Z_]+)\/[^\s]+$/);

export const CatalogueEntry = z.strictObject({
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .meta({ description: "The catalogue key; never renamed." }),
  name: z.string().meta({ description: "The platform's own name." }),
  description: z.string().meta({ description: "What the value stands for, in a sentence." }),
  status: z
    .enum(["active", "deprecated", "archived"])
    .meta({ description: "Whether the platform is still developed, under this name." }),
  replaced_by: z.string().nullable().meta({ description: "The platform that took its place." }),
  /** The folder a profile starts from; null: the profile must say. */
  root_dir: RelativePath.nullable(),
  artifacts: z.partialRecord(ArtifactType, Cell),
  /** Instruction files it reads, relative to the project. */
  instructions: z.strictObject({ files: z.array(RelativePath), from, disputed }).nullable(),
  /** Its own skills folder, of a platform that reads this and the shared `.agents/skills` too. */
  native_skills: z.strictObject({ to: Mapping, from }).optional(),
  /** Folders and files it reads beside those it is written to, relative to the project. */
  also_reads: z.partialRecord(ArtifactType, z.strictObject({ paths: z.array(RelativePath).min(1), from, disputed })),
  /** The same of the user's own, where there is one place to name. */
  user: z.partialRecord(
    z.enum([...ArtifactType.options, "instructions"]),
    z.strictObject({ path: UserPath, from, disputed }),
  ),
  as_of: z.iso.date().nullable().meta({ description: "When the newest of its sources was read." }),
  notes: z.array(z.string()).meta({ description: "What no cell says." }),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;
