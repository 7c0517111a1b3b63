/** Lints packages/api/openapi.json by the rules of Spectral and Redocly. Exits with 1 if they find something. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "tests/openapi-lint");
installLocked(folder);
const { status } = spawnSync(process.execPath, [join(folder, "lint.mjs"), "packages/api/openapi.json"], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
