/** Lints action.yml and the workflows of the docs, offline. Exits with 1 if something is wrong. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "tests/workflows");
if (isInstalled()) {
  const args = [join(folder, "lint.mjs"), "action.yml", "docs/ci.md"];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;
} else console.log("The workflows are not checked: their linters cannot be installed here.");

function isInstalled(): boolean {
  try {
    installLocked(folder);
    return true;
  } catch {
    return false;
  }
}
