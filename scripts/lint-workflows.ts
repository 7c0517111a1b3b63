/** Lints action.yml and the workflows of the docs, offline. Exits with 1 if something is wrong. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "tests/workflows");
installLocked(folder);
const { status } = spawnSync(process.execPath, [join(folder, "lint.mjs"), "action.yml", "docs/ci.md"], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
