/** Restarts a script in `sst shell`, which provides the links and credentials of a stage. */
import { spawnSync } from "node:child_process";

/**
 * Returns if the process already runs in the shell of the stage. Otherwise exits with the code of the restarted script.
 */
export function enterStage(stage: string): void {
  const app = process.env.SST_RESOURCE_App;
  if (app !== undefined) {
    const current = (JSON.parse(app) as { stage: string }).stage;
    if (current === stage) return;
    console.error(`This shell is for stage '${current}', not '${stage}'`);
    process.exit(1);
  }
  const script = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status, error } = spawnSync("npx", ["sst", "shell", "--stage", stage, "--", ...script], { stdio: "inherit" });
  if (error) console.error(`Cannot run sst shell: ${error.message}`);
  process.exit(status ?? 1);
}
