/** The schemas of strings: ids, names, paths and free text. */
import * as z from "zod";
import { bytes, CHOSEN_ID, nameProblem, pathProblem, TENANT_ID, TYPE_NAME } from "./strings.ts";

/** Free text of at most 1,024 bytes. */
export const Text = z.string().refine((s) => bytes(s) <= 1024, "must be at most 1,024 bytes");

/** A content hash. */
export const Hash = Text.min(1, "must not be empty");

/** A description of at most 500 characters. */
export const Description = z.string().max(500, "must be at most 500 characters");

/** A name of 1 to 256 bytes after trimming, without control or bidirectional characters. */
export const Name = z
  .string()
  .trim()
  .superRefine((s, ctx) => {
    const problem = nameProblem(s);
    if (problem) ctx.addIssue({ code: "custom", message: problem });
  })
  .meta({ minLength: 1, maxLength: 256 });

const ID_RULE = "must match [A-Za-z0-9][A-Za-z0-9._~+=@-]{0,127}";
/** A project's id. */
export const ProjectId = z.string().regex(CHOSEN_ID, ID_RULE);
/** A deployment profile's id. */
export const ProfileId = z.string().regex(CHOSEN_ID, ID_RULE);
/** A tenant's id. */
export const TenantId = z.string().regex(TENANT_ID, "must match [a-z0-9-]{1,63}");

/** A `/`-separated relative path in NFC. It cannot lead out of its base. */
export const RelativePath = z
  .string()
  .overwrite((s) => s.normalize("NFC"))
  .superRefine((s, ctx) => {
    const problem = pathProblem(s);
    if (problem) ctx.addIssue({ code: "custom", message: problem });
  })
  .meta({ minLength: 1, maxLength: 1024 });

/** A folder relative to the project: a relative path, or empty for the project's own folder. */
export const FolderPath = z
  .string()
  .overwrite((s) => s.normalize("NFC"))
  .superRefine((s, ctx) => {
    const problem = s === "" ? undefined : pathProblem(s);
    if (problem) ctx.addIssue({ code: "custom", message: problem });
  })
  .meta({ maxLength: 1024 });

/** The name of an artifact type, also of one that this release does not know. */
export const TypeName = z.string().regex(TYPE_NAME, "must match [A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
