/** Runs a script again in `sst shell`, which gives it the links and credentials of a stage. */
import { spawnSync } from "node:child_process";

/** Ends this process with the script's exit code, unless the links at hand are that stage's already. */
export function enterStage(stage: string): void {
  const app = process.env.SST_RESOURCE_App;
  if (app !== undefined) {
    const here = (JSON.parse(app) as { stage: string }).stage;
    if (here === stage) return;
    console.error(`This shell is in stage '${here}', not '${stage}'`);
    process.exit(1);
  }
  const script = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status, error } = spawnSync("npx", ["sst", "shell", "--stage", stage, "--", ...script], { stdio: "inherit" });
  if (error) console.error(`sst shell cannot be run: ${error.message}`);
  process.exit(status ?? 1);
}
