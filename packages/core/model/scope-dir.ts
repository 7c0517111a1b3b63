/** The folder of a profile that `base: project` stands for: the project's own, or a folder of a monorepo. */
import roots from "./platform-roots.json" with { type: "json" };

// `npm run generate` derives the file from the catalogue, so that reading a profile loads no catalogue.
const ROOTS: Readonly<Record<string, string | undefined>> = roots;

/**
 * Returns the part of a root folder before the platform's own: `apps/web` for a Codex profile at `apps/web/.codex`. Empty:
 * the root is not nested, or is not the platform's own.
 */
export function scopeDirOf(platform: unknown, root_dir: unknown): string {
  const own = typeof platform === "string" && Object.hasOwn(ROOTS, platform) ? ROOTS[platform] : undefined;
  if (own === undefined || typeof root_dir !== "string") return "";
  const segments = root_dir.split("/").filter((segment) => segment !== "");
  // Every platform's own root is a single folder.
  return segments.at(-1) === own ? segments.slice(0, -1).join("/") : "";
}
