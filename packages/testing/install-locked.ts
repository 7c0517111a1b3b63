/** Installs what a folder's own package-lock.json names: packages that only one check needs, outside the workspaces. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NPM_CI = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

/**
 * Installs into `node_modules` of the folder, unless exactly this lock file is installed there already.
 * @param options `optional`: optional packages too, such as binaries of this platform
 */
export function installLocked(folder: string, options: { optional?: boolean } = {}): void {
  const stamp = join(folder, "node_modules/.lock-hash");
  const hash = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  execFileSync("npm", options.optional ? NPM_CI : [...NPM_CI, "--omit=optional"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  // After the installation: one that was broken off is made again.
  writeFileSync(stamp, hash);
}
