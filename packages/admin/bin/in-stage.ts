/** Restarts a script in `sst shell`, which provides the links and credentials of a stage. */
import { spawnSync } from "node:child_process";
import { reasonOf, StartError } from "@skillmeat-deployments/local/start-error.ts";

/**
 * Returns if the process already runs in the shell of the stage. Otherwise exits with the code of the restarted script.
 * @throws StartError if the process runs in the shell of another stage
 */
export function enterStage(stage: string): void {
  const app = process.env.SST_RESOURCE_App;
  if (app !== undefined) {
    const current = (JSON.parse(app) as { stage: string }).stage;
    if (current === stage) return;
    throw new StartError(`This shell is for stage '${current}', not '${stage}'`);
  }
  const script = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status, error } = spawnSync("npx", ["sst", "shell", "--stage", stage, "--", ...script], { stdio: "inherit" });
  if (error) throw new StartError(`Cannot run sst shell: ${reasonOf(error)}`);
  process.exit(status ?? 1);
}
