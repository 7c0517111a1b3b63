/** Runs a script again in `sst shell`, which gives it the links and credentials of a stage. */
import { spawnSync } from "node:child_process";

/** Ends this process with the script's exit code, unless the stage's links are at hand already. */
export function enterStage(stage: string): void {
  if (process.env.SST_RESOURCE_App !== undefined || process.env.SST_RESOURCES_JSON !== undefined) return;
  const script = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status, error } = spawnSync("npx", ["sst", "shell", "--stage", stage, "--", ...script], { stdio: "inherit" });
  if (error) console.error(`sst shell cannot be run: ${error.message}`);
  process.exit(status ?? 1);
}
