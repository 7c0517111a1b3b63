/** The import of trackers and lock files. It is loaded on demand. */
import "../start.ts";
import type { WriteCtx } from "@skillmeat-deployments/core/context.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import type { ImportOptions } from "@skillmeat-deployments/core/tracker/identify.ts";
import { importTracker } from "@skillmeat-deployments/core/tracker/import.ts";
import type { Media } from "../http/body.ts";

// Most imports are trackers.
const lockFiles = once(() => import("./import-lock-file.ts"));

/** Imports a file. Its media type tells what it is. */
async function importFile(
  ctx: WriteCtx,
  projectId: string,
  { media, text }: { media: Media | undefined; text: string },
  options: ImportOptions,
) {
  if (media === "toml") return importTracker(ctx, projectId, text, options);
  const { verbs } = await lockFiles();
  return verbs.importLockFile(ctx, projectId, media === "yaml" ? "apm" : "skills", text, options);
}

export const verbs = { importFile };
