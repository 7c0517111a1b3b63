/** Installs what only the benchmark needs, into `bench/node_modules`. */
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

const modules = join(import.meta.dirname, "node_modules");

export function installPeers(): void {
  if (!existsSync(join(modules, ".package-lock.json"))) {
    console.log("Installing the peers into bench/node_modules …");
    execFileSync("npm", ["ci"], { cwd: import.meta.dirname, stdio: ["ignore", "ignore", "inherit"], shell: true });
  }
  // ElectroDB brings an AWS SDK of its own. Without it, every contender uses the version of the service.
  for (const scope of ["@aws-sdk", "@smithy"]) rmSync(join(modules, scope), { recursive: true, force: true });
}
